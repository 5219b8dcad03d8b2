import { create } from 'zustand';
import type { CallOutput } from '#core/services/contract';
import type { TaskView } from '#core/services/run-views';
import { api } from '../api.ts';
import { useView } from './view.ts';

export interface TaskCheck {
  readonly at: string;
  readonly answer: CallOutput<'task.collect'>;
}

interface TasksState {
  readonly tasks: readonly TaskView[];
  /** Whether they were asked for at all. */
  readonly isListed: boolean;
  /** The task whose raw answer is shown. */
  readonly opened: string | undefined;
  /** The task whose user is asked whether it is to be forgotten. */
  readonly forgetting: string | undefined;
  /** Tasks that are being fetched just now. */
  readonly collecting: ReadonlySet<string>;
  /** What the gateway said of a task when the user asked, and when that was. */
  readonly checks: Readonly<Record<string, TaskCheck>>;
}

export const useTasks = create<TasksState>(() => ({
  tasks: [],
  isListed: false,
  opened: undefined,
  forgetting: undefined,
  checks: {},
  collecting: new Set(),
}));

let asking: Promise<void> | undefined;
let isStale = false;
/** Up to where the list is known. */
let since: number | undefined;

/** Asks for the ledger; while one answer is awaited more questions become one. */
export function refreshTasks(): Promise<void> {
  if (asking !== undefined) {
    isStale = true;
    return asking;
  }
  asking = list().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function list(): Promise<void> {
  do {
    isStale = false;
    const answer = await api().call('task.list', { since });
    since = answer.revision;
    useTasks.setState(({ tasks }) => ({ tasks: merged(tasks, answer.tasks), isListed: true }));
  } while (isStale);
}

/** What is known with what has changed, newest first. */
function merged(known: readonly TaskView[], changed: readonly TaskView[]): readonly TaskView[] {
  if (changed.length === 0) return known;
  const byId = new Map(changed.map((task) => [task.id, task]));
  const rest = known.map((task) => {
    const now = byId.get(task.id) ?? task;
    byId.delete(task.id);
    return now;
  });
  return [...byId.values(), ...rest];
}

/** Asks the gateway once and fetches the result when there is one. @throws AppError */
export async function checkTask(task: string): Promise<void> {
  const answer = await collectTask(task);
  useTasks.setState(({ checks }) => ({ checks: { ...checks, [task]: { at: new Date().toISOString(), answer } } }));
}

/** Looks for the task of a request without an answer, or takes the chosen one. @throws AppError */
export async function lookForTask(task: string, candidate?: string): Promise<CallOutput<'task.look'>> {
  try {
    return await api().call('task.look', { task, candidate });
  } finally {
    refreshTasks().catch(() => undefined);
  }
}

async function collectTask(task: string) {
  const { collecting } = useTasks.getState();
  useTasks.setState({ collecting: new Set([...collecting, task]) });
  try {
    return await api().call('task.collect', { task });
  } finally {
    const left = new Set(useTasks.getState().collecting);
    left.delete(task);
    useTasks.setState({ collecting: left });
    refreshTasks().catch(() => undefined);
  }
}

/** Shows what the gateway said last of a task, in the panel of the tasks. */
export function openTask(task: string | undefined): void {
  useTasks.setState({ opened: task, forgetting: undefined });
  if (task !== undefined) useView.setState({ bottom: 'tasks' });
}

/** Says what would be lost, and asks. */
export function askToForget(task: string | undefined): void {
  if (task !== undefined) openTask(task);
  useTasks.setState({ forgetting: task });
}

/** @throws AppError */
export async function forgetTask(task: string): Promise<void> {
  useTasks.setState({ forgetting: undefined });
  await api().call('task.forget', { task });
  await refreshTasks();
}

/** Groups of states that people look for; `open`: something may still come of it, or money may be lost. */
export const taskGroups = {
  open: ['intent', 'received', 'accepted', 'ambiguous'],
  unclear: ['ambiguous'],
  delivered: ['delivered'],
  failed: ['failed', 'expired', 'rejected'],
  closed: ['resent', 'given-up', 'forgotten'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type TaskGroup = keyof typeof taskGroups;

const openStates: ReadonlySet<string> = new Set(taskGroups.open);

export function isOpenTask(task: TaskView): boolean {
  return openStates.has(task.state);
}
