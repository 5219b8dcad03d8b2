import type { Graph } from '#core/graph/graph';
import type { Issue } from '#core/issue';
import type { DocumentView } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { flowingTypes } from './wire-types.ts';

/**
 * What a node has to know of its neighbours, as short texts: they are compared for each node after each edit, and only a
 * node whose text changed is drawn again.
 */

/** Lines of `input value⇥video`: what flows through ports that take anything. */
export function flowingKey(graph: Graph | undefined, node: string): string {
  const entry = graph?.nodes.get(node);
  if (graph === undefined || entry === undefined) return '';
  const isOpen = (ports: Readonly<Record<string, { readonly type: string }>>): boolean =>
    Object.values(ports).some((port) => port.type.includes('any') || port.type.includes('media'));
  if (!isOpen(entry.inputs) && !isOpen(entry.outputs)) return '';
  const types = flowingTypes(graph, registry).get(node);
  if (types === undefined) return '';
  const lines = (side: string, ports: Readonly<Record<string, { readonly base: string }>>): string[] =>
    Object.entries(ports).map(([name, type]) => `${side} ${name}\t${type.base}`);
  return [...lines('input', types.inputs), ...lines('output', types.outputs)].join('\n');
}

const issuesByNode = new WeakMap<DocumentView, ReadonlyMap<string, Issue>>();

/** The issue that people should know first of each node. */
export function firstIssues(view: DocumentView): ReadonlyMap<string, Issue> {
  const known = issuesByNode.get(view);
  if (known !== undefined) return known;
  const first = new Map<string, Issue>();
  for (const issue of view.issues) {
    const { node } = issue.place;
    if (node === undefined || !isWorthSaying(issue)) continue;
    const before = first.get(node);
    if (before === undefined || (before.severity === 'warning' && issue.severity === 'error')) first.set(node, issue);
  }
  issuesByNode.set(view, first);
  return first;
}

function isWorthSaying(issue: Issue): boolean {
  return issue.severity === 'error' || issue.code === 'edge.broken' || issue.code === 'name.duplicate';
}

/** The issue of a node as JSON; empty when there is none. */
export function issueKey(view: DocumentView | undefined, node: string): string {
  const issue = view === undefined ? undefined : firstIssues(view).get(node);
  return issue === undefined ? '' : JSON.stringify(issue);
}
