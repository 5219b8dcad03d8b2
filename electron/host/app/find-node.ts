import { AppError } from '#core/errors';
import type { Workflow, WorkflowNode } from '#core/graph/document';
import { nameOf } from '#core/graph/graph';
import { listed, say } from '#core/text';

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
  const place = { node: name };
  if (byTitle.length === 0) {
    const message = say('There is no node "{name}" in this workflow.', '此工作流中没有节点“{name}”。', { name });
    const hint = say('It has {known}.', '它有 {known}。', { known: listed(known) });
    throw new AppError('usage.invalid', message, { hint, place });
  }
  const message = say('Several nodes have the title "{name}".', '有多个节点的标题是“{name}”。', { name });
  const hint = say('Use an id: {ids}.', '请使用 id：{ids}。', { ids: listed(byTitle.map((node) => node.id)) });
  throw new AppError('usage.invalid', message, { hint, place });
}
