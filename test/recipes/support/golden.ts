import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeCall, PreparedCall, PreparedFile } from '#core/gateway/contract';
import { paramValue } from '#core/node/param';
import type { Registry } from '#core/node/registry';
import { formFor } from '#core/recipe/pattern';
import type { MediaForm, Recipe } from '#core/recipe/schema';
import { isMediaValue, type Json, type MediaValue, type Value } from '#core/value/value';
import { chooseStep, planRequest, type StepContext } from '#electron/gateway/recipe/request';

/** A request as it stands in a golden file. */
export interface GoldenRequest {
  readonly method: string;
  /** Path and query; with `upload host` before it when it does not go to the gateway. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly parts?: readonly (readonly [string, string])[];
}

export interface GoldenCase {
  readonly name: string;
  readonly call: NodeCall;
  readonly request: GoldenRequest;
}

/** What a gateway answered (as documented) and what is found in it. */
export interface GoldenAnswer {
  readonly name: string;
  readonly body: Json;
  readonly outputs: Readonly<Record<string, Json>>;
}

export interface GoldenFile {
  readonly cases: readonly GoldenCase[];
  readonly answers?: readonly GoldenAnswer[];
}

const folder = fileURLToPath(new URL('../golden/', import.meta.url));
export const goldenFile = (recipe: Recipe): string => path.join(folder, `${recipe.id}.json`);

export function readGolden(recipe: Recipe): GoldenFile | undefined {
  const file = goldenFile(recipe);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GoldenFile) : undefined;
}

export function writeGolden(recipe: Recipe, golden: GoldenFile): void {
  const file = goldenFile(recipe);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(golden, null, 1)}\n`);
}

/** Contents that say what they stand for. */
function standIn(form: MediaForm, value: MediaValue, number: number): PreparedFile {
  const about = { form, mime: value.mime, name: `${value.kind}-${number}`, bytes: value.bytes };
  switch (form) {
    case 'public-url':
    case 'url-or-data':
      return { ...about, content: `https://files.example/${value.kind}-${number}` };
    case 'data-url':
      return { ...about, content: `data:${value.mime};base64,BASE64-${value.kind}-${number}` };
    case 'base64':
      return { ...about, content: `BASE64-${value.kind}-${number}` };
    case 'file':
      return { ...about, content: `/files/${value.kind}-${number}` };
  }
}

function mediaIn(value: Value | undefined): MediaValue[] {
  if (Array.isArray(value)) return value.flatMap((item) => mediaIn(item as Value));
  return value !== undefined && isMediaValue(value) ? [value] : [];
}

/** What a step of a call is filled with, files as stand-ins. */
export function standIns(recipe: Recipe, call: NodeCall, registry: Registry): StepContext {
  const definitions = registry.paramsOf(call.nodeType, call.params);
  const params: Record<string, Json> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value = paramValue(definition, call.params[name]);
    if (value !== undefined && value !== null) params[name] = value;
  }
  return { params, inputs: call.inputs, media: standInMedia(recipe, call, params['model']), mark: 'MARK' };
}

function standInMedia(recipe: Recipe, { inputs }: Pick<NodeCall, 'inputs'>, model: Json | undefined) {
  const media: Record<string, PreparedFile[]> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const rule = formFor(recipe.media[name], typeof model === 'string' ? model : undefined);
    const files = mediaIn(value);
    if (rule !== undefined && files.length > 0)
      media[name] = files.map((file, index) => standIn(rule.form, file, index + 1));
  }
  return media;
}

const hosts = { base: new URL('https://gateway.example'), upload: new URL('https://upload.example') };

/** The request that a prepared call sends. */
export function requestOf(call: PreparedCall): GoldenRequest {
  const { recipe, params, inputs, turns } = call;
  const context: StepContext = { params, inputs, turns, media: standInMedia(recipe, call, call.model), mark: 'MARK' };
  const { method, url, headers, body } = planRequest(chooseStep(recipe, context), context, hosts);
  const place = `${url.origin === hosts.upload.origin ? 'upload host ' : ''}${url.pathname}${url.search}`;
  return {
    method,
    url: place,
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && 'json' in body && { json: body.json }),
    ...(body !== undefined &&
      'parts' in body && {
        parts: body.parts.map((part): [string, string] =>
          'file' in part ? [part.name, `${part.file} as ${part.fileName}, ${part.mime}`] : [part.name, part.value],
        ),
      }),
  };
}
