import { toAppError } from '#core/errors';
import type { GraphNode } from '#core/graph/graph';
import type { Mapping } from '#core/graph/mapping';
import { createIssue } from '#core/issue';
import type { ComputeContext, NodeDefinition, Outputs } from '#core/node/definition';
import type { PlanEntry, PlanReason } from '#core/plan/plan';
import { itemKey } from '#core/run/address';
import { shapePaths } from '#core/run/state';
import { type LocalText, messageIn, wording } from '#core/text';
import type { Value } from '#core/value/value';
import { completeInputs, completeParams, gapProblem, inputSentence, outputTypesOf } from './bindings.ts';
import { missingUploads } from './media.ts';
import { assembleOutputs } from './node-outputs.ts';
import type { PlanSetup } from './plan.ts';
import { findEarlier } from './plan-earlier.ts';
import { emptyEntry, type Planned } from './plan-entry.ts';
import { modelOf } from './plan-models.ts';
import { priceOfCall, sumOf } from './plan-prices.ts';
import { type TypedOutputs, typeOutputs } from './values.ts';

/** What was found out about the items of one node. */
interface Findings {
  readonly done: Map<string, TypedOutputs>;
  /** Why the node cannot run: the first that was found. */
  invalid: LocalText | undefined;
  skipped: number;
  running: number;
  uploads: number;
  /** Why items are reused, and why others are made. */
  reused: PlanReason | undefined;
  made: PlanReason | undefined;
  offer: PlanEntry['offer'];
  readonly prices: PlanEntry['price'][];
  /** What is done to the files of an input so that they fit, by its name. */
  readonly conversions: Record<string, LocalText>;
}

/** Plans a node of which all inputs are known: each item is worked out here, or looked up among earlier results. */
export async function planItems(
  entry: GraphNode,
  definition: NodeDefinition,
  mapping: Mapping,
  setup: PlanSetup,
  signal: AbortSignal,
): Promise<Planned> {
  const paths = mapping.depth === 0 ? onePath : shapePaths(mapping.shape);
  const found: Findings = {
    done: new Map(),
    invalid: undefined,
    skipped: 0,
    running: 0,
    uploads: 0,
    reused: undefined,
    made: undefined,
    offer: undefined,
    prices: [],
    conversions: {},
  };
  let types = outputTypesOf(entry, definition, {});
  for (const item of paths) {
    const read = mapping.inputsOf(item);
    if (read.kind === 'invalid') {
      found.invalid ??= inputSentence(entry, read);
      continue;
    }
    if (gapProblem(read, definition) !== null) {
      found.skipped += 1;
      continue;
    }
    types = outputTypesOf(entry, definition, read.types);
    const inputs = completeInputs(entry, read.inputs);
    try {
      if (definition.work.kind === 'call') {
        planCall(entry, definition, { item, inputs }, found, setup);
        continue;
      }
      const context = { inputs, params: completeParams(entry), types: read.types, signal, item };
      const computed = computeHere(definition, { ...context, files: setup.files });
      // Most are worked out at once, and there may be tens of thousands.
      const outputs = computed instanceof Promise ? await computed : computed;
      if (outputs !== undefined) found.done.set(itemKey(item), typeOutputs(outputs, types));
    } catch (error) {
      found.invalid ??= messageIn(toAppError(error).info);
    }
  }
  return sayWhat(entry, definition, paths.length, found, assembleOutputs(mapping, types, found.done), setup);
}

const onePath: readonly (readonly number[])[] = [[]];

/** Works out a local node; one that changes the world outside is left alone. */
function computeHere({ work }: NodeDefinition, context: ComputeContext): Outputs | Promise<Outputs> | undefined {
  return work.kind !== 'compute' || work.effect === true ? undefined : work.compute(context);
}

interface CallItem {
  readonly item: readonly number[];
  readonly inputs: Readonly<Record<string, Value | undefined>>;
}

/** @throws AppError when the call cannot be made as it is */
function planCall(
  entry: GraphNode,
  definition: NodeDefinition,
  { item, inputs }: CallItem,
  found: Findings,
  setup: PlanSetup,
): void {
  const { gateway } = setup;
  if (gateway === undefined) {
    found.running += 1;
    return;
  }
  const call = gateway.prepare({ nodeType: entry.node.type, params: entry.params, inputs });
  const earlier = findEarlier(entry, definition, call, item, setup);
  if (earlier.kind === 'reused') {
    found.done.set(itemKey(item), earlier.outputs);
    found.reused = earlier.reason;
    return;
  }
  found.running += 1;
  found.made ??= earlier.reason;
  if (earlier.offer !== undefined) found.offer = { ...earlier.offer, items: (found.offer?.items ?? 0) + 1 };
  found.prices.push(priceOfCall(call, setup));
  for (const { input, convert } of call.media) if (convert !== undefined) found.conversions[input] = convert.message;
  if (call.media.length > 0) found.uploads += missingUploads(call.media, { ...setup, gateway }).length;
}

function sayWhat(
  entry: GraphNode,
  definition: NodeDefinition,
  items: number,
  found: Findings,
  outputs: TypedOutputs,
  setup: PlanSetup,
): Planned {
  const { invalid, reused, made, offer, prices } = found;
  const base: PlanEntry = {
    ...emptyEntry(entry),
    items,
    reusedItems: reused === undefined ? 0 : found.done.size,
    uploads: found.uploads,
  };
  const known = { kind: 'known', outputs } as const;
  if (invalid !== undefined) {
    return { entry: { ...base, action: 'blocked', reason: { why: 'invalid', ...wording(invalid) } }, known };
  }
  if (items > 0 && found.skipped === items) {
    const because = setup.graph.incoming.get(entry.node.id)?.[0]?.from.node ?? entry.node.id;
    return { entry: { ...base, action: 'skip', reason: { why: 'missing', because } }, known };
  }
  if (definition.work.kind === 'compute') return { entry: base, known };
  const model = modelOf(entry, setup);
  if (found.running === 0) {
    return { entry: { ...base, action: 'reuse', reason: reused ?? { why: 'local' }, model }, known };
  }
  const reason: PlanReason = made ?? { why: setup.fresh.has(entry.node.id) ? 'fresh' : 'new' };
  const price = prices.length === 0 ? 'unknown' : sumOf(prices);
  const converted = Object.entries(found.conversions).map(([field, message]) =>
    createIssue('input.converted', 'warning', { node: entry.node.id, field }, message),
  );
  return {
    entry: { ...base, action: 'run', reason, model, price, ...(offer !== undefined && { offer }) },
    known: { kind: 'later', outputs },
    converted,
  };
}
