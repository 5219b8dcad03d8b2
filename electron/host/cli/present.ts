import type { RunEvent } from '#core/run/event';
import type { SavedOutputs } from '#core/run/state';
import { formatPortType } from '#core/value/type';
import { isMediaValue, type Json, leaves, type TypedValue, type Value, withoutGaps } from '#core/value/value';
import { loadOutputs } from '../../executor/values.ts';
import type { App } from '../app/app.ts';
import { formatJson } from './terminal.ts';

/** Values for other programs: media get the absolute `path` of their file. */
export async function presentValue(app: App, value: Value): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => presentValue(app, item as Value)));
  if (!isMediaValue(value)) return value as Json;
  const { artifact } = value;
  if (artifact === undefined) return value as unknown as Json;
  const stored = await app.artifacts.find(artifact);
  return { ...value, path: stored.file } as unknown as Json;
}

export async function presentOutputs(
  app: App,
  outputs: Readonly<Record<string, TypedValue>>,
): Promise<Record<string, Json>> {
  const entries = Object.entries(outputs).map(
    async ([name, typed]) => [name, await presentValue(app, typed.value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** An event without its values, for when one of their files is not there any more. */
export function presentBare(event: RunEvent): Record<string, unknown> {
  return 'outputs' in event ? { ...event, outputs: {} } : { ...event };
}

/** An event as the line of `--json`: outputs as plain values, empty parts of the address left out. */
export async function presentEvent(app: App, event: RunEvent): Promise<Record<string, unknown>> {
  const { event: name, seq, at, run, ...rest } = event;
  const shown: Record<string, unknown> = { event: name, seq, at, run, ...rest };
  if ('item' in event && event.item.length === 0) delete shown['item'];
  if ('path' in event && event.path.length === 0) delete shown['path'];
  if ('attempt' in event && event.attempt === 0) delete shown['attempt'];
  if ('outputs' in event) shown['outputs'] = await presentSaved(app, event.outputs);
  return shown;
}

async function presentSaved(app: App, outputs: SavedOutputs): Promise<Record<string, Json>> {
  return presentOutputs(app, loadOutputs(outputs, app.artifacts));
}

/** Outputs for people and for pipes: text as it is, media as the path of their file, the rest as JSON, a list one per line. */
export async function plainOutput(app: App, typed: TypedValue): Promise<string> {
  const present = withoutGaps(typed.value, typed.type.depth);
  const lines: string[] = [];
  for (const leaf of leaves(present, typed.type.depth))
    lines.push(await plainLeaf(app, leaf.value, formatPortType(typed.type)));
  return lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
}

async function plainLeaf(app: App, value: Value, type: string): Promise<string> {
  if (typeof value === 'string') return value;
  if (isMediaValue(value)) {
    if (value.artifact === undefined) return value.url ?? '';
    return (await app.artifacts.find(value.artifact)).file;
  }
  return value === null ? `(no ${type})` : formatJson(value);
}
