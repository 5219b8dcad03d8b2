import { AppError, bug } from '#core/errors';
import type { PollOutcome, TaskRef } from '#core/gateway/contract';
import { verbatim } from '#core/text';
import { untilAllAborted } from './all-aborted.ts';
import type { AnswerStore, Clock } from './services.ts';
import { type FinalOutcome, Lane, type Waiting, type WaitOptions } from './task-lane.ts';

interface WaiterOptions {
  readonly clock: Clock;
  readonly answers: AnswerStore;
  readonly random: () => number;
  /** Milliseconds between two polls of a task; undefined: 5 to 10 s, 15 to 30 s after two minutes. */
  readonly pollMilliseconds?: number | undefined;
  /** Polls per second and connection. */
  readonly cap?: number;
}

/** Milliseconds of a pause (a busy program, a coarse timer) that may be caught up with. */
const catchUp = 250;

/** How much a clock may go back by itself, in milliseconds. */
const clockStep = 1000;

/**
 * The one polling loop of the program. Tasks are asked in the order in which they are due, evenly and never faster than
 * the cap of their connection, so that with many tasks the interval stretches for all of them alike. Where the gateway can
 * be asked for several with one request, that is one poll; whatever is unclear then is asked for by itself. A failed poll
 * is not a failed task: it is asked again later.
 */
export class TaskWaiter {
  private readonly lanes = new Map<string, Lane>();
  /** When a task was asked last, also by somebody who does not wait for it any more. */
  private readonly polledAt = new Map<string, number>();
  private wake: { readonly at: number; readonly stop: AbortController } | undefined;
  private lookedAt = 0;

  constructor(private readonly options: WaiterOptions) {}

  /** How many tasks are waited for. */
  get size(): number {
    let size = 0;
    for (const lane of this.lanes.values()) size += lane.tasks.size;
    return size;
  }

  /**
   * Resolves when the task has ended in some way; rejects with the signal's reason when the waiting is stopped. An attempt
   * is waited for by one at a time.
   */
  wait(options: WaitOptions): Promise<FinalOutcome> {
    return new Promise((resolve, reject) => {
      if (options.signal.aborted) {
        reject(options.signal.reason);
        return;
      }
      const lane = this.laneOf(options.task.baseUrl);
      if (lane.tasks.has(options.attempt)) {
        // The one who waits already would never hear of it again.
        reject(bug(`two wait for the task of ${options.attempt}`));
        return;
      }
      const entry: Waiting = {
        ...options,
        nextAt: this.firstAt(options.task, options.attempt),
        resolve: (outcome) => {
          options.signal.removeEventListener('abort', leave);
          resolve(outcome);
        },
        reject: (reason) => {
          options.signal.removeEventListener('abort', leave);
          reject(reason);
        },
        polling: false,
        curious: [],
        together: options.gateway.together(options.task),
      };
      const leave = () => {
        if (this.remove(entry)) reject(options.signal.reason);
      };
      options.signal.addEventListener('abort', leave, { once: true });
      lane.tasks.set(options.attempt, entry);
      this.arm(Math.max(entry.nextAt, lane.freeAt));
    });
  }

  /** Asks for all tasks as soon as the cap allows, as after sleep. */
  pollNow(): void {
    const now = this.options.clock.now();
    for (const lane of this.lanes.values()) for (const entry of lane.tasks.values()) entry.nextAt = now;
    this.arm(now);
  }

  /** Asks for one task before all others; undefined when nobody waits for it, or when it ends otherwise meanwhile. */
  async ask(attempt: string): Promise<PollOutcome | undefined> {
    const entry = this.find(attempt);
    if (entry === undefined) return undefined;
    const answer = new Promise<PollOutcome | undefined>((resolve) => entry.curious.push(resolve));
    entry.nextAt = 0;
    this.arm(this.options.clock.now());
    return answer;
  }

  /** Whether somebody waits for the task of this attempt. */
  isWaiting(attempt: string): boolean {
    return this.find(attempt) !== undefined;
  }

  private find(attempt: string): Waiting | undefined {
    for (const lane of this.lanes.values()) {
      const entry = lane.tasks.get(attempt);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  private laneOf(baseUrl: string): Lane {
    let lane = this.lanes.get(baseUrl);
    if (lane === undefined) {
      lane = new Lane(this.options.clock.now());
      this.lanes.set(baseUrl, lane);
    }
    return lane;
  }

  /** False when it was not there any more. */
  private remove(entry: Waiting): boolean {
    const lane = this.lanes.get(entry.task.baseUrl);
    if (lane?.tasks.get(entry.attempt) !== entry) return false;
    lane.tasks.delete(entry.attempt);
    for (const tell of entry.curious.splice(0)) tell(undefined);
    return true;
  }

  /**
   * A task that was left alone for a while, as by a restart, is asked at once. One that seems to be made in the future (a
   * clock was set, or the gateway's goes differently) is asked after the usual time.
   */
  private firstAt(task: TaskRef, attempt: string): number {
    const now = this.options.clock.now();
    const since = Math.max(Date.parse(task.createdAt), this.polledAt.get(attempt) ?? 0);
    const interval = this.interval(task);
    return Math.min(Math.max(now, since + interval), now + interval);
  }

  private interval(task: TaskRef): number {
    const { pollMilliseconds, clock, random } = this.options;
    if (pollMilliseconds !== undefined) return pollMilliseconds;
    const age = clock.now() - Date.parse(task.createdAt);
    return age < 120_000 ? 5_000 + random() * 5_000 : 15_000 + random() * 15_000;
  }

  /** Makes the loop look at this time, or sooner when it does so anyway. */
  private arm(at: number): void {
    if (this.wake !== undefined && this.wake.at <= at) return;
    this.wake?.stop.abort();
    const wake = { at, stop: new AbortController() };
    this.wake = wake;
    this.options.clock.sleep(Math.max(0, at - this.options.clock.now()), wake.stop.signal).then(
      () => {
        if (this.wake !== wake) return;
        this.wake = undefined;
        this.look();
      },
      () => undefined,
    );
  }

  /** Starts the polls that are due and sleeps until the next one is. */
  private look(): void {
    const now = this.options.clock.now();
    if (now < this.lookedAt - clockStep) this.turnBack(now);
    this.lookedAt = now;
    const gap = 1000 / (this.options.cap ?? 20);
    let nextAt = Number.POSITIVE_INFINITY;
    for (const lane of this.lanes.values()) {
      let entry = lane.next();
      while (entry !== undefined && entry.nextAt <= now && lane.freeAt <= now) {
        lane.freeAt = Math.max(lane.freeAt, now - catchUp) + gap;
        this.start(lane, lane.companionsOf(entry, now, now + this.interval(entry.task) / 2));
        entry = lane.next();
      }
      if (entry !== undefined) nextAt = Math.min(nextAt, Math.max(entry.nextAt, lane.freeAt));
    }
    if (nextAt < Number.POSITIVE_INFINITY) this.arm(nextAt);
  }

  /** The clock was set back: what was due then is due now, or nothing would be asked for as long as it was set back. */
  private turnBack(now: number): void {
    for (const lane of this.lanes.values()) {
      lane.freeAt = Math.min(lane.freeAt, now);
      for (const entry of lane.tasks.values()) entry.nextAt = Math.min(entry.nextAt, now);
    }
  }

  private start(lane: Lane, entries: readonly Waiting[]): void {
    lane.underWay += 1;
    for (const entry of entries) {
      entry.polling = true;
      this.polledAt.set(entry.attempt, this.options.clock.now());
    }
    this.poll(lane, entries)
      .catch((error: unknown) => {
        for (const entry of entries) if (this.remove(entry)) entry.reject(error);
      })
      .finally(() => {
        lane.underWay -= 1;
        for (const entry of entries) entry.polling = false;
        this.arm(Math.max(Math.min(...entries.map(({ nextAt }) => nextAt)), lane.freeAt));
      });
  }

  private async poll(lane: Lane, entries: readonly Waiting[]): Promise<void> {
    const { answers } = this.options;
    const [first, ...others] = entries;
    if (first === undefined) return;
    if (others.length === 0) {
      const sink = await answers.create(first.attempt, 'poll');
      this.hear(lane, first, await first.gateway.poll(first.task, { sink, signal: first.signal }));
      return;
    }
    const asked = await Promise.all(
      entries.map(async ({ task, attempt }) => ({ task, sink: await answers.create(attempt, 'poll') })),
    );
    const outcome = await untilAllAborted(
      entries.map(({ signal }) => signal),
      (signal) => first.gateway.pollTogether(asked, signal),
    );
    const now = this.options.clock.now();
    if (outcome.kind === 'refused' && first.together !== undefined) lane.refuse(first.together.by, now);
    for (const [index, entry] of entries.entries()) {
      const own = outcome.kind === 'answered' ? outcome.outcomes[index] : outcome;
      if (own !== undefined && own.kind !== 'refused') {
        this.hear(lane, entry, own);
        continue;
      }
      if (outcome.kind === 'answered') entry.together = undefined;
      entry.nextAt = now;
    }
  }

  /** Acts on what a poll says of a task, if it is still waited for. */
  private hear(lane: Lane, entry: Waiting, outcome: PollOutcome): void {
    if (lane.tasks.get(entry.attempt) !== entry) return;
    for (const tell of entry.curious.splice(0)) tell(outcome);
    if (outcome.kind === 'running') {
      entry.onProgress(outcome.progress, outcome.status);
      entry.nextAt = this.options.clock.now() + this.interval(entry.task);
    } else if (outcome.kind === 'no-answer') {
      entry.nextAt = this.options.clock.now() + Math.max(this.interval(entry.task), outcome.error.retryAfter ?? 0);
      if (outcome.error.code === 'connection.key-refused' || outcome.error.code === 'connection.no-balance') {
        entry.onConnectionError(outcome.error);
      }
    } else if (this.remove(entry)) {
      this.polledAt.delete(entry.attempt);
      entry.resolve(outcome);
    }
  }
}

/** Why waiting ended without an outcome. */
export class WaitingEnded extends AppError {
  constructor(readonly why: 'limit' | 'cancel' | 'interrupt' | 'connection' | 'disk' | 'home') {
    super('internal.bug', verbatim(`waiting ended: ${why}`));
  }
}
