import { toAppError } from '#core/errors';
import type { Gateway, PreparedCall, PriceRange, PriceTable } from '#core/gateway/contract';
import { type Graph, type GraphNode, nameOf, nodeName } from '#core/graph/graph';
import { type Mapping, mapInputs } from '#core/graph/mapping';
import { createIssue, type Issue } from '#core/issue';
import type { ComputeContext, FilePower, NodeDefinition, Outputs } from '#core/node/definition';
import type { Registry } from '#core/node/registry';
import type { Plan, PlanEntry, PlanReason } from '#core/plan/plan';
import { itemKey } from '#core/run/address';
import { shapePaths } from '#core/run/state';
import { type LocalText, listed, messageIn, say, verbatim, wording } from '#core/text';
import type { TypedValue } from '#core/value/value';
import {
  bindInputs,
  bypassOutputs,
  completeInputs,
  completeParams,
  gapProblem,
  inputSentence,
  outputTypesOf,
} from './bindings.ts';
import { answeringTools, mostTurns } from './conversation.ts';
import { missingUploads } from './media.ts';
import { assembleOutputs } from './node-outputs.ts';
import { findEarlier } from './plan-earlier.ts';
import { promptOf } from './purse.ts';
import type { ArtifactStore, Clock, ReuseIndex, UploadIndex } from './services.ts';
import { loadOutputs, type TypedOutputs, typeOutputs } from './values.ts';

export interface PlanSetup {
  readonly graph: Graph;
  readonly registry: Registry;
  readonly scope: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  /** The nodes that take what another node has bought for the same request. */
  readonly take: ReadonlySet<string>;
  /** The id of the workflow. */
  readonly workflow: string;
  /** What validation said already. */
  readonly issues: readonly Issue[];
  readonly gateway: Gateway | undefined;
  /** The models that the gateway lists; undefined when it was not asked or did not say. */
  readonly models: readonly string[] | undefined;
  readonly prices: PriceTable | undefined;
  readonly reuse: ReuseIndex;
  readonly artifacts: ArtifactStore;
  readonly uploads: UploadIndex;
  readonly files: FilePower;
  readonly clock: Clock;
}

/** What is known of a node's outputs while planning. */
type Known =
  | { readonly kind: 'known'; readonly outputs: TypedOutputs }
  | { readonly kind: 'later'; readonly outputs: TypedOutputs };

/**
 * Goes through the graph without calling the gateway: local nodes are worked out, calls are looked up among earlier
 * results, and what follows from a call that must run is not known yet.
 */
export async function planRun(setup: PlanSetup): Promise<Plan> {
  const known: Knowledge = {
    results: new Map(),
    later: new Set(),
    faults: faultsByNode(setup.issues),
    signal: new AbortController().signal,
  };
  const entries: PlanEntry[] = [];
  const converted: Issue[] = [];
  for (const id of setup.graph.order) {
    const entry = setup.graph.nodes.get(id);
    if (entry === undefined || !setup.scope.has(id)) continue;
    const planned = await planNode(entry, setup, known);
    known.results.set(id, planned.known.outputs);
    if (planned.known.kind === 'later') known.later.add(id);
    entries.push(planned.entry);
    converted.push(...(planned.converted ?? []));
  }
  const priced = entries.map((entry) => entry.price).filter((price): price is PriceRange => typeof price === 'object');
  return {
    entries,
    issues: [...setup.issues, ...modelIssues(entries, setup), ...converted],
    price: {
      from: priced.reduce((sum, price) => sum + price.from, 0),
      to: priced.reduce((sum, price) => sum + price.to, 0),
    },
    unknownPrices: entries.filter((entry) => entry.price === 'unknown').length,
    uploads: entries.reduce((sum, entry) => sum + entry.uploads, 0),
  };
}

interface Knowledge {
  /** For nodes that run later: their output types, with nothing in them. */
  readonly results: Map<string, TypedOutputs>;
  readonly later: Set<string>;
  /** What is wrong with a node, by its id. */
  readonly faults: ReadonlyMap<string, Issue>;
  /** Nobody aborts a plan. */
  readonly signal: AbortSignal;
}

function faultsByNode(issues: readonly Issue[]): Map<string, Issue> {
  const faults = new Map<string, Issue>();
  for (const issue of issues) {
    const { node } = issue.place;
    if (issue.severity === 'error' && node !== undefined && !faults.has(node)) faults.set(node, issue);
  }
  return faults;
}

interface Planned {
  readonly entry: PlanEntry;
  readonly known: Known;
  /** Which of its pictures are made to fit first. */
  readonly converted?: readonly Issue[];
}

async function planNode(entry: GraphNode, setup: PlanSetup, known: Knowledge): Promise<Planned> {
  const { node } = entry;
  const definition = setup.registry.node(node.type);
  const plain = (action: PlanEntry['action'], reason: PlanReason, outputs: TypedOutputs = {}): Planned => ({
    entry: { ...emptyEntry(entry), action, reason },
    known: { kind: 'known', outputs },
  });
  if (definition === undefined) {
    const message = say('The node type "{type}" is unknown here.', '当前版本没有节点类型“{type}”。', {
      type: node.type,
    });
    return plain('blocked', { why: 'invalid', ...wording(message) });
  }
  const fault = known.faults.get(node.id);
  if (fault !== undefined) return plain('blocked', { why: 'invalid', ...wording(messageIn(fault)) });
  if (node.mode === 'muted') return plain('skip', { why: 'muted' });
  const bindings = bindInputs(entry, setup.graph, known.results);
  if (node.pin !== undefined) return plain('pass', { why: 'pinned' }, loadOutputs(node.pin, setup.artifacts));
  if (node.mode === 'bypassed') return plain('pass', { why: 'bypassed' }, bypassOutputs(entry, bindings));

  const mapping = mapInputs(bindings, node.map);
  const later = (setup.graph.incoming.get(node.id) ?? []).find((edge) => known.later.has(edge.from.node));
  if (later !== undefined) return planLater(entry, definition, mapping, later.from.node, setup);
  return planItems(entry, definition, mapping, setup, known.signal);
}

function emptyEntry(entry: GraphNode): PlanEntry {
  return {
    node: entry.node.id,
    title: nameOf(entry.node, entry.node.id),
    type: entry.node.type,
    action: 'local',
    reason: { why: 'local' },
    items: 1,
    reusedItems: 0,
    model: undefined,
    price: 'free',
    uploads: 0,
  };
}

/** A node behind one that runs: whether it runs more than once follows from the types alone only when it does not. */
function planLater(
  entry: GraphNode,
  definition: NodeDefinition,
  mapping: Mapping,
  because: string,
  setup: PlanSetup,
): Planned {
  const types = outputTypesOf(entry, definition, {});
  const outputs = Object.fromEntries(
    Object.entries(types).map(([port, type]): [string, TypedValue] => [
      port,
      { type: { base: type.base, depth: type.depth + mapping.depth }, value: null },
    ]),
  );
  const items = mapping.depth === 0 ? 1 : undefined;
  const known: Known = { kind: 'later', outputs };
  if (definition.work.kind === 'compute') return { entry: { ...emptyEntry(entry), items }, known };
  const model = modelOf(entry, setup);
  const each = priceOf(entry, model, setup);
  const price = mapping.depth === 0 || each === 'free' ? each : 'unknown';
  return {
    entry: { ...emptyEntry(entry), action: 'run', reason: { why: 'inputs', because }, items, model, price },
    known,
  };
}

async function planItems(
  entry: GraphNode,
  definition: NodeDefinition,
  mapping: Mapping,
  setup: PlanSetup,
  signal: AbortSignal,
): Promise<Planned> {
  const paths = mapping.depth === 0 ? [[]] : shapePaths(mapping.shape);
  const done = new Map<string, TypedOutputs>();
  let types = outputTypesOf(entry, definition, {});
  let running = 0;
  let skipped = 0;
  let uploads = 0;
  const conversions = new Map<string, LocalText>();
  let reused: PlanReason | undefined;
  let made: PlanReason | undefined;
  let offer: PlanEntry['offer'];
  const prices: (PriceRange | 'unknown' | 'free')[] = [];
  let invalid: LocalText | undefined;
  for (const item of paths) {
    const inputs = mapping.inputsOf(item);
    if (inputs.kind === 'invalid') {
      invalid ??= inputSentence(entry, inputs);
      continue;
    }
    if (gapProblem(inputs, definition) !== null) {
      skipped += 1;
      continue;
    }
    types = outputTypesOf(entry, definition, inputs.types);
    const complete = completeInputs(entry, inputs.inputs);
    try {
      if (definition.work.kind === 'compute') {
        const context = { inputs: complete, params: completeParams(entry), types: inputs.types, signal, item };
        const computed = computeHere(definition, { ...context, files: setup.files });
        // Most are worked out at once, and there may be tens of thousands.
        const outputs = computed instanceof Promise ? await computed : computed;
        if (outputs !== undefined) done.set(itemKey(item), typeOutputs(outputs, types));
        continue;
      }
      if (setup.gateway === undefined) {
        running += 1;
        continue;
      }
      const call = setup.gateway.prepare({ nodeType: entry.node.type, params: entry.params, inputs: complete });
      const earlier = findEarlier(entry, definition, call, item, setup);
      if (earlier.kind === 'reused') {
        done.set(itemKey(item), earlier.outputs);
        reused = earlier.reason;
        continue;
      }
      running += 1;
      made ??= earlier.reason;
      if (earlier.offer !== undefined) offer = { ...earlier.offer, items: (offer?.items ?? 0) + 1 };
      prices.push(priceOfCall(call, setup));
      for (const { input, convert } of call.media) if (convert !== undefined) conversions.set(input, convert.message);
      uploads += missingUploads(call.media, { ...setup, gateway: setup.gateway }).length;
    } catch (error) {
      invalid ??= messageIn(toAppError(error).info);
    }
  }
  const outputs = assembleOutputs(mapping, types, done);
  const base = {
    ...emptyEntry(entry),
    items: paths.length,
    reusedItems: reused === undefined ? 0 : done.size,
    uploads,
  };
  if (invalid !== undefined) {
    return {
      entry: { ...base, action: 'blocked', reason: { why: 'invalid', ...wording(invalid) } },
      known: { kind: 'known', outputs },
    };
  }
  if (paths.length > 0 && skipped === paths.length) {
    const because = setup.graph.incoming.get(entry.node.id)?.[0]?.from.node ?? entry.node.id;
    return {
      entry: { ...base, action: 'skip', reason: { why: 'missing', because } },
      known: { kind: 'known', outputs },
    };
  }
  if (definition.work.kind === 'compute') return { entry: base, known: { kind: 'known', outputs } };
  const model = modelOf(entry, setup);
  if (running === 0) {
    const reason: PlanReason = reused ?? { why: 'local' };
    return { entry: { ...base, action: 'reuse', reason, model }, known: { kind: 'known', outputs } };
  }
  const reason: PlanReason = made ?? { why: setup.fresh.has(entry.node.id) ? 'fresh' : 'new' };
  const price = prices.length === 0 ? 'unknown' : sumOf(prices);
  const planned = { ...base, action: 'run', reason, model, price, ...(offer !== undefined && { offer }) } as const;
  const converted = [...conversions].map(([field, message]) =>
    createIssue('input.converted', 'warning', { node: entry.node.id, field }, message),
  );
  return { entry: planned, known: { kind: 'later', outputs }, converted };
}

/** Works out a local node; one that changes the world outside is left alone. */
function computeHere({ work }: NodeDefinition, context: ComputeContext): Outputs | Promise<Outputs> | undefined {
  return work.kind !== 'compute' || work.effect === true ? undefined : work.compute(context);
}

function modelOf(entry: GraphNode, setup: PlanSetup): string | undefined {
  const model = completeParams(entry)['model'];
  return setup.registry.node(entry.node.type)?.params['model'] !== undefined && typeof model === 'string'
    ? model
    : undefined;
}

/** For one item. A text that is not known yet counts as a usual one. */
function priceOf(entry: GraphNode, model: string | undefined, setup: PlanSetup): PriceRange | 'unknown' | 'free' {
  const recipe = setup.registry.recipeFor(entry.node.type, entry.params);
  if (recipe !== undefined && !recipe.charges) return 'free';
  if (model === undefined) return 'unknown';
  const params = Object.fromEntries(Object.entries(completeParams(entry)).filter(([, value]) => value !== undefined));
  return setup.prices?.priceOf(model, params as Parameters<PriceTable['priceOf']>[1], usualPrompt) ?? 'unknown';
}

/** The same for a call whose text is known. */
function priceOfCall(call: PreparedCall, setup: PlanSetup): PriceRange | 'unknown' | 'free' {
  if (!call.charges) return 'free';
  if (call.model === undefined) return 'unknown';
  const price = setup.prices?.priceOf(call.model, call.params, promptOf(call)?.length ?? 0) ?? 'unknown';
  const tools = answeringTools(call);
  if (tools === undefined || price === 'unknown') return price;
  // What a workflow costs that answers the model depends on what the model asks of it.
  if (tools.some(({ answer }) => answer?.kind === 'workflow')) return 'unknown';
  return { from: price.from, to: price.to * mostTurns(call) };
}

/** Of several calls together; one that is unknown makes the sum unknown. */
function sumOf(prices: readonly (PriceRange | 'unknown' | 'free')[]): PriceRange | 'unknown' | 'free' {
  return prices.reduce((sum, price) => {
    if (sum === 'unknown' || price === 'unknown') return 'unknown';
    if (sum === 'free') return price;
    return price === 'free' ? sum : { from: sum.from + price.from, to: sum.to + price.to };
  }, 'free');
}

/** Characters. */
const usualPrompt = 1000;

function modelIssues(entries: readonly PlanEntry[], setup: PlanSetup): Issue[] {
  const { models } = setup;
  if (models === undefined) return [];
  return entries
    .filter((entry) => entry.action === 'run' && entry.model !== undefined && !models.includes(entry.model))
    .map((entry): Issue => {
      const family = entry.model?.split('-')[0] ?? '';
      const near = models.filter((model) => model.startsWith(family)).slice(0, 5);
      const others = near.length > 0 ? near : models.slice(0, 5);
      const node = setup.graph.nodes.get(entry.node)?.node;
      const values = {
        model: entry.model ?? '',
        node: node === undefined ? verbatim(entry.title) : nodeName(node, setup.registry),
      };
      const rest = models.length - others.length;
      const listedModels = listed(others);
      return createIssue(
        'model.unlisted',
        'warning',
        { node: entry.node, field: 'model' },
        say(
          'The gateway does not list the model "{model}" of "{node}".',
          '网关没有列出“{node}”的模型“{model}”。',
          values,
        ),
        rest > 0
          ? say('It lists {models} and {rest} more.', '它列出了 {models} 等，另有 {rest} 个。', {
              models: listedModels,
              rest,
            })
          : say('It lists {models}.', '它列出了 {models}。', { models: listedModels }),
      );
    });
}
