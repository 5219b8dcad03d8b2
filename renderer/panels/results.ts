import { parseItemKey } from '#core/run/address';
import type { NodeRun, RunState, SavedOutputs } from '#core/run/state';
import { parsePortType } from '#core/value/type';
import { isMediaValue, leaves, type MediaValue, type SavedValue, type Value } from '#core/value/value';

/** One picture, film, sound or text that a run made. */
export interface Result {
  readonly key: string;
  readonly node: string;
  readonly port: string;
  /** Of the node, then inside a list; from 0. */
  readonly item: readonly number[];
  readonly content: ResultContent;
}

export type ResultContent =
  | { readonly kind: 'media'; readonly media: MediaValue }
  | { readonly kind: 'text'; readonly text: string }
  /** Long: it lies in the artifact store. */
  | { readonly kind: 'stored'; readonly artifact: string }
  /** A copy that the run saved, by its path from the folder of the workflow. */
  | { readonly kind: 'file'; readonly run: string; readonly file: string };

/**
 * Everything that a run has made so far, node by node; what is only handed on is there once. What nodes that save have
 * written are files.
 */
export function resultsOf(run: RunState, saves: (node: string) => boolean): readonly Result[] {
  const seen = new Set<string>();
  const results = everyResult(run).map((result) => (saves(result.node) ? asFile(run.id, result) : result));
  return results.filter(({ content }) => {
    const key = contentKey(content);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function asFile(run: string, result: Result): Result {
  const { content } = result;
  return content.kind === 'text' ? { ...result, content: { kind: 'file', run, file: content.text } } : result;
}

function contentKey(content: ResultContent): string {
  if (content.kind === 'text') return `text ${content.text}`;
  if (content.kind === 'stored') return content.artifact;
  if (content.kind === 'file') return `file ${content.file}`;
  return content.media.artifact ?? JSON.stringify(content.media);
}

function everyResult(run: RunState): readonly Result[] {
  const results: Result[] = [];
  for (const id of run.order) {
    const node = run.nodes.get(id);
    if (node === undefined) continue;
    results.push(...resultsOfNode(node));
  }
  return results;
}

/** What a node has made so far, or one of its outputs. */
export function resultsOfNode(node: NodeRun, port?: string): readonly Result[] {
  return [...node.items].flatMap(([key, item]) => {
    if (item.state !== 'done' && item.state !== 'reused') return [];
    const results = outputResults(node.node, parseItemKey(key), item.outputs);
    return port === undefined ? results : results.filter((result) => result.port === port);
  });
}

/** What a run gives in the end, by the names of its outputs; empty until it is over. */
export function outputsOf(run: RunState): readonly (Result & { readonly name: string })[] {
  if (!('outputs' in run.phase)) return [];
  return Object.entries(run.phase.outputs).flatMap(([name, saved]) =>
    outputResults(name, [], { value: saved }).map((result) => ({ ...result, key: `output ${result.key}`, name })),
  );
}

/** Outputs as results, whatever they were kept for. */
export function outputResults(node: string, item: readonly number[], outputs: SavedOutputs): readonly Result[] {
  return Object.entries(outputs).flatMap(([port, saved]) =>
    contentsOf(saved).map(({ path, content }) => {
      const whole = [...item, ...path];
      return { key: `${node}/${port}/${whole.join('.')}`, node, port, item: whole, content };
    }),
  );
}

function contentsOf(saved: SavedValue): readonly { readonly path: number[]; readonly content: ResultContent }[] {
  if (saved.stored !== undefined) return [{ path: [], content: { kind: 'stored', artifact: saved.stored } }];
  const type = parsePortType(saved.type);
  if (type === undefined || saved.value === undefined) return [];
  return leaves(saved.value, type.depth)
    .filter(({ value }) => value !== null)
    .map(({ path, value }) => ({ path, content: contentOf(value) }));
}

function contentOf(value: Value): ResultContent {
  if (isMediaValue(value)) return { kind: 'media', media: value };
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) };
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'audio/x-wav': 'wav',
  'audio/mp4': 'm4a',
  'video/quicktime': 'mov',
  'text/plain': 'txt',
};

/** The name of a file that is saved: the node's name and the item, counted from 1. */
export function fileName(name: string, item: readonly number[], mime: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim();
  const ending = endings[mime] ?? mime.split('/')[1]?.replace(/^x-/, '') ?? 'bin';
  return `${[safe === '' ? 'result' : safe, ...item.map((index) => index + 1)].join('-')}.${ending}`;
}
