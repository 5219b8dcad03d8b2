import { type ErrorInfo, toAppError } from '#core/errors';
import type { ListedTask, LookOptions, LookOutcome, PreparedCall } from '#core/gateway/contract';
import type { TaskList } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import { askForRows } from './ask-for-rows.ts';
import type { CallContext } from './call-context.ts';
import { asText } from './recipe/mapping.ts';
import { findFirst } from './recipe/paths.ts';

/** Pages that are read before it is enough. */
const mostPages = 20;

type Page = { readonly rows: readonly Json[] } | { readonly error: ErrorInfo };

/** Reads the list of tasks page by page until it is older than the time in question; see `Gateway.look`. */
export async function lookForTasks(
  call: PreparedCall,
  options: LookOptions,
  context: CallContext,
): Promise<LookOutcome> {
  const list = call.recipe.task?.list;
  if (list === undefined) return { kind: 'listed', tasks: [] };
  const since = Date.parse(options.since);
  const until = Date.parse(options.until);
  const tasks = new Map<string, ListedTask>();
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const asked = await askForPage(list, list.firstPage + page, call, options, context);
      if ('error' in asked) return { kind: 'no-answer', error: context.redactor.error(asked.error) };
      const listed = asked.rows.flatMap((row) => listedTask(row, list) ?? []);
      const own = listed.find((task) => task.mark === options.mark);
      if (own !== undefined) return { kind: 'listed', tasks: [own] };
      const times = listed.map((task) => Date.parse(task.createdAt ?? ''));
      for (const [index, task] of listed.entries()) {
        const at = times[index] ?? Number.NaN;
        // A task without a time may be any.
        if (Number.isNaN(at) || (at >= since && at <= until)) tasks.set(task.id, task);
      }
      const isOlder = times.length > 0 && times.every((at) => at < since);
      if (asked.rows.length < list.pageSize || isOlder) break;
    }
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    return { kind: 'no-answer', error: context.redactor.error(toAppError(error).info) };
  }
  return { kind: 'listed', tasks: [...tasks.values()] };
}

async function askForPage(
  list: TaskList,
  page: number,
  call: PreparedCall,
  { signal }: LookOptions,
  context: CallContext,
): Promise<Page> {
  const known = call.values !== undefined && { values: call.values };
  const filling = { params: { ...call.params, page }, inputs: call.inputs, media: {}, ...known };
  const asked = await askForRows(list.step, filling, list.rows, signal, context);
  if ('unreachable' in asked) return { error: asked.unreachable };
  return 'refusal' in asked ? { error: asked.refusal.error } : { rows: asked.rows };
}

function listedTask(row: Json, list: TaskList): ListedTask | undefined {
  const text = (paths: readonly string[]): string | undefined => {
    const found = findFirst(row, paths);
    return found === undefined ? undefined : asText(found);
  };
  const id = text(list.id);
  if (id === undefined) return undefined;
  return {
    id,
    createdAt: timeOf(findFirst(row, list.createdAt)),
    model: text(list.model),
    prompt: text(list.prompt),
    status: text(list.status),
    mark: text(list.mark),
  };
}

/** Numbers below this are seconds since 1970: as milliseconds they would be in that year's spring. */
const smallestMilliseconds = 1e10;

/** A time as gateways write it, as ISO 8601; undefined when it is none. */
function timeOf(value: Json | undefined): string | undefined {
  const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  const date =
    typeof number === 'number'
      ? new Date(number < smallestMilliseconds ? number * 1000 : number)
      : typeof number === 'string'
        ? new Date(number)
        : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
