import { AppError } from '#core/errors';
import type { MediaNeed, NodeCall, PreparedCall, PreparedMedia } from '#core/gateway/contract';
import { fieldName } from '#core/graph/graph';
import type { InputDefinitions } from '#core/node/definition';
import { type ParamDefinitions, paramProblem, paramValue } from '#core/node/param';
import { derivedRecipe, type Registry, recipeParam } from '#core/node/registry';
import { formFor } from '#core/recipe/pattern';
import type { MediaRule, Recipe, TextRule } from '#core/recipe/schema';
import { type LocalText, listed, type PlaceValue, say, verbatim } from '#core/text';
import { isMediaValue, type Json, type MediaValue, type Value } from '#core/value/value';
import { digestOf } from './digest.ts';
import { holds } from './mapping.ts';
import { checkMedia, checkSameSize, conversionOf, type Field } from './media-rules.ts';
import { checkRequest, chooseStep, mappingContext, type StepContext } from './request.ts';
import { checkTools } from './tools.ts';

/**
 * Picks the recipe of a call, fills in defaults and checks everything that can be checked without the network.
 * @throws AppError `param.invalid`, `input.invalid`, `input.missing` with the field
 */
export function prepareCall(call: NodeCall, registry: Registry): PreparedCall {
  const recipe = recipeOf(call, registry);
  const { inputs: ports } = registry.portsOf(call.nodeType, call.params);
  const definitions = registry.paramsOf(call.nodeType, call.params);
  const all = paramsOf(call, definitions, registry);
  const inputs = inputsOf(call, ports, all);
  const fieldOf = (name: string): Field => ({ name, label: fieldName(name, ports[name]) });
  for (const name in ports) {
    if (ports[name]?.required === true && isMissing(inputs[name])) throw missing(fieldOf(name));
  }
  const params: Record<string, Json> = {};
  for (const name in all) {
    // Which recipe was chosen shows in the recipe itself.
    if (name !== recipeParam && !Object.hasOwn(ports, name)) params[name] = all[name] as Json;
  }
  const model = typeof params['model'] === 'string' ? params['model'] : undefined;
  const who = model ?? recipe.title;
  for (const [name, forms] of Object.entries(recipe.texts)) {
    const rule = formFor(forms, model);
    if (rule !== undefined) checkText(fieldOf(name), inputs[name], rule, who);
  }
  const media = mediaOf(rulesFor(recipe, model), inputs, fieldOf, who);
  checkTools(inputs, params);
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
  checkDemands(prepared, (name) => fieldName(name, ports[name] ?? definitions[name]));
  return prepared;
}

function recipeOf(call: NodeCall, registry: Registry): Recipe {
  const definition = registry.node(call.nodeType);
  const derived = definition === undefined ? undefined : derivedRecipe(definition, call.params);
  if (derived !== undefined) return derived;
  const recipe = registry.recipeFor(call.nodeType, call.params);
  if (recipe !== undefined) return recipe;
  const known = registry.recipes.filter((candidate) => candidate.nodes.includes(call.nodeType));
  const models = known.flatMap((candidate) => candidate.models.map(({ id }) => id)).slice(0, 12);
  const held = call.params['model'];
  const message =
    known.length === 0
      ? say('Nothing says how a node of the type {type} is called.', '没有说明如何调用 {type} 类型节点的调用方案。', {
          type: call.nodeType,
        })
      : say('Patchbay does not know how the model {model} is called.', 'Patchbay 不知道如何调用模型 {model}。', {
          model: typeof held === 'string' ? held : { en: 'that is set', zh: '（当前设置）' },
        });
  const hint = models.length > 0 ? chooseModel(models) : undefined;
  throw new AppError('param.invalid', message, { place: { field: 'model' }, hint, billed: 'no' });
}

/** What to do about a model that no recipe knows. */
export function chooseModel(models: readonly string[]): LocalText {
  return say(
    'Choose a model such as {models}, or add a recipe for it.',
    '请选择 {models} 等模型，或为它添加调用方案。',
    {
      models: listed(models),
    },
  );
}

/** All params of the call with defaults, in the order of their definitions. */
function paramsOf(call: NodeCall, definitions: ParamDefinitions, registry: Registry): Record<string, Json> {
  for (const name in call.params) {
    if (
      call.params[name] === undefined ||
      Object.hasOwn(definitions, name) ||
      isOfOtherModel(name, call.nodeType, registry)
    )
      continue;
    throw invalid(
      name,
      { en: 'is not a param of this node', zh: '不是此节点的参数' },
      { en: 'Remove it.', zh: '请删除它。' },
    );
  }
  const params: Record<string, Json> = {};
  for (const name in definitions) {
    const definition = definitions[name];
    const value = definition && paramValue(definition, call.params[name]);
    // An emptied field is one that was not filled in.
    if (definition === undefined || value === undefined || value === null) continue;
    if (value === '' && definition.type !== 'model') continue;
    const problem = paramProblem(definition, value);
    if (problem !== null) throw invalid(name, problem, undefined, fieldName(name, definition));
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
  ports: InputDefinitions,
  params: Readonly<Record<string, Json>>,
): Record<string, Value | undefined> {
  const inputs: Record<string, Value | undefined> = {};
  for (const name in ports) {
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

function checkText({ name, label }: Field, value: Value | undefined, rule: TextRule, who: PlaceValue): void {
  if (typeof value !== 'string') return;
  const { length } = [...value];
  if (rule.maxLength !== undefined && length > rule.maxLength) {
    const values = { label, length, who, max: rule.maxLength };
    const message = say(
      '“{label}” has {length} characters; {who} takes {max} at most.',
      '“{label}”有 {length} 个字符；{who} 最多接收 {max} 个。',
      values,
    );
    const hint = {
      en: 'Shorten it, or split it and let the node run for each part.',
      zh: '请缩短内容，或拆分后让节点逐段运行。',
    };
    throw new AppError('input.invalid', message, { place: { field: name }, hint, billed: 'no' });
  }
  if (rule.minLength !== undefined && length < rule.minLength) {
    const message = say(
      '“{label}” has {length} characters; {who} wants at least {min}.',
      '“{label}”有 {length} 个字符；{who} 至少需要 {min} 个。',
      { label, length, who, min: rule.minLength },
    );
    throw new AppError('input.invalid', message, { place: { field: name }, billed: 'no' });
  }
}

/** The media values of an input, lists flattened. */
function mediaIn(value: Value | undefined): MediaValue[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => mediaIn(item as Value));
  return isMediaValue(value) ? [value] : [];
}

/** The rules of the files that a model takes, by input. */
function rulesFor(recipe: Recipe, model: string | undefined): ReadonlyMap<string, MediaRule> {
  const rules = new Map<string, MediaRule>();
  for (const [name, forms] of Object.entries(recipe.media)) {
    const rule = formFor(forms, model);
    if (rule !== undefined) rules.set(name, rule);
  }
  return rules;
}

function mediaOf(
  rules: ReadonlyMap<string, MediaRule>,
  inputs: Readonly<Record<string, Value | undefined>>,
  fieldOf: (name: string) => Field,
  who: PlaceValue,
): MediaNeed[] {
  // A picture that a mask lies on must keep its sides.
  const isCovered = (input: string): boolean =>
    [...rules].some(([other, { sameSizeAs }]) => sameSizeAs === input && mediaIn(inputs[other]).length > 0);
  for (const [input, rule] of rules) {
    checkMedia(fieldOf(input), mediaIn(inputs[input]), rule, who, !isCovered(input));
  }
  const needs: MediaNeed[] = [];
  for (const input in inputs) {
    const values = mediaIn(inputs[input]);
    if (values.length === 0) continue;
    const rule = rules.get(input);
    if (rule === undefined) {
      const message = say('{who} takes no files on “{label}”.', '{who} 的“{label}”不接收文件。', {
        who,
        label: fieldOf(input).label,
      });
      const hint = { en: 'Unplug them, or choose a model that takes them.', zh: '请断开，或换一个支持的模型。' };
      throw new AppError('input.invalid', message, { place: { field: input }, hint, billed: 'no' });
    }
    const other = rule.sameSizeAs === undefined ? undefined : mediaIn(inputs[rule.sameSizeAs])[0];
    if (other !== undefined) checkSameSize(fieldOf(input), values, other, fieldOf(String(rule.sameSizeAs)).label);
    for (const value of values) {
      const convert = isCovered(input) ? undefined : conversionOf(value, rule, who);
      needs.push({ input, value, form: rule.form, rule, ...(convert !== undefined && { convert }) });
    }
  }
  return needs;
}

/** Fills the request in with stand-ins for files, so that what a recipe demands is missed now and not when it is sent. */
function checkDemands(call: PreparedCall, labelOf: (field: string) => LocalText): void {
  const media: Record<string, PreparedMedia[string]> = {};
  for (const [index, { input, form, value }] of call.media.entries()) {
    const file = { form, content: `file ${index}`, mime: value.mime, name: value.name ?? 'file', bytes: value.bytes };
    media[input] = [...(media[input] ?? []), file];
  }
  const context: StepContext = { params: call.params, inputs: call.inputs, media, labelOf };
  const seen = mappingContext(context);
  for (const check of call.recipe.checks) {
    if (!holds(check.holds, seen)) throw invalid(check.field, check.problem, undefined, labelOf(check.field));
  }
  checkRequest(chooseStep(call.recipe, context, seen), context);
}

function missing({ name, label }: Field): AppError {
  return new AppError('input.missing', say('“{label}” is missing.', '缺少“{label}”。', { label }), {
    place: { field: name },
    hint: { en: 'Plug something in or fill the field in.', zh: '请连线或填写该字段。' },
    billed: 'no',
  });
}

function invalid(field: string, problem: LocalText, hint: LocalText | undefined, label = verbatim(field)): AppError {
  const message = say('“{label}” {problem}.', '“{label}”{problem}。', { label, problem });
  return new AppError('param.invalid', message, { place: { field }, hint, billed: 'no' });
}
