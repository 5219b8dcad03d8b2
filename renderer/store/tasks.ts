import { create } from 'zustand';
import type { TaskView } from '#core/services/views';
import { api } from '../api.ts';
import { useView } from './view.ts';

interface TasksState {
  readonly tasks: readonly TaskView[];
  /** Whether they were asked for at all. */
  readonly isListed: boolean;
  /** The task whose raw answer is shown. */
  readonly opened: string | undefined;
  /** Tasks that are being fetched just now. */
  readonly collecting: ReadonlySet<string>;
}

export const useTasks = create<TasksState>(() => ({
  tasks: [],
  isListed: false,
  opened: undefined,
  collecting: new Set(),
}));

let asking: Promise<void> | undefined;
let isStale = false;

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
    useTasks.setState({ tasks: await api().call('task.list', {}), isListed: true });
  } while (isStale);
}

/** Asks the gateway once and fetches the result when there is one. @throws AppError */
export async function collectTask(task: string) {
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
  useTasks.setState({ opened: task });
  if (task !== undefined) useView.setState({ bottom: 'tasks' });
}

export async function forgetTask(task: string): Promise<void> {
  await api().call('task.forget', { task });
  await refreshTasks();
}

/** States in which something may still come of an attempt, or in which money may be lost. */
const openStates: ReadonlySet<string> = new Set(['intent', 'received', 'accepted', 'ambiguous']);

export function isOpenTask(task: TaskView): boolean {
  return openStates.has(task.state);
}
