import { AppError } from '#core/errors';
import type { Workflow, WorkflowNode } from '#core/graph/document';
import { nameOf } from '#core/graph/graph';

/**
 * The node that a person means by its id or its unique title.
 * @throws AppError `usage.invalid`
 */
export function findNode(workflow: Workflow, name: string): WorkflowNode {
  const byId = workflow.nodes.find((node) => node.id === name);
  if (byId !== undefined) return byId;
  const byTitle = workflow.nodes.filter((node) => node.title === name);
  if (byTitle.length === 1 && byTitle[0] !== undefined) return byTitle[0];
  const known = workflow.nodes.map((node) => nameOf(node, node.id)).slice(0, 12);
  throw new AppError(
    'usage.invalid',
    byTitle.length === 0 ? `There is no node "${name}" in this workflow.` : `Several nodes have the title "${name}".`,
    {
      hint:
        byTitle.length === 0
          ? `It has ${known.join(', ')}.`
          : `Use an id: ${byTitle.map((node) => node.id).join(', ')}.`,
      place: { node: name },
    },
  );
}
