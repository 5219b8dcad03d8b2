import { toAppError } from '#core/errors';
import type { AskedTask, PollOutcome, TaskRef, Together, TogetherOutcome } from '#core/gateway/contract';
import type { Recipe } from '#core/recipe/schema';
import { canonicalJson } from '#core/value/canonical';
import type { Json } from '#core/value/value';
import { askForRows } from './ask-for-rows.ts';
import type { CallContext } from './call-context.ts';
import { findProgress, statusClass } from './normalise.ts';
import { asText } from './recipe/mapping.ts';
import { findFirst } from './recipe/paths.ts';
import { hasResult, statusOf } from './task-state.ts';

const known = new WeakMap<Recipe, Together>();

/** Which tasks of a recipe can be asked for with one request; see `Gateway.together`. */
export function togetherOf(recipe: Recipe | undefined): Together | undefined {
  const batch = recipe?.task?.batch;
  if (recipe === undefined || batch === undefined) return undefined;
  const together = known.get(recipe) ?? { by: canonicalJson([batch.step, batch.rows, batch.id]), most: batch.most };
  known.set(recipe, together);
  return together;
}

/** Asks once for the state of several tasks; see `Gateway.pollTogether`. */
export async function pollTogether(
  tasks: readonly AskedTask[],
  recipeOf: (task: TaskRef) => Recipe,
  signal: AbortSignal,
  context: CallContext,
): Promise<TogetherOutcome> {
  try {
    return await ask(tasks, recipeOf, signal, context);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { info } = toAppError(error);
    if (info.code === 'disk.full' || info.code === 'file.write-failed') throw error;
    // A recipe that cannot be filled in, for one: the single question has its own.
    return { kind: 'refused' };
  } finally {
    await Promise.all(tasks.map(({ sink }) => sink.close().catch(() => undefined)));
  }
}

async function ask(
  tasks: readonly AskedTask[],
  recipeOf: (task: TaskRef) => Recipe,
  signal: AbortSignal,
  context: CallContext,
): Promise<TogetherOutcome> {
  const batch = tasks[0] === undefined ? undefined : recipeOf(tasks[0].task).task?.batch;
  if (batch === undefined) return { kind: 'refused' };
  const ids = tasks.map(({ task }) => task.id);
  const asked = await askForRows(batch.step, { params: { ids }, inputs: {}, media: {} }, batch.rows, signal, context);
  if ('unreachable' in asked) return { kind: 'no-answer', error: context.redactor.error(asked.unreachable) };
  if ('refusal' in asked) {
    const { error } = asked.refusal;
    // A hundred single questions would only make it worse.
    if (error.code !== 'gateway.rate-limited') return { kind: 'refused' };
    return { kind: 'no-answer', error: context.redactor.error({ ...error, retryable: true }) };
  }
  const rows = new Map<string, Json>();
  for (const row of asked.rows) {
    const id = findFirst(row, batch.id);
    if (id !== undefined) rows.set(asText(id), row);
  }
  const outcomes: (PollOutcome | undefined)[] = [];
  for (const one of tasks) outcomes.push(await judge(rows.get(one.task.id), one, recipeOf(one.task), context));
  return { kind: 'answered', outcomes };
}

/**
 * What a row says of its task. Only good news are believed: what ended a task in any other way is asked for by itself, as
 * a list may know less than the task's own answer.
 */
async function judge(
  row: Json | undefined,
  { task, sink }: AskedTask,
  recipe: Recipe,
  context: CallContext,
): Promise<PollOutcome | undefined> {
  if (row === undefined) return undefined;
  const within = recipe.task?.batch?.within;
  const json = within === undefined ? row : { [within]: row };
  const status = statusOf(json, recipe);
  if (status === undefined) return undefined;
  const kind = statusClass(status, recipe.task?.words);
  const redact = context.redactor.stream();
  const content = Buffer.concat([redact.push(Buffer.from(JSON.stringify(json))), redact.end()]);
  const stored = { name: sink.name, file: sink.file, status: 200, contentType: 'application/json' };
  const answer = { ...stored, bytes: content.byteLength };
  const done = kind === 'done' && (await hasResult(json, answer, { recipe, task, context }));
  if (!done && kind !== 'running' && kind !== 'queued') return undefined;
  await sink.write(content);
  await sink.close();
  if (done) return { kind: 'done', answer };
  return { kind: 'running', status, progress: findProgress(json, recipe.task?.progress ?? []) };
}
