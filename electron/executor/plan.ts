import type { Gateway, PriceRange, PriceTable } from '#core/gateway/contract';
import type { Graph, GraphNode } from '#core/graph/graph';
import { type Mapping, mapInputs } from '#core/graph/mapping';
import type { Issue } from '#core/issue';
import type { FilePower, NodeDefinition } from '#core/node/definition';
import type { Registry } from '#core/node/registry';
import type { Plan, PlanEntry, PlanReason } from '#core/plan/plan';
import { messageIn, say, wording } from '#core/text';
import type { TypedValue } from '#core/value/value';
import { bindInputs, bypassOutputs, outputTypesOf } from './bindings.ts';
import { emptyEntry, type Known, type Planned } from './plan-entry.ts';
import { planItems } from './plan-items.ts';
import { modelIssues, modelOf } from './plan-models.ts';
import { usualPriceOf } from './plan-prices.ts';
import type { ArtifactStore, Clock, ReuseIndex, UploadIndex } from './services.ts';
import { loadOutputs, type TypedOutputs } from './values.ts';

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
  const each = usualPriceOf(entry, model, setup);
  const price = mapping.depth === 0 || each === 'free' ? each : 'unknown';
  return {
    entry: { ...emptyEntry(entry), action: 'run', reason: { why: 'inputs', because }, items, model, price },
    known,
  };
}
