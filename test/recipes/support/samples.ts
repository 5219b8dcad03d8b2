import type { NodeCall } from '#core/gateway/contract';
import type { NodeDefinition } from '#core/node/definition';
import type { ParamDefinition } from '#core/node/param';
import type { Registry } from '#core/node/registry';
import { fitsModel, formFor } from '#core/recipe/pattern';
import type { Recipe } from '#core/recipe/schema';
import { parsePortType } from '#core/value/type';
import type { Json, MediaValue, Value } from '#core/value/value';
import type { GatewayClient } from '#electron/gateway/client';
import { chooseStep } from '#electron/gateway/recipe/request';
import { standIns } from './golden.ts';

/** Params that stand for values which a recipe's own params do not tell: those that are no free text. */
const texts: Readonly<Record<string, string>> = { aspect_ratio: '16:9', language: 'en', ratio: '16:9' };

/** Values of a param, those first that are not its default. */
function samplesOf(name: string, definition: ParamDefinition): readonly Json[] {
  switch (definition.type) {
    case 'choice':
      return [...definition.options]
        .map(({ value }) => value)
        .sort((left, right) => Number(left === definition.default) - Number(right === definition.default));
    case 'boolean':
      return definition.default === true ? [false, true] : [true, false];
    case 'integer':
    case 'number': {
      const { min, max, default: usual } = definition;
      const candidates = [max, min, min === undefined ? 1 : min + 1, 2];
      return candidates.filter((value): value is number => value !== undefined && value !== usual && value <= 1e9);
    }
    case 'text':
      return [(texts[name] ?? `some ${name.replaceAll('_', ' ')}`).slice(0, definition.maxLength)];
    case 'json':
      return [{ sample: 1 }, [{ sample: 1 }]];
    case 'model':
    case 'file':
      return [];
  }
}

const mimes = { image: 'image/png', audio: 'audio/mpeg', video: 'video/mp4', document: 'application/pdf' } as const;

/** A function that a model may call. */
const tool: Json = {
  name: 'weather',
  description: 'The weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  answer: { kind: 'fixed', value: 'sunny' },
};

/** A value for a port; nothing for one that only a text of the user's fills. */
function sampleInput(name: string, type: string, recipe: Recipe, model?: Json): Value | undefined {
  if (name === 'tools') return [tool];
  const port = parsePortType(type);
  if (port === undefined) return undefined;
  const { base, depth } = port;
  const kind = base === 'media' ? 'image' : base;
  const one: Value | undefined =
    kind in mimes
      ? ({ kind, mime: mimes[kind as keyof typeof mimes] } as MediaValue)
      : base === 'text'
        ? 'some text'
        : base === 'number'
          ? 2
          : base === 'json'
            ? { id: 'task-1' }
            : undefined;
  if (one === undefined || depth === 0) return one;
  const { minCount = 1 } = formFor(recipe.media[name], typeof model === 'string' ? model : undefined) ?? {};
  return Array.from({ length: Math.max(1, minCount) }, () => one);
}

export interface SampleCall {
  readonly name: string;
  readonly call: NodeCall;
}

type Fields = Record<string, Json | undefined>;

/**
 * Calls that show all of a recipe: for each node with nothing but what it needs, then with everything that goes together,
 * for as many models as it takes until every form of every param and every variant was seen.
 */
export function sampleCalls(recipe: Recipe, registry: Registry, gateway: GatewayClient): SampleCall[] {
  return recipe.nodes.flatMap((nodeType) => {
    const found: SampleCall[] = [];
    const seen = new Set<string>();
    const isGood = (call: NodeCall): boolean => {
      try {
        return gateway.prepare(call).recipe.id === recipe.id;
      } catch {
        return false;
      }
    };
    const bare = (model: string | undefined): NodeCall => bareCall(nodeType, recipe, model, registry, isGood);
    const models = recipe.models.length === 0 ? [undefined] : recipe.models.map(({ id }) => id);
    found.push({ name: `bare ${nodeType}`, call: bare(models[0]) });
    for (const model of models) {
      for (let turn = 0; turn < 12; turn += 1) {
        const { call, fresh } = fullCall(bare(model), recipe, model, registry, isGood, seen);
        if (fresh.length === 0) break;
        for (const name of fresh) seen.add(name);
        const first = turn === 0 && found.length === 1;
        found.push({
          name: first ? `full ${nodeType}` : `with ${fresh.map((key) => key.split(' ')[0]).join(', ')}`,
          call,
        });
      }
    }
    return [...found, ...variantCalls(recipe, found, bare(models[0]), registry, isGood)];
  });
}

function bareCall(
  nodeType: string,
  recipe: Recipe,
  model: string | undefined,
  registry: Registry,
  isGood: (call: NodeCall) => boolean,
): NodeCall {
  const definition = registry.node(nodeType);
  const example: NodeDefinition['example'] = definition?.example ?? {};
  const params: Fields = { ...example.params, ...(model !== undefined && { model }) };
  if (recipe.select !== undefined) params[recipe.select.param] = recipe.select.values[0];
  if (!isGoodChoice(nodeType, params, recipe, registry)) params['recipe'] = recipe.id;
  const { inputs: ports } = registry.portsOf(nodeType, params);
  const inputs: Record<string, Value> = {};
  for (const [name, port] of Object.entries(ports)) {
    const value =
      example.inputs?.[name] ?? (port.required === true ? sampleInput(name, port.type, recipe, model) : undefined);
    if (value !== undefined && (port.required === true || name in (example.inputs ?? {}))) inputs[name] = value;
  }
  const call = { nodeType, params, inputs };
  if (isGood(call)) return call;
  // The model wants files, or something else that is not required by the node itself.
  for (const [name, port] of Object.entries(ports)) {
    if (name in inputs) continue;
    const value = sampleInput(name, port.type, recipe, model);
    if (value === undefined) continue;
    const more = { ...call, inputs: { ...call.inputs, [name]: value } };
    if (isGood(more)) return more;
  }
  return call;
}

function isGoodChoice(nodeType: string, params: Fields, recipe: Recipe, registry: Registry): boolean {
  return registry.recipeFor(nodeType, params)?.id === recipe.id;
}

/** Adds whatever is not seen yet and is taken beside the rest. */
function fullCall(
  bare: NodeCall,
  recipe: Recipe,
  model: string | undefined,
  registry: Registry,
  isGood: (call: NodeCall) => boolean,
  seen: ReadonlySet<string>,
): { call: NodeCall; fresh: string[] } {
  const fresh: string[] = [];
  let call = bare;
  const take = (key: string, ...candidates: readonly NodeCall[]): void => {
    const next = candidates.find(isGood);
    if (next === undefined) return;
    call = next;
    if (!seen.has(key)) fresh.push(key);
  };
  const { inputs: ports } = registry.portsOf(bare.nodeType, bare.params);
  const definitions = registry.paramsOf(bare.nodeType, bare.params);
  const params = Object.entries(recipe.params).flatMap(([name, forms]) => {
    const form = formFor(forms, model);
    return form === undefined ? [] : [[name, `${name} ${forms.indexOf(form)}`] as const];
  });
  // What is new goes first, so that it is not shut out by what was seen already.
  const ordered = [...params.filter(([, key]) => !seen.has(key)), ...params.filter(([, key]) => seen.has(key))];
  for (const [name, key] of ordered) {
    const definition = definitions[name];
    const values = definition === undefined ? [] : samplesOf(name, definition);
    take(key, ...values.map((value) => ({ ...call, params: { ...call.params, [name]: value } })));
  }
  for (const [name, port] of Object.entries(ports)) {
    const value = sampleInput(name, port.type, recipe, model);
    const forms = recipe.media[name] ?? [];
    const key = `${name} input ${forms.findIndex(({ models }) => fitsModel(models, model))}`;
    // Files that a model cannot do without are in its bare call already.
    if (name in call.inputs && (forms.length === 0 || seen.has(key))) continue;
    if (value !== undefined) take(key, { ...call, inputs: { ...call.inputs, [name]: value } });
  }
  return { call, fresh };
}

/** One call for each variant that none of the others takes, as far as one param and the number of files decide. */
function variantCalls(
  recipe: Recipe,
  found: readonly SampleCall[],
  bare: NodeCall,
  registry: Registry,
  isGood: (call: NodeCall) => boolean,
): SampleCall[] {
  const taken = new Set(found.map(({ call }) => variantOf(recipe, call, registry)));
  const more: SampleCall[] = [];
  for (const { name, call } of [{ name: '', call: bare }, ...oneParamMore(bare, registry)].flatMap((one) => [
    one,
    ...someFiles(one, recipe, registry),
  ])) {
    if (more.length + taken.size > recipe.variants.length + 1 || !isGood(call)) continue;
    const variant = variantOf(recipe, call, registry);
    if (taken.has(variant)) continue;
    taken.add(variant);
    more.push({ name: name.trim(), call });
  }
  return more;
}

function oneParamMore(bare: NodeCall, registry: Registry): SampleCall[] {
  return Object.entries(registry.paramsOf(bare.nodeType, bare.params)).flatMap(([name, definition]) => {
    if (definition.type !== 'choice' && definition.type !== 'boolean') return [];
    return samplesOf(name, definition).map((value) => ({
      name: `${name} ${String(value)}`,
      call: { ...bare, params: { ...bare.params, [name]: value } },
    }));
  });
}

function someFiles({ name, call }: SampleCall, recipe: Recipe, registry: Registry): SampleCall[] {
  const { inputs } = registry.portsOf(call.nodeType, call.params);
  return Object.keys(recipe.media).flatMap((port) => {
    const sample = sampleInput(port, inputs[port]?.type ?? '', recipe);
    if (sample === undefined) return [];
    const values = Array.isArray(sample) ? [1, 2, 3].map((count) => Array(count).fill(sample[0]) as Value[]) : [sample];
    return values.map((value) => ({
      name: `${name} ${port} ${Array.isArray(value) ? value.length : 1}`,
      call: { ...call, inputs: { ...call.inputs, [port]: value } },
    }));
  });
}

/** The number of the variant that a call takes; -1 when it is submitted in the usual way. */
export function variantOf(recipe: Recipe, call: NodeCall, registry: Registry): number {
  const step = chooseStep(recipe, standIns(recipe, call, registry));
  return recipe.variants.findIndex(({ submit }) => submit === step);
}
