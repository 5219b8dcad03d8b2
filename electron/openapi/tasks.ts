import type { ResultProposal, TaskProposal } from '#core/recipe/import';
import { leavesOf } from './answers.ts';
import { idPlaces, type Operation } from './operation.ts';
import type { Resolver } from './schema.ts';

/** What is tried beside what the document says, as its samples are often of another endpoint. */
const usualIds = ['id', 'task_id', 'data.task_id', 'data.id', 'request_id', 'output.task_id', 'result', 'data'];
const usualStatus = ['status', 'state', 'data.status', 'data.task_status', 'output.task_status'];

export interface Proposal {
  readonly task: TaskProposal;
  readonly query: Operation;
  readonly result: ResultProposal | undefined;
}

/** The operation that asks for what another one creates, or undefined when it answers with its result at once. */
export function proposeTask(
  create: Operation,
  operations: readonly Operation[],
  resolver: Resolver,
): Proposal | undefined {
  if (create.method !== 'POST') return undefined;
  const leaves = create.answer.schema === undefined ? [] : leavesOf(create.answer.schema, resolver);
  const ids = leaves
    .filter(({ key }) => /^(?:id|task_?id|job_?id|request_?id|generation_?id)$/i.test(key))
    .map(({ path }) => path);
  const answersNow =
    create.answer.result !== undefined && !leaves.some(({ key }) => /^(?:status|state|task_status)$/.test(key));
  if (answersNow) return undefined;
  const scored = operations
    .map((query) => ({ query, score: scoreOf(create, query, resolver) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.query;
  if (best === undefined) return undefined;
  const told = best.answer.schema === undefined ? [] : leavesOf(best.answer.schema, resolver);
  const status = told
    .filter(({ key }) => /^(?:status|state|task_status|taskStatus)$/i.test(key))
    .map(({ path }) => path);
  return {
    task: {
      query: best.key,
      id: [...new Set([...ids, ...usualIds])],
      status: [...new Set([...status.filter((path) => !path.includes('[*]')), ...usualStatus])],
    },
    query: best,
    result: best.answer.result ?? create.answer.result,
  };
}

const segments = (path: string): string[] => path.split('/').filter((part) => part !== '');
const isSlot = (part: string): boolean => part.startsWith('{');

/** How much a query looks as if it asked for what `create` makes; 0: not at all. */
function scoreOf(create: Operation, query: Operation, resolver: Resolver): number {
  if (query.key === create.key || (query.method !== 'GET' && query.method !== 'POST')) return 0;
  const asks = /quer|fetch|status|task|result|retriev|get|list|creations|requests|predictions|查询|获取/i;
  const from = segments(create.path);
  const to = segments(query.path);
  let same = 0;
  while (same < Math.min(from.length, to.length) && from[same] === to[same]) same += 1;
  if (same === 0 || (same === 1 && /^v\d+$/.test(from[0] ?? ''))) return 0;
  const places = idPlaces(query).length;
  if (query.method === 'POST' && (places > 0 || !asks.test(query.path))) return 0;
  if (query.method === 'GET' && places === 0) return 0;
  const isSamePlusId =
    query.method === 'GET' && to.length === from.length + 1 && same === from.length && isSlot(to.at(-1) ?? '');
  const hasStatus =
    query.answer.schema !== undefined &&
    leavesOf(query.answer.schema, resolver).some(({ key }) => /^(?:status|state|task_status)$/i.test(key));
  return (
    same +
    (isSamePlusId ? 10 : 0) +
    (asks.test(query.path) ? 3 : 0) +
    (hasStatus ? 2 : 0) +
    (query.method === 'GET' ? 1 : 0) -
    Math.max(0, to.length - from.length - 2)
  );
}
