import { bug } from '#core/errors';
import type { PreparedCall, PreparedFile, PreparedMedia, TaskRef } from '#core/gateway/contract';
import type { Mapping, Recipe, RecipeStep } from '#core/recipe/schema';
import type { Json, Value } from '#core/value/value';
import type { Part } from '../multipart.ts';
import { asText, evaluate, holds, type MappingContext } from './mapping.ts';
import { fillTemplate } from './template.ts';

/** The addresses that a step's `host` stands for. */
export interface Hosts {
  readonly base: URL;
  readonly upload: URL;
}

/** A request as data: what is sent, before it is bytes. */
export interface RequestPlan {
  readonly method: RecipeStep['method'];
  readonly url: URL;
  readonly accept: string;
  readonly body: { readonly json: Json } | { readonly parts: readonly Part[] } | undefined;
}

/** What a step is filled with: params, inputs by name, prepared files by input, and the task's id in a query. */
export interface StepContext {
  readonly params: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, Value | undefined>>;
  readonly media: PreparedMedia;
  readonly turns?: readonly Json[] | undefined;
  readonly id?: string;
  /** Names this request and no other. */
  readonly mark?: string | undefined;
}

/** How the request is sent: the recipe's `submit`, or the first of its variants whose condition holds. */
export function chooseStep(recipe: Recipe, context: StepContext): RecipeStep {
  const seen = mappingContext(context);
  return recipe.variants.find((variant) => holds(variant.when, seen))?.submit ?? recipe.submit;
}

/**
 * Fills a step in. Names in its path are URL-encoded, so no value leaves its place in the address.
 * @throws AppError `param.invalid` when the recipe demands what is not there, `internal.bug` when the path has no value
 */
export function planRequest(step: RecipeStep, context: StepContext, hosts: Hosts): RequestPlan {
  const seen = mappingContext(context);
  return {
    method: step.method,
    url: addressOf(step, context, seen, hosts),
    accept: acceptOf(step),
    body: bodyOf(step, context, seen),
  };
}

/** What mappings see: media inputs as the contents of their prepared files, a list where the input is a list. */
export function mappingContext(context: StepContext): MappingContext {
  const inputs: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(context.inputs)) {
    const files = context.media[name];
    if (files === undefined) inputs[name] = value as Json | undefined;
    else inputs[name] = Array.isArray(value) ? files.map((file) => file.content) : files[0]?.content;
  }
  const files = Object.fromEntries(Object.entries(context.media).map(([name, of]) => [name, of.map(fileObject)]));
  return { params: context.params, inputs, files, turns: context.turns, mark: context.mark };
}

/** A prepared file as JSON; `base64` is there when its content came along. */
function fileObject({ form, content, mime, name }: PreparedFile): Json {
  const base64 = form === 'base64' ? content : /^data:[^,]*;base64,(.*)$/s.exec(content)?.[1];
  return { content, mime, name, ...(base64 !== undefined && { base64 }) };
}

function addressOf(step: RecipeStep, context: StepContext, seen: MappingContext, hosts: Hosts): URL {
  const path = fillTemplate(step.path, (name) => {
    const value = name === 'id' ? context.id : (context.params[name] ?? seen.inputs[name]);
    return value === undefined || value === null ? undefined : encodeURIComponent(asText(value));
  });
  if (path === undefined) throw bug(`the path ${step.path} has a name without a value`);
  const host = hosts[step.host];
  const url = new URL(host);
  url.pathname = `${host.pathname.replace(/\/+$/, '')}${path}`;
  const withId = context.id === undefined ? seen : { ...seen, params: { ...seen.params, id: context.id } };
  const query: string[] = [];
  for (const [name, mapping] of Object.entries(step.query ?? {})) {
    const value = evaluate(mapping, withId);
    if (value !== undefined) query.push(`${encodeURIComponent(name)}=${encodeURIComponent(asText(value))}`);
  }
  if (query.length > 0) url.search = query.join('&');
  return url;
}

function acceptOf(step: RecipeStep): string {
  switch (step.answer) {
    case 'stream':
      return 'text/event-stream, application/json';
    case 'json':
      return 'application/json';
    default:
      return '*/*';
  }
}

function bodyOf(step: RecipeStep, context: StepContext, seen: MappingContext): RequestPlan['body'] {
  if (step.multipart !== undefined) return { parts: partsOf(step.multipart, context, seen) };
  if (step.json === undefined) return undefined;
  return { json: evaluate(step.json, seen) ?? {} };
}

function partsOf(multipart: Readonly<Record<string, Mapping>>, context: StepContext, seen: MappingContext): Part[] {
  return Object.entries(multipart).flatMap(([name, mapping]): Part[] => {
    const files = filesOf(mapping, context);
    if (files !== undefined) {
      return files.map((file) => ({ name, file: file.content, fileName: file.name, mime: file.mime }));
    }
    const value = evaluate(mapping, seen);
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((item) => ({ name, value: asText(item) }));
  });
}

/** The files of a mapping that names a media input in the form `file`. */
function filesOf(mapping: Mapping, context: StepContext): readonly PreparedFile[] | undefined {
  const files = 'input' in mapping ? context.media[mapping.input] : undefined;
  return files?.every((file) => file.form === 'file') === true ? files : undefined;
}

/** The params that a task's questions need: they go into its reference. */
function queryParams(recipe: Recipe, params: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const steps = [recipe.task?.query, recipe.task?.retrieve];
  const text = steps.map((step) => JSON.stringify([step?.path, step?.query])).join();
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => text.includes(`{${name}}`) || text.includes(`"param":"${name}"`)),
  );
}

/** Everything that finds a task of a call again. */
export function taskReference(
  call: Pick<PreparedCall, 'recipe' | 'params'>,
  task: Pick<TaskRef, 'baseUrl' | 'id' | 'createdAt'>,
): TaskRef {
  return { ...task, recipe: call.recipe.id, params: queryParams(call.recipe, call.params) };
}
