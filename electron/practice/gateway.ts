import type { Clock } from './clock.ts';
import type { FaultBook } from './faults/book.ts';
import type { FileStore, StoredFile } from './files.ts';
import type { PracticeRequest } from './http/request.ts';
import type { RequestLog } from './log.ts';
import { digest } from './random.ts';
import type { Task, TaskFault } from './tasks.ts';

/** What all routes share: settings, time, files, tasks, faults and the log. */
export interface Gateway {
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  /** Results, served under `/files/`. */
  readonly files: FileStore;
  /** Files brought to the upload host. */
  readonly uploads: FileStore;
  readonly tasks: Map<string, Task>;
  /** Films by what was ordered, so that the same order is made once. */
  readonly films: Map<string, Promise<StoredFile>>;
  /** Base addresses without a final slash; known once the server listens. */
  readonly addresses: { gateway: string; upload: string };
  /** A new hexadecimal id of 32 digits, different in each process. */
  newId(): string;
  /** A new id of 16 decimal digits that begins with the time, as Midjourney proxies give them. */
  newNumber(): string;
}

/** Times in milliseconds. */
export interface GatewaySettings {
  readonly taskMs: number;
  readonly latencyMs: number;
  readonly wordMs: number;
  readonly seed: number;
  readonly withParent: boolean;
  readonly key?: string;
  readonly controlToken?: string;
}

const TASK_FAULTS = ['task-status', 'task-fails', 'completed-empty-url', 'big-number-id'] as const;

/** Makers of ids: repeatable for one seed and one moment of the start. */
export function createIds(seed: number, clock: Clock): Pick<Gateway, 'newId' | 'newNumber'> {
  const start = `${seed}|${clock.now()}|${process.pid}`;
  let count = 0;
  const next = () => {
    count += 1;
    return digest(`${start}|${count}`);
  };
  return {
    newId: next,
    newNumber: () => `${clock.now()}${(Number.parseInt(next().slice(0, 8), 16) % 1000).toString().padStart(3, '0')}`,
  };
}

/** Notes in the log that this request bought one job. Each route that costs calls it once, when everything about the request was right. */
export function countJob(request: PracticeRequest, taskId?: string): void {
  request.entry.jobs = 1;
  if (taskId !== undefined) request.entry.tasks.push(taskId);
}

/** Makes a task with the faults that fit it, and counts it as a job. It does not run before `startTask`. */
export function createTask<Detail>(
  gateway: Gateway,
  request: PracticeRequest,
  chooseId: (faults: readonly TaskFault[]) => string,
  model: string,
  detail: Detail,
): Task<Detail> {
  const target = { method: request.method, path: request.path, model };
  const faults: TaskFault[] = gateway.faults.takeEach(TASK_FAULTS, target);
  const first = faults[0];
  if (first) request.entry.fault = first.kind;
  const id = chooseId(faults);
  const task: Task<Detail> = { id, model, detail, faults, createdAt: gateway.clock.now(), queries: 0 };
  gateway.tasks.set(id, task);
  countJob(request, id);
  return task;
}

/** The address of a result. */
export function fileUrl(gateway: Gateway, file: StoredFile): string {
  return `${gateway.addresses.gateway}/files/${file.name}`;
}
