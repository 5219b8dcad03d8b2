import { type GraphNode, nodeName } from '#core/graph/graph';
import { createIssue, type Issue } from '#core/issue';
import { paramValue } from '#core/node/param';
import type { PlanEntry } from '#core/plan/plan';
import { tellsModel } from '#core/recipe/tells-model';
import { listed, say, verbatim } from '#core/text';
import type { PlanSetup } from './plan.ts';

/** The model that a node calls; undefined for one that calls none by its params. */
export function modelOf({ node, params, paramDefinitions }: GraphNode, { registry }: PlanSetup): string | undefined {
  const definition = registry.node(node.type)?.params['model'] === undefined ? undefined : paramDefinitions['model'];
  const model = definition === undefined ? undefined : paramValue(definition, params['model']);
  return typeof model === 'string' ? model : undefined;
}

/** Says which models of the plan the gateway does not list, of those that it is told. */
export function modelIssues(entries: readonly PlanEntry[], setup: PlanSetup): Issue[] {
  const { models } = setup;
  if (models === undefined) return [];
  return entries
    .filter((entry) => entry.action === 'run' && entry.model !== undefined && !models.includes(entry.model))
    .filter((entry) => {
      const node = setup.graph.nodes.get(entry.node);
      const recipe = node && setup.registry.recipeFor(node.node.type, node.params);
      return recipe === undefined || tellsModel(recipe);
    })
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
