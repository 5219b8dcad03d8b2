import { AppError } from '#core/errors';
import type { MediaNeed, NodeCall, PreparedCall, PreparedMedia } from '#core/gateway/contract';
import { paramProblem, paramValue } from '#core/node/param';
import { type Registry, recipeParam } from '#core/node/registry';
import { formFor } from '#core/recipe/pattern';
import type { MediaRule, Recipe, TextRule } from '#core/recipe/schema';
import { isMediaValue, type Json, type MediaValue, type Value } from '#core/value/value';
import { digestOf } from './digest.ts';
import { holds } from './mapping.ts';
import { checkMedia, checkSameSize } from './media-rules.ts';
import { chooseStep, mappingContext, planRequest, type StepContext } from './request.ts';

/**
 * Picks the recipe of a call, fills in defaults and checks everything that can be checked without the network.
 * @throws AppError `param.invalid`, `input.invalid`, `input.missing` with the field
 */
export function prepareCall(call: NodeCall, registry: Registry): PreparedCall {
  const recipe = recipeOf(call, registry);
  const { inputs: ports } = registry.portsOf(call.nodeType, call.params);
  const all = paramsOf(call, registry);
  const inputs = inputsOf(call, Object.keys(ports), all);
  for (const [name, port] of Object.entries(ports)) {
    if (port.required === true && isMissing(inputs[name])) throw missing(name);
  }
  // Which recipe was chosen shows in the recipe itself.
  const params = Object.fromEntries(
    Object.entries(all).filter(([name]) => name !== recipeParam && !Object.hasOwn(ports, name)),
  );
  const model = typeof params['model'] === 'string' ? params['model'] : undefined;
  const who = model ?? recipe.title.en;
  for (const [name, forms] of Object.entries(recipe.texts)) {
    const rule = formFor(forms, model);
    if (rule !== undefined) checkText(name, inputs[name], rule, who);
  }
  const rules = Object.entries(recipe.media).flatMap(([name, forms]) => {
    const rule = formFor(forms, model);
    return rule === undefined ? [] : [[name, rule] as const];
  });
  const media = mediaOf(new Map(rules), inputs, who);
  const prepared: PreparedCall = {
    recipe,
    recipeDigest: digestOf(recipe),
    params,
    inputs,
    system: recipe.system,
    model,
    charges: recipe.charges,
    media,
  };
  checkDemands(prepared);
  return prepared;
}

function recipeOf(call: NodeCall, registry: Registry): Recipe {
  const recipe = registry.recipeFor(call.nodeType, call.params);
  if (recipe !== undefined) return recipe;
  const known = registry.recipes.filter((candidate) => candidate.nodes.includes(call.nodeType));
  const models = known.flatMap((candidate) => candidate.models.map(({ id }) => id)).slice(0, 12);
  const held = call.params['model'];
  throw new AppError(
    'param.invalid',
    known.length === 0
      ? `Nothing says how a node of the type ${call.nodeType} is called.`
      : `Patchbay does not know how the model ${typeof held === 'string' ? held : 'that is set'} is called.`,
    {
      place: { field: 'model' },
      hint: models.length > 0 ? `Choose a model such as ${models.join(', ')}, or add a recipe for it.` : undefined,
      billed: 'no',
    },
  );
}

/** All params of the call with defaults, in the order of their definitions. */
function paramsOf(call: NodeCall, registry: Registry): Record<string, Json> {
  const definitions = registry.paramsOf(call.nodeType, call.params);
  for (const [name, value] of Object.entries(call.params)) {
    if (value === undefined || Object.hasOwn(definitions, name) || isOfOtherModel(name, call.nodeType, registry))
      continue;
    throw invalid(name, 'is not a param of this node', 'Remove it.');
  }
  const params: Record<string, Json> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value = paramValue(definition, call.params[name]);
    // An emptied field is one that was not filled in.
    if (value === undefined || value === null || (value === '' && definition.type !== 'model')) continue;
    const problem = paramProblem(definition, value);
    if (problem !== null) throw invalid(name, problem.en, undefined);
    params[name] = value;
  }
  return params;
}

/** A value that stayed behind when the model was changed: kept in the file, not sent. */
function isOfOtherModel(name: string, nodeType: string, registry: Registry): boolean {
  if (name === recipeParam) return true;
  return registry.recipes.some((recipe) => recipe.nodes.includes(nodeType) && Object.hasOwn(recipe.params, name));
}

function inputsOf(
  call: NodeCall,
  ports: readonly string[],
  params: Readonly<Record<string, Json>>,
): Record<string, Value | undefined> {
  const inputs: Record<string, Value | undefined> = {};
  for (const name of ports) {
    const wired = call.inputs[name];
    const value = wired ?? (Object.hasOwn(params, name) ? params[name] : undefined);
    if (value !== undefined && value !== null) inputs[name] = value;
  }
  return inputs;
}

function isMissing(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

function checkText(field: string, value: Value | undefined, rule: TextRule, who: string): void {
  if (typeof value !== 'string') return;
  const { length } = [...value];
  if (rule.maxLength !== undefined && length > rule.maxLength) {
    throw new AppError(
      'input.invalid',
      `“${field}” has ${length} characters; ${who} takes ${rule.maxLength} at most.`,
      { place: { field }, hint: 'Shorten it, or split it and let the node run for each part.', billed: 'no' },
    );
  }
  if (rule.minLength !== undefined && length < rule.minLength) {
    throw new AppError(
      'input.invalid',
      `“${field}” has ${length} characters; ${who} wants at least ${rule.minLength}.`,
      {
        place: { field },
        billed: 'no',
      },
    );
  }
}

/** The media values of an input, lists flattened. */
function mediaIn(value: Value | undefined): MediaValue[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => mediaIn(item as Value));
  return isMediaValue(value) ? [value] : [];
}

function mediaOf(
  rules: ReadonlyMap<string, MediaRule>,
  inputs: Readonly<Record<string, Value | undefined>>,
  who: string,
): MediaNeed[] {
  for (const [input, rule] of rules) checkMedia(input, mediaIn(inputs[input]), rule, who);
  return Object.entries(inputs).flatMap(([input, value]): MediaNeed[] => {
    const values = mediaIn(value);
    if (values.length === 0) return [];
    const rule = rules.get(input);
    if (rule === undefined) {
      throw new AppError('input.invalid', `${who} takes no files on “${input}”.`, {
        place: { field: input },
        hint: 'Unplug them, or choose a model that takes them.',
        billed: 'no',
      });
    }
    const other = rule.sameSizeAs === undefined ? undefined : mediaIn(inputs[rule.sameSizeAs])[0];
    if (other !== undefined) checkSameSize(input, values, other, String(rule.sameSizeAs));
    return values.map((item) => ({ input, value: item, form: rule.form, rule }));
  });
}

/** Stand-ins are of no gateway: nothing is sent to them. */
const nowhere = { base: new URL('https://gateway.invalid'), upload: new URL('https://upload.invalid') };

/** Fills the request in with stand-ins for files, so that what a recipe demands is missed now and not when it is sent. */
function checkDemands(call: PreparedCall): void {
  const media: Record<string, PreparedMedia[string]> = {};
  for (const [index, { input, form, value }] of call.media.entries()) {
    const file = { form, content: `file ${index}`, mime: value.mime, name: value.name ?? 'file', bytes: value.bytes };
    media[input] = [...(media[input] ?? []), file];
  }
  const context: StepContext = { params: call.params, inputs: call.inputs, media };
  const seen = mappingContext(context);
  for (const check of call.recipe.checks) {
    if (!holds(check.holds, seen)) throw invalid(check.field, check.problem.en, undefined);
  }
  planRequest(chooseStep(call.recipe, context), context, nowhere);
}

function missing(field: string): AppError {
  return new AppError('input.missing', `“${field}” is missing.`, {
    place: { field },
    hint: 'Plug something in or fill the field in.',
    billed: 'no',
  });
}

function invalid(field: string, problem: string, hint: string | undefined): AppError {
  return new AppError('param.invalid', `“${field}” ${problem}.`, { place: { field }, hint, billed: 'no' });
}
