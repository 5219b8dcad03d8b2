import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors';
import type { PreparedCall, PreparedFile, PreparedMedia, TaskRef } from '#core/gateway/contract';
import type { Mapping, Recipe, RecipeStep } from '#core/recipe/schema';
import { type LocalText, say } from '#core/text';
import type { Json, Value } from '#core/value/value';
import type { Part } from '../multipart.ts';
import { demandsOf } from './demands.ts';
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
  /** What the recipe wants beside the headers that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: { readonly json: Json } | { readonly parts: readonly Part[] } | undefined;
}

/** What a step is filled with: params, inputs by name, prepared files by input, the task's id, and the answer before. */
export interface StepContext {
  readonly params: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, Value | undefined>>;
  readonly media: PreparedMedia;
  readonly turns?: readonly Json[] | undefined;
  readonly id?: string;
  /** Names this request and no other. */
  readonly mark?: string | undefined;
  readonly answer?: Json | undefined;
  /** The step's `values` when they are known already. */
  readonly values?: Readonly<Record<string, Json>>;
  readonly labelOf?: MappingContext['labelOf'];
}

/** How the request is sent: the recipe's `submit`, or the first of its variants whose condition holds. */
export function chooseStep(recipe: Recipe, context: StepContext, seen = mappingContext(context)): RecipeStep {
  return recipe.variants.find((variant) => holds(variant.when, seen))?.submit ?? recipe.submit;
}

/**
 * Fills a step in. Names in its path are URL-encoded, so no value leaves its place in the address.
 * @throws AppError `param.invalid` when the recipe demands what is not there, or a value does not fit into the address or
 * a header
 */
export function planRequest(step: RecipeStep, context: StepContext, hosts: Hosts): RequestPlan {
  const seen = filledIn(step, context);
  const headers = headersOf(step, seen);
  return {
    method: step.method,
    url: addressOf(step, seen, hosts),
    accept: acceptOf(step),
    ...(headers !== undefined && { headers }),
    body: bodyOf(step, context, seen),
  };
}

/** Refuses what `planRequest` would refuse, wherever the gateway is. @throws AppError `param.invalid` */
export function checkRequest(step: RecipeStep, context: StepContext): void {
  const { places, body } = demandsOf(step);
  if (!places && body.length === 0) return;
  const seen = filledIn(step, context);
  headersOf(step, seen);
  if (places) addressOf(step, seen, nowhere);
  for (const demand of body) evaluate(demand, seen);
}

/** Stand-ins are of no gateway: nothing is sent to them. */
const nowhere = { base: new URL('https://gateway.invalid'), upload: new URL('https://upload.invalid') };

/** What the mappings of a step see: its own `values` too. */
function filledIn(step: RecipeStep, context: StepContext): MappingContext {
  const seen = mappingContext(context);
  return { ...seen, params: { ...seen.params, ...(context.values ?? valuesOf(step, context)) } };
}

/** The `values` of a step that have something in them. */
export function valuesOf(step: RecipeStep, context: StepContext): Readonly<Record<string, Json>> {
  const seen = mappingContext(context);
  const values = Object.entries(step.values).map(([name, mapping]) => [name, evaluate(mapping, seen)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** What mappings see: media inputs as the contents of their prepared files, a list where the input is a list. */
export function mappingContext(context: StepContext): MappingContext {
  const inputs: Record<string, Json | undefined> = {};
  for (const name in context.inputs) {
    const value = context.inputs[name];
    const files = context.media[name];
    if (files === undefined) inputs[name] = value as Json | undefined;
    else inputs[name] = Array.isArray(value) ? files.map((file) => file.content) : files[0]?.content;
  }
  const files = Object.entries(context.media).map(([name, list]) => [name, list.map(fileObject)] as const);
  return {
    params: context.id === undefined ? context.params : { ...context.params, id: context.id },
    inputs,
    answer: context.answer,
    files: Object.fromEntries(files),
    turns: context.turns,
    mark: context.mark,
    labelOf: context.labelOf,
  };
}

/** A prepared file as JSON; `base64` is there when its content came along. */
function fileObject({ form, content, mime, name }: PreparedFile): Json {
  const base64 = form === 'base64' ? content : /^data:[^,]*;base64,(.*)$/s.exec(content)?.[1];
  return { content, mime, name, ...(base64 !== undefined && { base64 }) };
}

function addressOf(step: RecipeStep, seen: MappingContext, hosts: Hosts): URL {
  const path = fillTemplate(step.path, (slot) => {
    const name = slot.replace('+', '');
    const value = seen.params[name] ?? seen.inputs[name];
    if (value === undefined || value === null || value === '') throw invalid(name, { en: 'is missing', zh: '缺失' });
    const parts = slot.startsWith('+') ? asText(value).split('/') : [asText(value)];
    if (parts.some((part) => part === '' || part === '.' || part === '..'))
      throw invalid(name, { en: 'is no name', zh: '不是合法的名称' });
    return parts.map(encodeURIComponent).join('/');
  });
  const host = hosts[step.host];
  const url = new URL(host);
  url.pathname = `${host.pathname.replace(/\/+$/, '')}${path}`;
  const query: string[] = [];
  for (const [name, mapping] of Object.entries(step.query ?? {})) {
    const value = evaluate(mapping, seen);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) query.push(`${encodeURIComponent(name)}=${encodeURIComponent(asText(one))}`);
    }
  }
  if (query.length > 0) url.search = query.join('&');
  return url;
}

function headersOf(step: RecipeStep, seen: MappingContext): Readonly<Record<string, string>> | undefined {
  if (step.headers === undefined) return undefined;
  const headers: Record<string, string> = {};
  for (const [name, mapping] of Object.entries(step.headers)) {
    const value = evaluate(mapping, seen);
    if (value === undefined || value === null || value === '') continue;
    const text = asText(value);
    if (!/^[\x20-\x7e]+$/.test(text)) {
      throw invalid(name, { en: 'has characters that a header cannot carry', zh: '含有请求头不允许的字符' });
    }
    headers[name.toLowerCase()] = text;
  }
  return headers;
}

function invalid(field: string, problem: LocalText): AppError {
  const message = say('“{field}” {problem}.', '“{field}”{problem}。', { field, problem });
  return new AppError('param.invalid', message, { place: { field }, billed: 'no' });
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

/**
 * Parts are mappings like all others; files go through them as names that nobody can write, so that a text is never taken
 * for the path of a file.
 */
function partsOf(multipart: Readonly<Record<string, Mapping>>, context: StepContext, seen: MappingContext): Part[] {
  const files = new Map<string, PreparedFile>();
  const stand = (file: PreparedFile): PreparedFile => {
    if (file.form !== 'file') return file;
    const name = `file:${randomUUID()}`;
    files.set(name, file);
    return { ...file, content: name };
  };
  const media = Object.fromEntries(Object.entries(context.media).map(([name, list]) => [name, list.map(stand)]));
  const named = { ...mappingContext({ ...context, media }), params: seen.params };
  return Object.entries(multipart).flatMap(([name, mapping]): Part[] => {
    const value = evaluate(mapping, named);
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((item) => {
      const file = typeof item === 'string' ? files.get(item) : undefined;
      if (file === undefined) return { name, value: asText(item) };
      return { name, file: file.content, fileName: file.name, mime: file.mime };
    });
  });
}

/** The params that a task's questions and its outputs need: they go into its reference. */
function queryParams(recipe: Recipe, params: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const text = JSON.stringify([recipe.task?.query, recipe.task?.retrieve, recipe.outputs]);
  return Object.fromEntries(
    Object.entries(params).filter(
      ([name]) => text.includes(`{${name}}`) || text.includes(`{+${name}}`) || text.includes(`"param":"${name}"`),
    ),
  );
}

/** Everything that finds a task of a call again; `values` are those of its query. */
export function taskReference(
  call: Pick<PreparedCall, 'recipe' | 'params'>,
  task: Pick<TaskRef, 'baseUrl' | 'id' | 'createdAt'>,
  values: Readonly<Record<string, Json>>,
): TaskRef {
  return { ...task, recipe: call.recipe.id, params: { ...queryParams(call.recipe, call.params), ...values } };
}
