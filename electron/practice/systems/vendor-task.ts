import type { StoredFile } from '../files.ts';
import { createTask, type Gateway } from '../gateway.ts';
import type { PracticeRequest } from '../http/request.ts';
import {
  hidesAddress,
  spoiledWord,
  startTask,
  type Task,
  type TaskFault,
  type TaskOutcome,
  viewTask,
} from '../tasks.ts';

/** What a vendor's routes keep of a task: whose it is, and what its answers repeat. */
export interface VendorDetail<Extra> {
  readonly system: string;
  readonly extra: Extra;
  /** How many answers said that it is completed. */
  completedAnswers: number;
}

/** What a new task is. */
export interface VendorOrder<Extra> {
  readonly system: string;
  readonly model: string;
  readonly extra: Extra;
  readonly id: (faults: readonly TaskFault[]) => string;
  readonly work: () => Promise<TaskOutcome>;
}

/** Makes a task of a vendor and starts it; it counts as one job. */
export function beginTask<Extra>(
  gateway: Gateway,
  request: PracticeRequest,
  order: VendorOrder<Extra>,
): Task<VendorDetail<Extra>> {
  const detail: VendorDetail<Extra> = { system: order.system, extra: order.extra, completedAnswers: 0 };
  const task = createTask(gateway, request, order.id, order.model, detail);
  startTask(task, gateway.clock, order.work);
  return task;
}

/** Where a vendor's task stands at this question. */
export interface VendorState<Extra> {
  readonly task: Task<VendorDetail<Extra>>;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  /** From 0 to 1. */
  readonly share: number;
  /** What was made; empty until it is done, and where a fault hides it. */
  readonly files: readonly StoredFile[];
  /** Why there is nothing, when it failed. */
  readonly reason: string;
  /** A status word that a fault asks for instead of the vendor's own. */
  readonly word: string | undefined;
}

/** Asks for a vendor's task, which counts as a question; undefined when there is none of that id. */
export function askTask<Extra>(gateway: Gateway, system: string, id: string): VendorState<Extra> | undefined {
  const task = findTask<Extra>(gateway, system, id);
  if (task === undefined) return undefined;
  task.queries += 1;
  return stateOf(gateway, task, true);
}

/** A page of a vendor's tasks, newest first; pages count from 1. Listing is no question about any of them. */
export function listTasks<Extra>(gateway: Gateway, system: string, page: number, size: number): VendorState<Extra>[] {
  const tasks = [...gateway.tasks.values()].filter((task) => isOf<Extra>(task, system)).reverse();
  return tasks.slice((page - 1) * size, page * size).map((task) => stateOf(gateway, task, false));
}

/** Where a task stands; `asked`: the answer counts among those that faults count. */
function stateOf<Extra>(gateway: Gateway, task: Task<VendorDetail<Extra>>, asked: boolean): VendorState<Extra> {
  const view = viewTask(task, gateway.clock, gateway.settings.taskMs);
  const spoiled = spoiledWord(task);
  const meaning = spoiled?.meaning ?? view.state;
  const share = view.state === 'running' ? view.share : 1;
  if (meaning === 'done' && asked) task.detail.completedAnswers += 1;
  const shown = meaning === 'done' && !hidesAddress(task, task.detail.completedAnswers);
  return {
    task,
    state: meaning === 'running' ? (share < 0.2 ? 'queued' : 'running') : meaning,
    share,
    files: shown && task.outcome?.state === 'done' ? task.outcome.files : [],
    reason: task.outcome?.state === 'failed' ? task.outcome.reason : 'generation failed',
    word: spoiled?.word,
  };
}

function findTask<Extra>(gateway: Gateway, system: string, id: string): Task<VendorDetail<Extra>> | undefined {
  const task = gateway.tasks.get(id);
  return task !== undefined && isOf<Extra>(task, system) ? task : undefined;
}

function isOf<Extra>(task: Task, system: string): task is Task<VendorDetail<Extra>> {
  return typeof task.detail === 'object' && task.detail !== null && Reflect.get(task.detail, 'system') === system;
}
