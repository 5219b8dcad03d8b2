import type { Gateway } from '#core/gateway/contract';
import type { Plan } from '#core/plan/plan';
import { freshNodes, runScope } from '../../executor/executor.ts';
import { planRun } from '../../executor/plan.ts';
import type { App } from './app.ts';
import type { AccountFacts } from './connect.ts';
import { findNode } from './find-node.ts';
import type { PreparedWorkflow } from './prepare.ts';

/** Which part of a workflow, and whether earlier results count. */
export interface ScopeChoice {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  /** These nodes and what they need. */
  readonly only?: readonly string[] | undefined;
  readonly fresh?: boolean | undefined;
  /** Nodes that take what another node has bought for the same request. */
  readonly take?: readonly string[] | undefined;
}

/** The nodes that a run with this choice is made of. @throws AppError `usage.invalid` for a node that is not there */
export function chosenScope(prepared: PreparedWorkflow, choice: ScopeChoice): Set<string> {
  return runScope(prepared.graph, {
    to: choice.to === undefined ? undefined : findNode(prepared.workflow, choice.to).id,
    from: choice.from === undefined ? undefined : findNode(prepared.workflow, choice.from).id,
    only: choice.only?.map((node) => findNode(prepared.workflow, node).id),
  });
}

/** The nodes of the scope that run again. */
export function chosenFresh(prepared: PreparedWorkflow, scope: ReadonlySet<string>, choice: ScopeChoice): Set<string> {
  if (choice.fresh !== true) return new Set();
  const from = choice.from === undefined ? undefined : findNode(prepared.workflow, choice.from).id;
  const only = choice.only?.map((node) => findNode(prepared.workflow, node).id);
  return freshNodes(prepared.graph, scope, from, only);
}

/** The nodes that take what another node has bought. @throws AppError `usage.invalid` for a node that is not there */
export function chosenTake(prepared: PreparedWorkflow, choice: ScopeChoice): Set<string> {
  return new Set((choice.take ?? []).map((node) => findNode(prepared.workflow, node).id));
}

/** What a run would do. Without a gateway nothing can be called or reused; without facts prices and models are unknown. */
export function planOf(
  app: App,
  prepared: PreparedWorkflow,
  gateway: Gateway | undefined,
  facts: AccountFacts | undefined,
  choice: ScopeChoice,
): Promise<Plan> {
  const scope = chosenScope(prepared, choice);
  return planRun({
    graph: prepared.graph,
    registry: app.registry,
    scope,
    fresh: chosenFresh(prepared, scope, choice),
    take: chosenTake(prepared, choice),
    workflow: prepared.workflow.id,
    issues: prepared.issues,
    gateway,
    models: facts?.models,
    prices: facts?.prices,
    reuse: app.reuse,
    artifacts: app.artifacts,
    uploads: app.uploads,
    files: prepared.files,
    clock: app.clock,
  });
}
