import { AppError, type ErrorInfo } from '#core/errors';
import type { Gateway, PollOutcome, TaskRef } from '#core/gateway/contract';
import type { AnswerStore, Clock } from './services.ts';

type FinalOutcome = Exclude<PollOutcome, { kind: 'running' | 'no-answer' }>;

interface WaiterOptions {
  readonly clock: Clock;
  readonly answers: AnswerStore;
  readonly random: () => number;
  /** Milliseconds between two polls of a task; undefined: 5 to 10 s, 15 to 30 s after two minutes. */
  readonly pollMilliseconds?: number | undefined;
  /** Polls per second and connection. */
  readonly cap?: number;
}

export interface WaitOptions {
  readonly gateway: Gateway;
  readonly task: TaskRef;
  /** The ledger's attempt, for the name of the raw answer. */
  readonly attempt: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: number | undefined, status: string) => void;
  /** A poll that failed in a way that waiting does not mend (a refused key). */
  readonly onConnectionError: (error: ErrorInfo) => void;
}

interface Waiting extends WaitOptions {
  nextAt: number;
  readonly resolve: (outcome: FinalOutcome) => void;
  readonly reject: (reason: unknown) => void;
  polling: boolean;
}

/**
 * The one polling loop of the program. Tasks are asked in the order in which they are due, never faster than the cap of
 * their connection, so that with many tasks the interval stretches for all of them alike. A failed poll is not a failed
 * task: it is asked again later.
 */
export class TaskWaiter {
  private readonly tasks = new Set<Waiting>();
  /** When each connection may be asked again. */
  private readonly freeAt = new Map<string, number>();
  private wake: AbortController | undefined;

  constructor(private readonly options: WaiterOptions) {}

  /** How many tasks are waited for. */
  get size(): number {
    return this.tasks.size;
  }

  /** Resolves when the task has ended in some way; rejects with the signal's reason when the waiting is stopped. */
  wait(options: WaitOptions): Promise<FinalOutcome> {
    return new Promise((resolve, reject) => {
      if (options.signal.aborted) {
        reject(options.signal.reason);
        return;
      }
      const entry: Waiting = {
        ...options,
        nextAt: this.firstAt(options.task),
        resolve,
        reject,
        polling: false,
      };
      options.signal.addEventListener(
        'abort',
        () => {
          if (this.tasks.delete(entry)) reject(options.signal.reason);
        },
        { once: true },
      );
      this.tasks.add(entry);
      this.schedule();
    });
  }

  /** Asks for all tasks as soon as the cap allows: after sleep, or because somebody wants to know. */
  pollNow(): void {
    for (const entry of this.tasks) entry.nextAt = this.options.clock.now();
    this.schedule();
  }

  /** A task that was left alone for a while, as by a restart, is asked at once. */
  private firstAt(task: TaskRef): number {
    return Math.max(this.options.clock.now(), Date.parse(task.createdAt) + this.interval(task));
  }

  private interval(task: TaskRef): number {
    const { pollMilliseconds, clock, random } = this.options;
    if (pollMilliseconds !== undefined) return pollMilliseconds;
    const age = clock.now() - Date.parse(task.createdAt);
    return age < 120_000 ? 5_000 + random() * 5_000 : 15_000 + random() * 15_000;
  }

  private schedule(): void {
    this.wake?.abort();
    let next: Waiting | undefined;
    let dueAt = Number.POSITIVE_INFINITY;
    for (const entry of this.tasks) {
      if (entry.polling) continue;
      const at = Math.max(entry.nextAt, this.freeAt.get(entry.task.baseUrl) ?? 0);
      if (at < dueAt) {
        dueAt = at;
        next = entry;
      }
    }
    if (next === undefined) return;
    const due = next;
    const wake = new AbortController();
    this.wake = wake;
    this.options.clock.sleep(Math.max(0, dueAt - this.options.clock.now()), wake.signal).then(
      () => this.start(due),
      () => undefined,
    );
  }

  private start(entry: Waiting): void {
    if (this.tasks.has(entry) && !entry.polling) {
      this.freeAt.set(entry.task.baseUrl, this.options.clock.now() + 1000 / (this.options.cap ?? 20));
      entry.polling = true;
      this.poll(entry).catch((error: unknown) => {
        if (this.tasks.delete(entry)) entry.reject(error);
      });
    }
    this.schedule();
  }

  private async poll(entry: Waiting): Promise<void> {
    const sink = await this.options.answers.create(entry.attempt, 'poll');
    const outcome = await entry.gateway.poll(entry.task, { sink, signal: entry.signal });
    entry.polling = false;
    if (!this.tasks.has(entry)) return;
    if (outcome.kind === 'running') {
      entry.onProgress(outcome.progress, outcome.status);
      entry.nextAt = this.options.clock.now() + this.interval(entry.task);
    } else if (outcome.kind === 'no-answer') {
      entry.nextAt = this.options.clock.now() + Math.max(this.interval(entry.task), outcome.error.retryAfter ?? 0);
      if (outcome.error.code === 'connection.key-refused' || outcome.error.code === 'connection.no-balance') {
        entry.onConnectionError(outcome.error);
      }
    } else {
      this.tasks.delete(entry);
      entry.resolve(outcome);
    }
    this.schedule();
  }
}

/** Why waiting ended without an outcome. */
export class WaitingEnded extends AppError {
  constructor(readonly why: 'limit' | 'cancel' | 'interrupt' | 'connection') {
    super('internal.bug', `waiting ended: ${why}`);
  }
}
