import type { Clock } from './clock.ts';
import type { CheckedFault } from './faults/rule.ts';
import type { StoredFile } from './files.ts';

/** The faults that a task carries from its creation on. */
export type TaskFault = Extract<
  CheckedFault,
  { kind: 'task-status' | 'task-fails' | 'completed-empty-url' | 'big-number-id' }
>;

/** What a finished task has: files, or the reason why there are none. */
export type TaskOutcome =
  | { readonly state: 'done'; readonly files: readonly StoredFile[] }
  | { readonly state: 'failed'; readonly reason: string };

/** A job that takes a while. */
export interface Task<Detail = unknown> {
  readonly id: string;
  readonly model: string;
  readonly detail: Detail;
  readonly faults: readonly TaskFault[];
  /** ms since 1970. */
  readonly createdAt: number;
  /** When the waiting began; absent while the task waits for more input. */
  startedAt?: number;
  finishedAt?: number;
  outcome?: TaskOutcome;
  /** How many times it was asked for. */
  queries: number;
}

/** Where a task stands right now: a share of its time from 0 to 1, or its outcome. */
export type TaskView = { readonly state: 'running'; readonly share: number } | TaskOutcome;

/** The words by which a gateway says that a task ended well or badly; any other word means that it runs. */
const DONE_WORDS = [
  'SUCCESS',
  'SUCCEED',
  'SUCCEEDED',
  'COMPLETED',
  'COMPLETE',
  'DONE',
  'FINISH',
  'FINISHED',
  'VIDEO_UPSAMPLING_COMPLETED',
];
const FAILED_WORDS = [
  'FAILED',
  'FAILURE',
  'FAIL',
  'ERROR',
  'ABORTED',
  'EXPIRED',
  'VIDEO_GENERATION_FAILED',
  'VIDEO_UPSAMPLING_FAILED',
];

/** Starts the clock of a task and the work behind it. */
export function startTask(task: Task, clock: Clock, work: () => Promise<TaskOutcome>): void {
  task.startedAt = clock.now();
  const failing = task.faults.find((fault) => fault.kind === 'task-fails');
  const promise: Promise<TaskOutcome> = failing ? Promise.resolve({ state: 'failed', reason: failing.reason }) : work();
  promise.then(
    (outcome) => {
      task.outcome = outcome;
    },
    (error: unknown) => {
      task.outcome = { state: 'failed', reason: error instanceof Error ? error.message : 'unknown' };
    },
  );
}

/** Where the task stands; it ends when its time is over and its work is done, whichever is later. */
export function viewTask(task: Task, clock: Clock, taskMs: number): TaskView {
  if (task.startedAt === undefined) return { state: 'running', share: 0 };
  const share = taskMs <= 0 ? 1 : (clock.now() - task.startedAt) / taskMs;
  if (share < 1 || !task.outcome) return { state: 'running', share: Math.min(share, 0.99) };
  task.finishedAt ??= clock.now();
  return task.outcome;
}

/** The word of a `task-status` fault for this query, with what it means; undefined when the task has no such fault. */
export function spoiledWord(task: Task): { word: string; meaning: 'running' | 'done' | 'failed' } | undefined {
  const fault = task.faults.find((each) => each.kind === 'task-status');
  if (!fault) return undefined;
  const words = typeof fault.words === 'string' ? [fault.words] : fault.words;
  const word = words[Math.min(task.queries, words.length) - 1] ?? words[0] ?? '';
  const known = word.trim().toUpperCase();
  const meaning = DONE_WORDS.includes(known) ? 'done' : FAILED_WORDS.includes(known) ? 'failed' : 'running';
  return { word, meaning };
}

/** Should this answer of a completed task show no address? Counts by the task's own number of completed answers. */
export function hidesAddress(task: Task, completedAnswers: number): boolean {
  const fault = task.faults.find((each) => each.kind === 'completed-empty-url');
  return fault !== undefined && completedAnswers <= (fault.times ?? Number.POSITIVE_INFINITY);
}
