import { AppError } from '#core/errors';
import type { InputDefinition, PortTypeText } from '#core/node/definition';
import type { Find, Mapping, RecipeSource } from '#core/recipe/schema';
import { isMediaKind, parsePortType } from '#core/value/type';
import type { Json } from '#core/value/value';
import { mappingOfTemplate, portsOfPlaceholders, type Resolve, resolveInputs } from './placeholders.ts';

type Params = Readonly<Record<string, Json | undefined>>;
type Mappings = Record<string, Mapping>;

/** What reading an answer and asking for a task depend on: enough to do both after a restart. */
const kept = [
  'answer',
  'result',
  'encoding',
  'task',
  'task_id',
  'task_query',
  'task_body',
  'task_status',
  'task_reason',
];

const kinds = ['image', 'video', 'audio', 'document'] as const;

const text = (params: Params, name: string): string => {
  const value = params[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** Paths as people write them, one a line. */
function paths(params: Params, name: string): string[] {
  const lines = text(params, name).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function invalid(field: string, en: string, zh: string, hint?: { en: string; zh: string }): AppError {
  return new AppError('param.invalid', { en, zh }, { place: { field }, hint, billed: 'no' });
}

/** In what asks for a task, `{{id}}` is its id. */
const resolveId: Resolve = (name) => (name === 'id' ? { mapping: { param: 'id' }, isList: false } : undefined);

/** A path and its query, with slots for placeholders; never an address of another host. */
function addressOf(
  field: string,
  written: string,
  resolve: Resolve,
): { path: string; values: Mappings; query: Mappings } {
  const [path = '', search = ''] = written.split('?');
  if (!/^\/(?!\/)[^\s\\#]*$/.test(path)) {
    throw invalid(
      field,
      'The path must begin with a single slash, such as /v1/models.',
      '路径必须以单个斜杠开头，例如 /v1/models。',
      { en: 'The host is that of the connection and cannot be another.', zh: '主机固定为当前连接的网关，不能更改。' },
    );
  }
  const values: Mappings = {};
  const slots = path.split('/').map((part) => {
    if (part === '.' || part === '..') throw invalid(field, 'The path must not climb.', '路径不能包含 . 或 ..。');
    if (/^[\w.~:@!$&'()*+,;=%-]*$/.test(part)) return part;
    const name = `part_${Object.keys(values).length + 1}`;
    values[name] = mappingOfTemplate(part, resolve);
    return `{${name}}`;
  });
  const query: Mappings = {};
  for (const pair of search.split('&').filter((one) => one !== '')) {
    const [name = '', ...rest] = pair.split('=');
    query[decoded(name)] = mappingOfTemplate(decoded(rest.join('=')), resolve);
  }
  return { path: slots.join('/'), values, query };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    // A stray percent sign is meant as it is.
    return part;
  }
}

/** The fields of a param that holds an object, as mappings. */
function fieldsOf(params: Params, field: string, resolve: Resolve): Mappings {
  const value = params[field];
  if (value === undefined || value === null || value === '') return {};
  if (typeof value === 'object' && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mappingOfTemplate(inner, resolve)]));
  }
  throw invalid(field, 'It must be an object such as {"name": "value"}.', '必须是形如 {"name": "value"} 的对象。');
}

/** The ports that the placeholders of a call ask for. */
export function inputsOfCall(params: Params, reserved: ReadonlySet<string>): Record<string, InputDefinition> {
  const values = ['path', 'query', 'headers', 'body'].map((name) => params[name]);
  return portsOfPlaceholders(values, reserved);
}

/** What the port `result` gives, and where it is found. */
export function resultOfCall(params: Params): { type: PortTypeText; find: Find } {
  const answer = text(params, 'answer');
  const found = paths(params, 'result');
  if (answer === 'text') return { type: 'text', find: { as: 'text', paths: found, whole: true } };
  const kind = kinds.find((one) => one === answer);
  if (kind === undefined) return { type: 'json', find: { as: 'json', ...(found.length > 0 && { paths: found }) } };
  const encoding = text(params, 'encoding');
  const where =
    encoding === 'base64' || encoding === 'hex'
      ? { base64: found, ...(encoding === 'hex' && { encoding: 'hex' as const }) }
      : { urls: found };
  return { type: `list<${kind}>`, find: { as: 'media', kind, ...where, body: true, all: true } };
}

const usualIds = ['id', 'task_id', 'data.task_id', 'data.id', 'data', 'result', 'request_id', 'output.task_id'];
const usualStatus = ['status', 'state', 'data.status', 'data.task_status', 'output.task_status', 'Response.Status'];

function taskOf(params: Params): RecipeSource['task'] {
  if (params['task'] !== true) return undefined;
  const { path, values, query } = addressOf('task_query', text(params, 'task_query'), resolveId);
  const body = params['task_body'];
  const hasBody = body !== undefined && body !== null && body !== '';
  const id = paths(params, 'task_id');
  return {
    id: id.length > 0 ? id : usualIds,
    query: {
      method: hasBody ? 'POST' : 'GET',
      path,
      values,
      query,
      ...(hasBody && { json: mappingOfTemplate(body, resolveId) }),
    },
    status: [...paths(params, 'task_status'), ...usualStatus],
    reason: paths(params, 'task_reason'),
  };
}

function bodyOf(params: Params, resolve: Resolve): { json?: Mapping; multipart?: Mappings } {
  const body = params['body'];
  if (body === undefined || body === null || body === '') return {};
  if (params['form'] === true) return { multipart: fieldsOf(params, 'body', resolve) };
  return { json: mappingOfTemplate(body, resolve) };
}

/** Files go as parts of a form, else as the param says. */
function mediaOf(params: Params, inputs: Readonly<Record<string, InputDefinition>>): RecipeSource['media'] {
  const wanted = text(params, 'file_form');
  const form = params['form'] === true ? 'file' : wanted === 'base64' || wanted === 'public-url' ? wanted : 'data-url';
  const names = Object.keys(inputs).filter((name) => {
    const base = parsePortType(inputs[name]?.type ?? '')?.base;
    return base === 'media' || base === 'any' || (base !== undefined && isMediaKind(base));
  });
  return Object.fromEntries(names.map((name) => [name, { form, convert: false }]));
}

/**
 * The recipe of a call that a user describes.
 * @throws AppError `param.invalid`
 */
export function recipeOfCall(params: Params, reserved: ReadonlySet<string>): RecipeSource {
  const inputs = inputsOfCall(params, reserved);
  const resolve = resolveInputs(inputs);
  const { path, values, query } = addressOf('path', text(params, 'path'), resolve);
  const task = taskOf(params);
  const { find } = resultOfCall(params);
  const method = (['GET', 'PUT', 'DELETE'] as const).find((one) => one === params['method']) ?? 'POST';
  const memory = Object.fromEntries(kept.flatMap((name) => (params[name] === undefined ? [] : [[name, params[name]]])));
  return {
    id: `api-call:${JSON.stringify(memory)}`,
    version: 1,
    nodes: ['api-call'],
    system: 'other',
    title: { en: 'API call', zh: 'API 调用' },
    models: [],
    params: {},
    media: mediaOf(params, inputs),
    charges: params['charges'] !== false,
    submit: {
      method,
      path,
      values,
      query: { ...query, ...fieldsOf(params, 'query', resolve) },
      headers: fieldsOf(params, 'headers', resolve),
      ...bodyOf(params, resolve),
      answer: task !== undefined || find.as === 'json' ? 'json' : find.as === 'text' ? 'text' : 'binary',
    },
    ...(task !== undefined && { task }),
    outputs: { result: find, answer: { as: 'json', optional: true } },
  };
}
