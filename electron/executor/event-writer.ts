import type { AppError } from '#core/errors';
import { toAppError } from '#core/errors';
import { type EventBody, isJournalled, type JournalEvent, type RunEvent } from '#core/run/event';
import { type RunState, reduceRun } from '#core/run/state';
import type { Clock, EventListener, Journal } from './services.ts';

/**
 * The only place where events of a run are made. An event changes the state at once, goes to the journal, and is shown to
 * listeners only after it is in the file; events for the eye keep their place in that order.
 */
export class EventWriter {
  private current: RunState | undefined;
  private seq: number;
  private queue: RunEvent[] = [];
  private flushing: Promise<void> | undefined;
  private failure: AppError | undefined;
  private lastTime = { now: Number.NaN, text: '' };

  constructor(
    private readonly run: string,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly listener: EventListener,
    private readonly onFailure: (error: AppError) => void,
    state: RunState | undefined,
  ) {
    this.current = state;
    this.seq = state === undefined ? 0 : state.seq + 1;
  }

  get state(): RunState | undefined {
    return this.current;
  }

  /** Takes the body over and completes it. @throws AppError `internal.bug` when the state does not allow the event */
  emit(body: EventBody<RunEvent>): void {
    // Bodies are made for this call, so they need not be copied: a large run makes tens of thousands of them.
    const event = body as RunEvent;
    event.seq = this.seq;
    event.at = this.time();
    event.run = this.run;
    this.seq += 1;
    if (isJournalled(event)) {
      this.current = reduceRun(this.current, event);
      this.journal.append(event as JournalEvent);
    }
    this.queue.push(event);
    if (this.flushing === undefined) this.flushing = this.flushSoon();
  }

  /** Many events share a millisecond, and formatting a time is dear. */
  private time(): string {
    const now = this.clock.now();
    if (now !== this.lastTime.now) this.lastTime = { now, text: new Date(now).toISOString() };
    return this.lastTime.text;
  }

  /** Resolves when every event so far is in the file and was shown. @throws AppError when the journal cannot be written */
  async settled(): Promise<void> {
    while (this.flushing !== undefined) await this.flushing;
    if (this.failure !== undefined) throw this.failure;
  }

  private async flushSoon(): Promise<void> {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    const batch = this.queue;
    this.queue = [];
    try {
      await this.journal.flush();
      for (const event of batch) this.listener(event);
    } catch (error) {
      // What could not be written must not be seen; the run stops and says why. What is only said changes nothing.
      for (const event of batch) if (!isJournalled(event) || event.event === 'node-issue') this.listener(event);
      this.failure = toAppError(error);
      this.queue = [];
      this.onFailure(this.failure);
    }
    this.flushing = this.queue.length > 0 && this.failure === undefined ? this.flushSoon() : undefined;
  }
}
