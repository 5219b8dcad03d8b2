import type { ResultProposal, TaskProposal } from '#core/recipe/import';
import type { Find, Mapping, RecipeSource } from '#core/recipe/schema';
import { headerNameSchema } from '#core/recipe/step';
import { type LocalText, say, verbatim } from '#core/text';
import type { Json } from '#core/value/value';
import { tryParseJson } from '../gateway/json.ts';
import { type DescribedAnswer, describeAnswer, sampleOf } from './answers.ts';
import { isRecord } from './documents.ts';
import { emptyFields, type Fields, fieldsOfObject, paramOf } from './fields.ts';
import { flatten, type Resolver, type Schema, schemaOfSample, typeOf } from './schema.ts';

export const methods = ['get', 'post', 'put', 'delete'] as const;
type Method = (typeof methods)[number];

/** An operation as it was found, before anything is decided about it. */
export interface Operation {
  readonly key: string;
  readonly method: Uppercase<Method>;
  /** With the path of the document's server before it. */
  readonly path: string;
  readonly title: string;
  readonly fields: Fields;
  readonly step: Omit<RecipeSource['submit'], 'method'>;
  /** Parameters in path and query, by the name in the document, and the param that holds each. */
  readonly places: readonly { readonly name: string; readonly in: 'path' | 'query'; readonly param: string }[];
  readonly answer: DescribedAnswer;
  readonly notes: readonly LocalText[];
}

/** Reads one operation; what cannot be used becomes a note. */
export function readOperation(
  method: Method,
  path: string,
  operation: Record<string, Json>,
  shared: readonly Json[],
  resolver: Resolver,
): Operation {
  const fields = emptyFields();
  const notes: LocalText[] = fields.notes;
  const places = placesOf(operation, shared, path, fields, resolver);
  const body = method === 'get' || method === 'delete' ? {} : bodyOf(operation, fields, resolver);
  if ((method === 'get' || method === 'delete') && operation['requestBody'] !== undefined) {
    notes.push(
      say(
        'A {method} request has no body; the one that is described is left out.',
        '{method} 请求没有请求体，已忽略文档中的描述。',
        {
          method: method.toUpperCase(),
        },
      ),
    );
  }
  const answer = describeAnswer(operation, path, resolver);
  notes.push(...answer.notes);
  const upper = method.toUpperCase() as Uppercase<Method>;
  const title = [operation['summary'], operation['operationId']].find(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  );
  return {
    key: `${upper} ${path}`,
    method: upper,
    path,
    title: (title ?? `${upper} ${path}`).replace(/\s+/g, ' ').trim().slice(0, 120),
    fields,
    step: { path: places.path, ...places.step, ...body },
    places: places.found,
    answer,
    notes,
  };
}

interface Places {
  readonly path: string;
  readonly step: {
    values?: Record<string, Mapping>;
    query?: Record<string, Mapping>;
    headers?: Record<string, Mapping>;
  };
  readonly found: Operation['places'];
}

function placesOf(
  operation: Record<string, Json>,
  shared: readonly Json[],
  path: string,
  fields: Fields,
  resolver: Resolver,
): Places {
  const own = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  const found: { name: string; in: 'path' | 'query'; param: string }[] = [];
  const values: Record<string, Mapping> = {};
  const query: Record<string, Mapping> = {};
  const headers: Record<string, Mapping> = {};
  let filled = path;
  const described = new Map<string, Record<string, Json>>();
  for (const raw of [...shared, ...own]) {
    const parameter = resolver.resolve(raw);
    const name = parameter?.['name'];
    if (parameter === undefined || typeof name !== 'string' || name.trim() === '') {
      fields.notes.push({ en: 'A parameter without a name is left out.', zh: '已忽略没有名称的参数。' });
    } else described.set(`${String(parameter['in'])} ${name}`, parameter);
  }
  // A name in the path needs a value whether or not it is described.
  for (const [, name = ''] of path.matchAll(/\{([^{}]+)\}/g)) {
    if (!described.has(`path ${name}`)) described.set(`path ${name}`, { name, in: 'path', schema: { type: 'string' } });
  }
  for (const [id, parameter] of described) {
    const name = id.slice(id.indexOf(' ') + 1).trim();
    const where = parameter['in'];
    if (where === 'cookie') {
      fields.notes.push(say('The cookie “{name}” cannot be sent.', '无法发送 Cookie“{name}”。', { name }));
      continue;
    }
    if (where === 'header' && !headerNameSchema.safeParse(name).success) {
      if (!/^(?:authorization|accept|content-type)$/i.test(name)) {
        fields.notes.push(
          say('The header “{name}” is Patchbay’s own and left out.', '请求头“{name}”由 Patchbay 管理，已忽略。', {
            name,
          }),
        );
      }
      continue;
    }
    if (where === 'path' && !path.includes(`{${id.slice(5)}}`)) {
      fields.notes.push(say('The path has no “{name}”.', '路径中没有“{name}”。', { name }));
      continue;
    }
    const declared = resolver.resolve(parameter['schema']) ?? parameter;
    const schema: Schema = { ...flatten(declared, resolver), ...descriptionOf(parameter) };
    const param = freeName(name, fields);
    const isId = where === 'path' || /id$/i.test(name);
    fields.params[param] = paramOf(
      schema,
      typeOf(schema),
      verbatim(name),
      parameter['example'],
      parameter['required'] === true,
      name,
    );
    const isText = fields.params[param]?.type === 'text';
    if (isText && isId) fields.inputs[param] = { type: 'text', label: verbatim(name) };
    const mapping: Mapping = isText && isId ? { input: param } : { param };
    if (where === 'header') headers[name] = mapping;
    else if (where === 'path') {
      const slot = `at_${Object.keys(values).length + 1}`;
      values[slot] = mapping;
      filled = filled.replaceAll(`{${id.slice(5)}}`, `{${slot}}`);
      found.push({ name, in: 'path', param });
    } else {
      query[name] = mapping;
      found.push({ name, in: 'query', param });
    }
  }
  const some = <T extends object>(name: string, of: T) => (Object.keys(of).length > 0 ? { [name]: of } : {});
  return {
    path: filled,
    step: { ...some('values', values), ...some('query', query), ...some('headers', headers) },
    found,
  };
}

function descriptionOf(parameter: Record<string, Json>): Record<string, Json> {
  const { description } = parameter;
  return typeof description === 'string' ? { description } : {};
}

function freeName(name: string, { params, inputs }: Fields): string {
  const plain = name.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^_+|_+$/g, '') || 'field';
  let free = plain === 'recipe' ? 'recipe_2' : plain;
  for (let number = 2; free in params || free in inputs; number += 1) free = `${plain}_${number}`;
  return free;
}

function bodyOf(
  operation: Record<string, Json>,
  fields: Fields,
  resolver: Resolver,
): { json?: Mapping; multipart?: Record<string, Mapping> } {
  const body = resolver.resolve(operation['requestBody']);
  if (body === undefined) return {};
  const content = isRecord(body['content']) ? body['content'] : {};
  const types = Object.keys(content);
  const formType = types.find((type) => type.startsWith('multipart/'));
  const jsonType =
    types.find((type) => /json/.test(type)) ?? types.find((type) => /^(?:\*\/\*|text\/plain)?$/.test(type));
  const chosen = jsonType ?? formType;
  if (chosen === undefined) {
    if (types.length > 0) {
      fields.notes.push(
        say('A body of the type {type} cannot be sent.', '无法发送 {type} 类型的请求体。', { type: types.join(', ') }),
      );
    }
    return {};
  }
  const media = resolver.resolve(content[chosen]) ?? {};
  const isForm = chosen === formType && jsonType === undefined;
  const written = sampleOf(media, resolver);
  // Samples are sometimes JSON inside a text.
  const sample = typeof written === 'string' ? tryParseJson(written) : written;
  const declared = resolver.resolve(media['schema']);
  const flat = declared === undefined ? undefined : flatten(declared, resolver);
  const isDescribed = flat !== undefined && isRecord(flat['properties']) && Object.keys(flat['properties']).length > 0;
  const schema = isDescribed ? flat : isRecord(sample) ? schemaOfSample(sample) : undefined;
  if (schema === undefined) {
    if (flat !== undefined && typeOf(flat) === 'list') {
      fields.params['body'] = { type: 'json', label: { en: 'Body', zh: '请求体' } };
      return { json: { param: 'body' } };
    }
    fields.params['body'] = { type: 'json', label: { en: 'Body', zh: '请求体' } };
    fields.notes.push({
      en: 'The body is not described; it is one field of JSON.',
      zh: '请求体没有说明，作为一个 JSON 字段。',
    });
    return isForm ? {} : { json: { param: 'body' } };
  }
  if (!isDescribed) {
    fields.notes.push({
      en: 'The body is not described; its fields are those of the sample.',
      zh: '请求体没有说明，字段取自示例。',
    });
  }
  const mappings = fieldsOfObject(schema, sample, { resolver, isForm, fields });
  return isForm ? { multipart: mappings } : { json: { object: mappings } };
}

/** The recipe of an operation as the user decided about it. */
export function recipeOfOperation(
  operation: Operation,
  id: string,
  system: string,
  decided: {
    charges: boolean;
    task?: { proposal: TaskProposal; query: Operation } | undefined;
    result?: ResultProposal | undefined;
  },
): RecipeSource {
  const { fields, step, method } = operation;
  const { task } = decided;
  const result = decided.result;
  const outputs: Record<string, Find> = { answer: { as: 'json', optional: true } };
  if (result !== undefined) outputs['result'] = findOf(result);
  else outputs['answer'] = { as: 'json' };
  return {
    id,
    version: 1,
    nodes: ['api-operation'],
    system,
    title: verbatim(operation.title),
    models: [],
    params: fields.params,
    ports: {
      inputs: fields.inputs,
      ...(result !== undefined && {
        outputs: {
          result: {
            type: result.kind === 'text' ? 'text' : `list<${result.kind}>`,
            label: { en: 'Result', zh: '结果' },
          },
        },
      }),
    },
    media: fields.media,
    charges: decided.charges,
    submit: {
      ...step,
      method,
      answer:
        task === undefined && result !== undefined && result.kind === 'text'
          ? 'text'
          : result?.body === true
            ? 'binary'
            : 'json',
    },
    ...(task !== undefined && { task: taskOf(task.proposal, task.query) }),
    outputs,
  };
}

function findOf(result: ResultProposal): Find {
  if (result.kind === 'text') return { as: 'text', paths: result.paths, whole: true };
  const where =
    result.body === true ? { body: true } : result.base64 === true ? { base64: result.paths } : { urls: result.paths };
  return { as: 'media', kind: result.kind, ...where, all: true };
}

function taskOf({ id, status }: TaskProposal, query: Operation): RecipeSource['task'] {
  const [place] = idPlaces(query);
  const isHere = (name: string): boolean => name === place?.name;
  const path = query.path.replace(/\{([^{}]+)\}/g, (slot, name: string) => (isHere(name) ? '{id}' : slot));
  return {
    id,
    query: {
      method: query.method,
      path,
      ...(place?.in === 'query' && { query: { [place.name]: { param: 'id' } } }),
      ...(query.method === 'POST' && place === undefined && { json: { object: { ids: { list: [{ param: 'id' }] } } } }),
    },
    status,
    // How fal refuses to show a result that is not there yet.
    stillRunning: ['still in progress'],
  };
}

/** Where a query takes the id of a task. */
export function idPlaces(query: Operation): Operation['places'] {
  const ids = query.places.filter(({ name }) => /id|task/i.test(name));
  return ids.length > 0 ? ids : query.places.filter((place) => place.in === 'path');
}
