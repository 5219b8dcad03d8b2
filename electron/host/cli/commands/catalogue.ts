import type { Command } from 'commander';
import { fromErrorInfo } from '#core/errors';
import type { NodeDefinition } from '#core/node/definition';
import type { Registry } from '#core/node/registry';
import { connect } from '../../app/connect.ts';
import { type CommandContext, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatJson, formatTable, printError } from '../terminal.ts';

/** `nodes` and `models`. */
export function registerCatalogue(program: Command, context: CommandContext): void {
  program
    .command('nodes')
    .description('the node types with their ports and params')
    .option('--json', 'print them as JSON', false)
    .action((flags: { json: boolean }) =>
      withApp(context, async (app) => {
        for (const problem of app.ownRecipes.problems) printError(context.terminal, fromErrorInfo(problem));
        const shown = app.registry.nodes.map((node) => describeNode(node, app.registry));
        if (flags.json) context.terminal.out(`${formatJson(shown, 2)}\n`);
        else {
          const ports = (list: Readonly<Record<string, { type: string }>>): string =>
            Object.entries(list)
              .map(([name, port]) => `${name}: ${port.type}`)
              .join(', ');
          const rows = shown.map((node) => [
            node.type,
            ports(node.inputs),
            ports(node.outputs),
            Object.keys(node.params).join(', '),
            node.summary.en,
          ]);
          context.terminal.out(formatTable(['type', 'in', 'out', 'params', ''], rows));
        }
        return exitCodes.done;
      }),
    );
  program
    .command('models')
    .description('the models that the connection lists')
    .option('--connection <NAME>', 'the gateway connection to use')
    .option('--practice', 'use the practice gateway', false)
    .option('--json', 'print them as JSON', false)
    .action((flags: { connection?: string; practice: boolean; json: boolean }) =>
      withApp(context, async (app) => {
        const connected = await connect(app, flags);
        try {
          const models = await connected.gateway.models(AbortSignal.timeout(30_000));
          const list = [...models].sort();
          context.terminal.out(flags.json ? `${formatJson(list, 2)}\n` : list.map((model) => `${model}\n`).join(''));
          return exitCodes.done;
        } finally {
          await connected.close();
        }
      }),
    );
}

function describeNode(node: NodeDefinition, registry: Registry) {
  const ports = registry.portsOf(node.type, {});
  const recipes = registry.recipes.filter((recipe) => recipe.nodes.includes(node.type));
  const models = recipes.flatMap((recipe) => recipe.models);
  return {
    type: node.type,
    version: node.version,
    family: node.family,
    title: node.title,
    summary: node.summary,
    inputs: ports.inputs,
    outputs: ports.outputs,
    params: registry.paramsOf(node.type, {}),
    // Some are called in several ways.
    models: [...new Map(models.map((model) => [model.id, model])).values()],
  };
}
