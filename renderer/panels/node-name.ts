import { nodeName as nameOf } from '#core/graph/graph';
import { localText } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { useRuns } from '../store/runs.ts';

/** What people call a node type. */
export function typeName(type: string): string {
  const definition = registry.node(type);
  return definition === undefined ? type : localText(definition.title);
}

/** What people call a node of a document. */
export function nodeName(draft: string | undefined, node: string): string {
  const document = draft === undefined ? undefined : useDocuments.getState().documents[draft];
  const found = document?.view.graph.nodes.get(node)?.node;
  if (found === undefined) return node;
  return localText(nameOf(found, registry));
}

/** What people call a node of a run: as it is called now where its document is open, else as it was when the run began. */
export function nodeNameInRun(run: string, node: string, draft: string | undefined): string {
  const isThere = draft !== undefined && useDocuments.getState().documents[draft]?.view.graph.nodes.has(node) === true;
  if (isThere) return nodeName(draft, node);
  const name = useRuns.getState().runs[run]?.names.get(node);
  return name === undefined ? node : localText(name);
}

/** The names of a document's nodes; follows renaming. */
export function useNodeName(draft: string | undefined): (node: string) => string {
  useDocuments((state) => (draft === undefined ? undefined : state.documents[draft]?.view));
  return (node) => nodeName(draft, node);
}
