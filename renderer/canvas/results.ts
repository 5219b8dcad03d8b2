import type { NodeRun } from '#core/run/state';
import { type PortType, parsePortType } from '#core/value/type';
import { isMediaValue, leaves, type MediaValue, type SavedValue, type Value } from '#core/value/value';

/** One leaf of what a node gave. */
export type Result =
  | { readonly kind: 'media'; readonly media: MediaValue }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string }
  /** A long value that has to be loaded first. */
  | { readonly kind: 'stored'; readonly artifact: string; readonly type: PortType };

/** The outputs of a node as leaves in order, those of its items one after the other. Gaps are left out. */
export function resultsOf(node: NodeRun | undefined, isShown: (port: string) => boolean = () => true): Result[] {
  if (node === undefined) return [];
  return [...node.items.values()].flatMap((item) => {
    if (item.state !== 'done' && item.state !== 'reused') return [];
    return Object.entries(item.outputs).flatMap(([port, saved]) => (isShown(port) ? resultsOfValue(saved) : []));
  });
}

/** What one output of a node gave. */
export function resultsOfPort(node: NodeRun | undefined, port: string): Result[] {
  if (node === undefined) return [];
  return [...node.items.values()].flatMap((item) => {
    const saved = item.state === 'done' || item.state === 'reused' ? item.outputs[port] : undefined;
    return saved === undefined ? [] : resultsOfValue(saved);
  });
}

export function resultsOfValue(saved: SavedValue): Result[] {
  const type = parsePortType(saved.type);
  if (type === undefined) return [];
  if (saved.stored !== undefined) return [{ kind: 'stored', artifact: saved.stored, type }];
  return resultsOfPlain(saved.value ?? null, type);
}

export function resultsOfPlain(value: Value, type: PortType): Result[] {
  try {
    return leaves(value, type.depth).flatMap(({ value: leaf }) => (leaf === null ? [] : [resultOf(leaf)]));
  } catch {
    // A value that is not what its type says is not shown.
    return [];
  }
}

function resultOf(leaf: Value): Result {
  if (typeof leaf === 'string') return { kind: 'text', text: leaf };
  if (isMediaValue(leaf)) return { kind: 'media', media: leaf };
  if (typeof leaf === 'number' || typeof leaf === 'boolean') return { kind: 'text', text: String(leaf) };
  return { kind: 'json', text: JSON.stringify(leaf, null, 2) };
}

/** What a node shows of its results: its pictures and films before its words, and those before bare data. */
export function chosenResults(results: readonly Result[]): readonly Result[] {
  const media = results.filter((result) => result.kind === 'media');
  if (media.length > 0) return media;
  const texts = results.filter((result) => result.kind === 'text' || result.kind === 'stored');
  return texts.length > 0 ? texts : results;
}

/** Results by output, ready to be pinned: only of a node that is not mapped or whose items are all there. */
export function pinnable(node: NodeRun | undefined): Record<string, SavedValue> | undefined {
  if (node === undefined || node.items.size === 0) return undefined;
  if (node.shape !== undefined && node.shape !== 0) return pinnableItems(node);
  const [item] = node.items.values();
  if (item === undefined || (item.state !== 'done' && item.state !== 'reused')) return undefined;
  return Object.keys(item.outputs).length === 0 ? undefined : structuredClone(item.outputs);
}

function pinnableItems(node: NodeRun): Record<string, SavedValue> | undefined {
  const gathered: Record<string, { type: PortType; values: Value[] }> = {};
  for (const [key, item] of node.items) {
    // Deeper items would need their lists rebuilt; one level is what people see and pin.
    if (key.includes('.') || (item.state !== 'done' && item.state !== 'reused')) return undefined;
    for (const [port, saved] of Object.entries(item.outputs)) {
      const type = parsePortType(saved.type);
      if (type === undefined || saved.stored !== undefined) return undefined;
      const entry = gathered[port] ?? { type, values: [] };
      gathered[port] = entry;
      entry.values.push(saved.value ?? null);
    }
  }
  const ports = Object.entries(gathered);
  if (ports.length === 0) return undefined;
  return Object.fromEntries(
    ports.map(([port, { type, values }]) => [
      port,
      {
        type: `${'list<'.repeat(type.depth + 1)}${type.base}${'>'.repeat(type.depth + 1)}`,
        value: structuredClone(values) as SavedValue['value'],
      },
    ]),
  ) as Record<string, SavedValue>;
}
