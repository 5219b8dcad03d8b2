import { AppError, bug } from '#core/errors';
import type { SavedOutputs } from '#core/run/state';
import { formatPortType, type PortType, parsePortType } from '#core/value/type';
import {
  isMediaValue,
  type Json,
  type MediaValue,
  type SavedValue,
  type TypedValue,
  type Value,
} from '#core/value/value';
import type { ArtifactStore } from './services.ts';

/** Longer values (in characters of JSON) do not stand in events; they lie in the artifact store. */
const longest = 4096;

export type TypedOutputs = Readonly<Record<string, TypedValue>>;

/** How a value is written into events, pins and the ledger. */
export function saveValue(typed: TypedValue, artifacts: Pick<ArtifactStore, 'putText'>): SavedValue {
  const type = formatPortType(typed.type);
  const value = typed.value as Json;
  // Short texts, the most common value by far, need no look at their JSON.
  if (typeof value === 'string' && value.length < longest / 6) return { type, value };
  const text = JSON.stringify(value);
  return text.length <= longest ? { type, value } : { type, stored: artifacts.putText(text) };
}

export function saveOutputs(
  outputs: TypedOutputs,
  artifacts: Pick<ArtifactStore, 'putText'>,
): Record<string, SavedValue> {
  const saved: Record<string, SavedValue> = {};
  for (const port in outputs) {
    const typed = outputs[port];
    if (typed !== undefined) saved[port] = saveValue(typed, artifacts);
  }
  return saved;
}

/** @throws AppError `artifact.missing` when a long value is no longer in the store */
export function loadValue(saved: SavedValue, artifacts: Pick<ArtifactStore, 'getText'>): TypedValue {
  const type = parsePortType(saved.type);
  if (type === undefined) throw bug(`a saved value has the type "${saved.type}"`);
  const value =
    saved.stored === undefined ? (saved.value ?? null) : (JSON.parse(artifacts.getText(saved.stored)) as Json);
  return { type, value };
}

export function loadOutputs(saved: SavedOutputs, artifacts: Pick<ArtifactStore, 'getText'>): TypedOutputs {
  return Object.fromEntries(Object.entries(saved).map(([port, value]) => [port, loadValue(value, artifacts)]));
}

/** Saved outputs, when every file of theirs is still in the store. */
export async function loadWithFiles(
  saved: SavedOutputs,
  artifacts: Pick<ArtifactStore, 'getText' | 'find'>,
): Promise<TypedOutputs | undefined> {
  try {
    const outputs = loadOutputs(saved, artifacts);
    for (const typed of Object.values(outputs)) {
      for (const media of mediaIn(typed.value)) {
        if (media.artifact !== undefined) await artifacts.find(media.artifact);
      }
    }
    return outputs;
  } catch (error) {
    if (error instanceof AppError && error.code === 'artifact.missing') return undefined;
    throw error;
  }
}

function* mediaIn(value: Value): Generator<MediaValue> {
  if (Array.isArray(value)) for (const item of value) yield* mediaIn(item as Value);
  else if (isMediaValue(value)) yield value;
}

/** Gives raw outputs of one item their types. */
export function typeOutputs(
  outputs: Readonly<Record<string, Value>>,
  types: Readonly<Record<string, PortType>>,
): Record<string, TypedValue> {
  const typed: Record<string, TypedValue> = {};
  for (const port in types) {
    const type = types[port];
    if (type !== undefined) typed[port] = { type, value: outputs[port] ?? null };
  }
  return typed;
}
