import type { App } from './app.ts';
import type { PreparedWorkflow } from './prepare.ts';

/** Whether any node of the scope calls the gateway: a workflow of local nodes needs no connection. */
export function needsGateway(app: App, prepared: PreparedWorkflow, scope: ReadonlySet<string>): boolean {
  return prepared.workflow.nodes.some(
    (node) => scope.has(node.id) && node.mode === 'active' && app.registry.node(node.type)?.work.kind === 'call',
  );
}
