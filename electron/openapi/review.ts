import { toAppError } from '#core/errors';
import type { ImportReview, OperationChoice, OperationReview } from '#core/recipe/import';
import { type RecipeSource, recipeSchema } from '#core/recipe/schema';
import { type LocalText, messageIn, say } from '#core/text';
import type { Json } from '#core/value/value';
import { type ApiDocument, isRecord, type Problem, readDocuments } from './documents.ts';
import { forGateway } from './fal-document.ts';
import { methods, type Operation, readOperation, recipeOfOperation } from './operation.ts';
import { createResolver, type Resolver } from './schema.ts';
import { type Proposal, proposeTask } from './tasks.ts';

/** A document that was read: what can be imported of it, and by which recipes. */
export interface ReadApi {
  readonly review: ImportReview;
  /** The document's name as a part of file names and ids. */
  readonly slug: string;
  /** The recipes of the chosen operations; keys that the document does not have are left out. */
  recipes(choices: readonly OperationChoice[]): RecipeSource[];
}

interface Found {
  readonly operation: Operation;
  readonly proposal: Proposal | undefined;
  readonly charges: boolean;
}

/**
 * Reads an OpenAPI 3 document (JSON, YAML, or Markdown pages with them) for import. It never fails as a whole.
 * @param known the routes that recipes of the program call already, by key
 */
export function readApi(text: string, name: string, known: ReadonlyMap<string, string>): ReadApi {
  const { documents, problems } = readDocuments(text, name);
  const found = new Map<string, Found>();
  for (const document of documents) {
    const read = readPaths(document, problems);
    for (const operation of read.operations) {
      const before = found.get(operation.key);
      if (before !== undefined) {
        problems.push({
          where: operation.key,
          message: { en: 'It is there twice; the first is used.', zh: '重复出现，采用第一个。' },
        });
        continue;
      }
      const proposal = proposeTask(operation, read.operations, read.resolver);
      found.set(operation.key, { operation, proposal, charges: operation.method !== 'GET' });
    }
    for (const reference of [...read.resolver.broken].slice(0, 20)) {
      const message = say('It refers to “{reference}”, which is not there.', '引用了不存在的“{reference}”。', {
        reference,
      });
      problems.push({ where: document.where, message });
    }
  }
  const slug = slugOf(name.replace(/\.(?:json|ya?ml|md|markdown|txt)$/i, ''));
  const make = (
    { operation, proposal, charges }: Found,
    id: string,
    choice: { task: boolean; charges?: boolean | undefined },
  ) =>
    recipeOfOperation(operation, id, slug, {
      charges: choice.charges ?? charges,
      task: choice.task && proposal !== undefined ? { proposal: proposal.task, query: proposal.query } : undefined,
      result: choice.task && proposal !== undefined ? proposal.result : operation.answer.result,
    });
  const usable = new Map<string, Found>();
  for (const [key, one] of found) {
    const parsed = recipeSchema.safeParse(make(one, 'user/check', { task: one.proposal !== undefined }));
    if (parsed.success) usable.set(key, one);
    else problems.push({ where: key, message: unusable(parsed.error.issues[0]) });
  }
  const ids = idsOf([...usable.keys()], slug);
  return {
    slug,
    review: { name, operations: [...usable.values()].map((one) => reviewOf(one, known)), problems },
    recipes: (choices) =>
      choices.flatMap((choice) => {
        const one = usable.get(choice.key);
        return one === undefined ? [] : [make(one, ids.get(choice.key) ?? '', choice)];
      }),
  };
}

function unusable(issue: { message: string; path: readonly PropertyKey[] } | undefined): LocalText {
  return say('It cannot be used: {where}: {why}', '无法使用：{where}：{why}', {
    where: issue?.path.map(String).join('.') ?? '',
    why: issue?.message ?? '',
  });
}

function readPaths(document: ApiDocument, problems: Problem[]): { operations: Operation[]; resolver: Resolver } {
  const { where } = document;
  const root = forGateway(document.root);
  const resolver = createResolver(root);
  const operations: Operation[] = [];
  const base = basePath(root);
  for (const [written, raw] of Object.entries(isRecord(root['paths']) ? root['paths'] : {})) {
    const item = resolver.resolve(raw);
    const path = pathOf(base, written);
    if (item === undefined || path === undefined) {
      const message = say('The path “{path}” cannot be used.', '无法使用路径“{path}”。', { path: written });
      problems.push({ where, message });
      continue;
    }
    const shared = Array.isArray(item['parameters']) ? item['parameters'] : [];
    for (const [verb, operation] of Object.entries(item)) {
      const method = methods.find((one) => one === verb.toLowerCase());
      if (method === undefined) {
        if (/^(?:patch|head|options|trace)$/i.test(verb)) {
          const message = say('Requests with {method} cannot be made.', '不支持 {method} 请求。', {
            method: verb.toUpperCase(),
          });
          problems.push({ where: `${verb.toUpperCase()} ${path}`, message });
        }
        continue;
      }
      if (!isRecord(operation)) {
        problems.push({
          where: `${method.toUpperCase()} ${path}`,
          message: { en: 'It is not described.', zh: '没有说明。' },
        });
        continue;
      }
      try {
        operations.push(readOperation(method, path, operation, shared, resolver));
      } catch (error) {
        problems.push({ where: `${method.toUpperCase()} ${path}`, message: messageIn(toAppError(error).info) });
      }
    }
  }
  return { operations, resolver };
}

/** The path of the first server; its host does not count, as calls go to the connection. */
function basePath(root: Record<string, Json>): string {
  const [server] = Array.isArray(root['servers']) ? root['servers'] : [];
  const url = isRecord(server) && typeof server['url'] === 'string' ? server['url'] : '';
  const path = url.startsWith('/') ? url : /^https?:\/\/[^/]+(\/[^?#]*)/.exec(url)?.[1];
  return path === undefined || path.includes('{') ? '' : path.replace(/\/+$/, '');
}

/** Undefined for what is no path on the host of a connection. */
function pathOf(base: string, written: string): string | undefined {
  const trimmed = written.trim().replace(/[?#].*$/, '');
  // Sloppy exports have the whole address as the path.
  const path = trimmed.replace(/^https?:\/\/[^/]+/, '');
  const whole = `${base}${path.startsWith('/') ? '' : '/'}${path}`;
  const isClean = /^\/(?!\/)[^\s\\]*$/.test(whole) && !whole.split('/').some((part) => part === '..' || part === '.');
  return isClean && path !== '' ? whole : undefined;
}

function slugOf(text: string): string {
  const slug = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'api' : slug.slice(0, 40);
}

/** Ids that say what they are of and are there once. */
function idsOf(keys: readonly string[], slug: string): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const key of keys) {
    const [method = '', path = ''] = key.split(' ');
    const plain = `user/${slug}-${slugOf(`${method === 'POST' ? '' : method} ${path}`)}`;
    let id = plain;
    for (let number = 2; taken.has(id); number += 1) id = `${plain}-${number}`;
    taken.add(id);
    ids.set(key, id);
  }
  return ids;
}

function reviewOf({ operation, proposal, charges }: Found, known: ReadonlyMap<string, string>): OperationReview {
  const { key, title, fields, notes, answer } = operation;
  const result = proposal?.result ?? answer.result;
  const own = known.get(key.replace(/\{[^{}]*\}/g, '{}'));
  return {
    key,
    title,
    ...(own !== undefined && { known: own }),
    params: Object.keys(fields.params),
    inputs: Object.keys(fields.inputs),
    ...(result !== undefined && { result }),
    ...(proposal !== undefined && { task: proposal.task }),
    charges,
    notes: [...notes],
  };
}
