import type { ParamDefinition } from '#core/node/param';
import type { Registry } from '#core/node/registry';
import type { MediaRule } from '#core/recipe/media-rule';
import type { Mapping, Recipe, RecipeStep } from '#core/recipe/schema';
import { taskRoutes } from '#nodes/task-routes';
import { type RowFunction, rows } from './rows.ts';

/** One route of a gateway: method and path, each model or function in a path by itself. */
type Route = string;

/** The values that a name in a path can have, as far as the recipe lists them. */
function valuesAt(name: string, step: RecipeStep, recipe: Recipe): readonly string[] {
  if (name === 'model') return recipe.models.map(({ id }) => id);
  const fromParam = (param: string): string[] =>
    (recipe.params[param] ?? []).flatMap((form) =>
      form.type === 'choice' ? form.options.map(({ value }) => String(value)) : [],
    );
  const mapping = step.values[name];
  return mapping === undefined ? fromParam(name) : valuesOf(mapping, fromParam);
}

/** The values that a mapping can give, when only a choice or a table decides. */
function valuesOf(mapping: Mapping, fromParam: (param: string) => string[]): string[] {
  if ('constant' in mapping) return [String(mapping.constant)];
  if ('param' in mapping) return fromParam(mapping.param);
  if ('table' in mapping) {
    const otherwise = mapping.otherwise === undefined ? [] : valuesOf(mapping.otherwise, fromParam);
    return [...Object.values(mapping.table).map(String), ...otherwise];
  }
  if ('when' in mapping) {
    return [mapping.give, ...(mapping.otherwise === undefined ? [] : [mapping.otherwise])].flatMap((one) =>
      valuesOf(one, fromParam),
    );
  }
  if ('first' in mapping) return mapping.first.flatMap((one) => valuesOf(one, fromParam));
  if ('must' in mapping) return valuesOf(mapping.must, fromParam);
  return [];
}

/** All routes of a step. */
function routesOf(step: RecipeStep, recipe: Recipe): readonly Route[] {
  const [slot] = [...step.path.matchAll(/\{(\+?)(\w+)\}/g)].filter(
    ([, , name = '']) => valuesAt(name, step, recipe).length > 0,
  );
  if (slot === undefined) return [`${step.method} ${step.path.replaceAll('{+', '{')}`];
  const [whole, , name = ''] = slot;
  return valuesAt(name, step, recipe).flatMap((value) =>
    routesOf({ ...step, path: step.path.replace(whole, value) }, recipe),
  );
}

function stepsOf(recipe: Recipe): readonly RecipeStep[] {
  const { task } = recipe;
  const ways = [recipe.submit, ...recipe.variants.map(({ submit }) => submit)];
  const asked = task === undefined ? [] : [task.query, task.retrieve, task.batch?.step, task.list?.step];
  return [...ways, ...asked].filter((step): step is RecipeStep => step !== undefined);
}

/** What a name in a path is called, or which speed of Midjourney it tells, does not make another operation of a route. */
const operationOf = (route: Route): Route => route.replace(/\{\w+\}/g, '{…}').replace(/\/mj-\w+\/mj\//, '/mj/');

/** The documented operations that hand-made recipes and the query routes of *task by id* cover, each once. */
export function coveredOperations(registry: Registry): readonly Route[] {
  const routes = registry.recipes.flatMap((recipe) => stepsOf(recipe).flatMap((step) => routesOf(step, recipe)));
  const queries = Object.values(taskRoutes).flatMap(({ query, retrieve }) =>
    [query, retrieve].flatMap((step) => (step === undefined ? [] : [`${step.method} ${step.path}`])),
  );
  return [...new Set([...routes, ...queries].map(operationOf))].sort();
}

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

function rangeOf(definition: ParamDefinition): string {
  switch (definition.type) {
    case 'choice':
      return `${definition.options.map(({ value }) => value).join(', ')}${definition.open === true ? ' …' : ''}`;
    case 'integer':
    case 'number': {
      const { min, max } = definition;
      const range =
        min !== undefined && max !== undefined
          ? `${min} to ${max}`
          : min !== undefined
            ? `${min} and more`
            : max !== undefined
              ? `up to ${max}`
              : 'any';
      return `${definition.type === 'integer' ? 'whole number' : 'number'}, ${range}`;
    }
    case 'text':
      return definition.maxLength === undefined ? 'text' : `text, up to ${definition.maxLength} characters`;
    case 'boolean':
      return 'yes or no';
    default:
      return definition.type;
  }
}

function paramRows(recipe: Recipe): string[] {
  return Object.entries(recipe.params).flatMap(([name, forms]) =>
    forms.map((form) => {
      const usual = 'default' in form && form.default !== undefined ? code(String(form.default)) : '';
      const unit = form.unit === undefined ? '' : ` ${form.unit}`;
      return `| ${code(name)} | ${cell(form.label.en)} · ${cell(form.label.zh)} | ${cell(rangeOf(form))}${unit} | ${cell(usual)} | ${cell((form.models ?? []).join(', '))} |`;
    }),
  );
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 100_000) / 10} MB`;

function limitsOf(rule: MediaRule): string {
  const {
    minCount,
    maxCount,
    maxBytes,
    maxTotalBytes,
    types,
    minSide,
    maxSide,
    maxPixels,
    minRatio,
    maxRatio,
    minDuration,
    maxDuration,
  } = rule;
  const parts = [
    rule.form,
    minCount !== undefined && minCount === maxCount ? `exactly ${minCount}` : undefined,
    minCount !== undefined && minCount !== maxCount ? `at least ${minCount}` : undefined,
    maxCount !== undefined && minCount !== maxCount ? `at most ${maxCount}` : undefined,
    maxBytes === undefined ? undefined : `${megabytes(maxBytes)} each`,
    maxTotalBytes === undefined ? undefined : `${megabytes(maxTotalBytes)} together`,
    types?.join(', '),
    minSide === undefined ? undefined : `sides from ${minSide} px`,
    maxSide === undefined ? undefined : `sides to ${maxSide} px`,
    maxPixels === undefined ? undefined : `${Math.round(maxPixels / 100_000) / 10} megapixels`,
    minRatio === undefined && maxRatio === undefined ? undefined : `ratio ${round(minRatio)} to ${round(maxRatio)}`,
    minDuration === undefined ? undefined : `${minDuration} s and longer`,
    maxDuration === undefined ? undefined : `up to ${maxDuration} s`,
    rule.models === undefined ? undefined : `for ${rule.models.join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

const round = (ratio: number | undefined): string =>
  ratio === undefined ? '…' : String(Math.round(ratio * 100) / 100);

function recipeSection(recipe: Recipe): string {
  const routes = [...new Set(stepsOf(recipe).map((step) => `${step.method} ${step.path.replaceAll('{+', '{')}`))];
  const models = recipe.models.map(
    ({ id, retired }) => code(id) + (retired === undefined ? '' : ` (retired ${retired})`),
  );
  const files = Object.entries(recipe.media).flatMap(([input, rules]) =>
    rules.map((rule) => `- Files on ${code(input)}: ${limitsOf(rule)}`),
  );
  const texts = Object.entries(recipe.texts).flatMap(([input, rules]) =>
    rules.map(({ minLength, maxLength, models: only }) => {
      const limit = [
        minLength === undefined ? '' : `from ${minLength}`,
        maxLength === undefined ? '' : `up to ${maxLength}`,
      ];
      return `- Text on ${code(input)}: ${limit.filter((part) => part !== '').join(' ')} characters${only === undefined ? '' : ` (${only.join(', ')})`}`;
    }),
  );
  const rows = paramRows(recipe);
  const lines = [
    `### ${recipe.title.en} · ${recipe.title.zh}`,
    '',
    `- Recipe ${code(recipe.id)}, node ${recipe.nodes.map(code).join(', ')}: ${routes.map(code).join(', ')}`,
    ...(models.length > 0 ? [`- Models: ${models.join(', ')}`] : []),
    ...(recipe.match.length > 0 ? [`- Other models by pattern: ${recipe.match.map(code).join(', ')}`] : []),
    ...texts,
    ...files,
    ...(recipe.checks.length > 0
      ? [`- Checked before: ${recipe.checks.map(({ field, problem }) => `${code(field)} ${problem.en}`).join('; ')}`]
      : []),
    ...(recipe.resultLifetime === undefined
      ? []
      : [`- Links of results live about ${recipe.resultLifetime / 3600} h; Patchbay fetches them at once.`]),
    ...(rows.length === 0
      ? []
      : ['', '| param | | values | default | only for |', '| --- | --- | --- | --- | --- |', ...rows]),
    '',
  ];
  return lines.join('\n');
}

function rowLine(row: string, { title, nodes, shown }: RowFunction): string {
  const file = shown === undefined ? '' : shown.includes('/') ? code(shown) : code(`examples/${shown}.patchbay`);
  const node = nodes.length === 0 ? 'a command' : nodes.map(code).join(', ');
  return `| ${row} | ${cell(title)} | ${node} | ${file} |`;
}

/** The page `docs/GATEWAY.md`. */
export function gatewayPage(registry: Registry): string {
  const recipes = [...registry.recipes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const systems = [...new Set(recipes.map(({ id }) => id.split('/')[0] ?? ''))];
  const operations = coveredOperations(registry);
  const nodesOf = (route: string): string => {
    const found = recipes.filter((recipe) =>
      stepsOf(recipe).some((step) => routesOf(step, recipe).some((one) => operationOf(one) === route)),
    );
    return [...new Set(found.flatMap(({ nodes }) => nodes))].map(code).join(', ') || code('task-by-id');
  };
  return [
    '# What Patchbay calls at a gateway',
    '',
    'Made of the recipes by `npm run docs`; a test fails when it is out of date. Everything else is reached by the node `api-call`, and by importing an',
    'OpenAPI document.',
    '',
    `## All ${Object.keys(rows).length} categories`,
    '',
    'Each function with its node, and a file that shows it at work; of those without one, the practice gateway runs every recipe.',
    '',
    '| category | function | node | shown by |',
    '| --- | --- | --- | --- |',
    ...Object.entries(rows).flatMap(([row, functions]) => functions.map((one) => rowLine(row, one))),
    '',
    `## All ${operations.length} operations`,
    '',
    'A model or a function in a path counts by itself.',
    '',
    '| operation | node |',
    '| --- | --- |',
    ...operations.map((route) => `| ${code(route)} | ${nodesOf(route)} |`),
    '',
    ...systems.flatMap((system) => [
      `## ${system}`,
      '',
      ...recipes.filter(({ id }) => id.startsWith(`${system}/`)).map(recipeSection),
    ]),
  ].join('\n');
}
