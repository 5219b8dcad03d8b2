import { AppError } from '#core/errors';
import type { Gateway } from '#core/gateway/contract';
import { portType } from '#core/graph/graph';
import type { Registry } from '#core/node/registry';
import { verbatim } from '#core/text';
import type { PortType } from '#core/value/type';
import { isMediaValue, type Value } from '#core/value/value';
import { type Collected, collectOutcome } from './collect.ts';
import { recordLost } from './lost-intent.ts';
import type { AnswerStore, ArtifactStore, Attempt, Clock, Ledger } from './services.ts';
import type { TaskWaiter } from './task-waiter.ts';
import { unlessAborted } from './unless-aborted.ts';
import { saveOutputs, typeOutputs } from './values.ts';

/** The gateway of an attempt: `gone` when it has ended for good with all its tasks, undefined when none leads there now. */
export type GatewayOf = (attempt: Attempt) => Promise<Gateway | 'gone' | undefined>;

export interface KeeperOptions {
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly answers: AnswerStore;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  readonly boot?: string | undefined;
}

interface Work {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Milliseconds before a task is taken up that a run has let go of, and before one that could not be is tried again. */
const pause = 1_000;
const again = 60_000;
/** How many results are brought home at once. */
const mostDeliveries = 4;

/**
 * Looks after every task in the ledger that no run waits for, because its run is cancelled, suspended or gone: waits for
 * it and brings its result home. A run that goes on takes its tasks over.
 */
export class TaskKeeper {
  private readonly work = new Map<string, Work>();
  private readonly later = new Set<string>();
  /** What runs wait for themselves, from before the keeper begins too. */
  private readonly taken = new Set<string>();
  /** What an earlier process left: attempts that are made later belong to the runs that make them, until they give them. */
  private readonly left: readonly Attempt[];
  private readonly listeners = new Set<() => void>();
  private readonly stopping = new AbortController();
  private gatewayOf: GatewayOf | undefined;
  private timer: { readonly at: number; readonly stop: AbortController } | undefined;
  private deliveries = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly options: KeeperOptions,
    private readonly waiter: TaskWaiter,
  ) {
    this.left = options.ledger.attempts().filter((attempt) => attempt.state === 'intent' || isOpen(attempt));
  }

  /** Begins; before that it only hands over. @throws AppError `disk.full`, `file.write-failed` */
  async start(gatewayOf: GatewayOf): Promise<void> {
    this.gatewayOf = gatewayOf;
    await this.markLost();
    const { ledger } = this.options;
    for (const { id } of this.left) {
      const attempt = ledger.attempt(id);
      if (attempt !== undefined && isOpen(attempt)) this.begin(id);
    }
  }

  /**
   * Says of each request that an earlier process was sending when it died what became of it. May be called again.
   * @throws AppError `disk.full`, `file.write-failed`
   */
  async markLost(): Promise<void> {
    const { boot, ledger } = this.options;
    for (const { id } of this.left) {
      const attempt = ledger.attempt(id);
      if (attempt?.state === 'intent') await recordLost(attempt, { ...this.options, boot });
    }
  }

  /** Told when an attempt has changed. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Whether the keeper works on the attempt at this moment. */
  isKeeping(id: string): boolean {
    return this.work.has(id);
  }

  /** Lets go of an attempt: from then on it is the caller's, until it is given back. */
  async take(id: string): Promise<void> {
    this.taken.add(id);
    this.later.delete(id);
    const work = this.work.get(id);
    work?.stop.abort(new Taken());
    await work?.done;
  }

  /** Takes care of an attempt that nobody else waits for any more. */
  give(id: string): void {
    this.taken.delete(id);
    const attempt = this.options.ledger.attempt(id);
    if (attempt === undefined || !isOpen(attempt) || this.stopping.signal.aborted) return;
    this.later.add(id);
    this.lookLater(pause);
  }

  /**
   * Waits until an attempt that the keeper has, or takes up now, has ended. Rejects with the signal's reason when that is
   * aborted; the keeper goes on.
   */
  async settled(id: string, signal: AbortSignal): Promise<Attempt | undefined> {
    const { clock, ledger } = this.options;
    for (;;) {
      const attempt = ledger.attempt(id);
      if (attempt === undefined || !isOpen(attempt)) return attempt;
      this.begin(id);
      const work = this.work.get(id);
      if (work !== undefined) await unlessAborted(work.done, signal);
      const left = ledger.attempt(id);
      // What could not be brought home now is not tried again at once.
      if (left !== undefined && isOpen(left)) await clock.sleep(pause, signal);
    }
  }

  /** A connection was changed or mended: what could not be asked is tried at once. */
  nudge(): void {
    this.lookLater(0);
  }

  /** Stops what may be stopped; all of it is in the ledger and goes on at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort(new Taken());
    this.timer?.stop.abort();
    for (const { stop } of this.work.values()) stop.abort(new Taken());
    await Promise.allSettled([...this.work.values()].map(({ done }) => done));
  }

  private begin(id: string): void {
    const isOthers = this.taken.has(id) || this.work.has(id);
    if (this.gatewayOf === undefined || isOthers || this.stopping.signal.aborted) return;
    this.later.delete(id);
    const stop = new AbortController();
    const done = this.bring(id, this.gatewayOf, stop.signal)
      .catch((error: unknown) => {
        if (error instanceof Taken) return;
        // The file may be there later, or the disk have room; the attempt itself says nothing new.
        this.tryAgain(id);
      })
      .finally(() => {
        this.work.delete(id);
        for (const listener of this.listeners) listener();
      });
    this.work.set(id, { stop, done });
  }

  private async bring(id: string, gatewayOf: GatewayOf, signal: AbortSignal): Promise<void> {
    const { ledger } = this.options;
    const attempt = ledger.attempt(id);
    if (attempt === undefined) return;
    const gateway = await gatewayOf(attempt);
    signal.throwIfAborted();
    if (gateway === undefined) return this.tryAgain(id);
    if (gateway === 'gone') {
      await ledger.record({ id, state: 'expired', error: practiceEnded().info }, { sync: true });
      return;
    }
    const outcome = await this.outcomeOf(attempt, gateway, signal);
    if (outcome === undefined) return this.tryAgain(id);
    const collected = await this.oneOfFew(() => this.collect(attempt, outcome, gateway, signal), signal);
    if (collected.kind !== 'delivered' && isOpen(ledger.attempt(id) ?? attempt)) this.tryAgain(id);
  }

  private async outcomeOf(attempt: Attempt, gateway: Gateway, signal: AbortSignal) {
    if (attempt.task === undefined) {
      return attempt.answer === undefined ? undefined : ({ kind: 'done', answer: attempt.answer } as const);
    }
    const stopped = new AbortController();
    try {
      return await this.waiter.wait({
        gateway,
        task: attempt.task,
        attempt: attempt.id,
        signal: AbortSignal.any([signal, stopped.signal]),
        onProgress: () => undefined,
        onConnectionError: (error) => stopped.abort(error),
      });
    } catch (error) {
      if (stopped.signal.aborted && !signal.aborted) return undefined;
      throw error;
    }
  }

  private collect(
    attempt: Attempt,
    outcome: Parameters<typeof collectOutcome>[1],
    gateway: Gateway,
    signal: AbortSignal,
  ) {
    const { artifacts, registry } = this.options;
    const save = (values: Readonly<Record<string, Value>>) =>
      saveOutputs(typeOutputs(values, collectedTypes(registry, attempt, values)), artifacts);
    return collectOutcome(attempt, outcome, { ...this.options, gateway, save }, signal);
  }

  private async oneOfFew(work: () => Promise<Collected>, signal: AbortSignal): Promise<Collected> {
    while (this.deliveries >= mostDeliveries) {
      await new Promise<void>((resolve) => {
        this.queue.push(resolve);
      });
      signal.throwIfAborted();
    }
    this.deliveries += 1;
    try {
      return await work();
    } finally {
      this.deliveries -= 1;
      this.queue.shift()?.();
    }
  }

  private tryAgain(id: string): void {
    this.later.add(id);
    this.lookLater(again);
  }

  private lookLater(milliseconds: number): void {
    if (this.stopping.signal.aborted || this.later.size === 0) return;
    const { clock } = this.options;
    const timer = { at: clock.now() + milliseconds, stop: new AbortController() };
    if (this.timer !== undefined && this.timer.at <= timer.at) return;
    this.timer?.stop.abort();
    this.timer = timer;
    clock.sleep(milliseconds, timer.stop.signal).then(
      () => {
        if (this.timer === timer) this.timer = undefined;
        for (const id of [...this.later]) this.begin(id);
      },
      () => undefined,
    );
  }
}

/** Somebody else goes on with it. */
class Taken extends AppError {
  constructor() {
    super('internal.bug', verbatim('the keeper has let go of an attempt'));
  }
}

/** Whether there is still something to fetch. */
function isOpen({ state }: Attempt): boolean {
  return state === 'accepted' || state === 'received';
}

/** The types of collected outputs: those of the node, or what the values tell where its type is not known any more. */
export function collectedTypes(
  registry: Registry,
  attempt: Attempt,
  values: Readonly<Record<string, Value>>,
): Record<string, PortType> {
  const { outputs } = registry.portsOf(attempt.nodeType, attempt.task?.params ?? {});
  const known = Object.entries(outputs).map(([port, output]) => [port, portType(output.type)] as const);
  if (known.length > 0) return Object.fromEntries(known);
  return Object.fromEntries(Object.entries(values).map(([port, value]) => [port, typeOfValue(value)]));
}

function typeOfValue(value: Value): PortType {
  if (Array.isArray(value)) {
    const inner = typeOfValue((value[0] ?? null) as Value);
    return { base: inner.base, depth: inner.depth + 1 };
  }
  if (isMediaValue(value)) return { base: value.kind, depth: 0 };
  return { base: typeof value === 'string' ? 'text' : 'json', depth: 0 };
}

function practiceEnded(): AppError {
  const message = {
    en: 'The practice gateway that had this task has ended, and its tasks with it.',
    zh: '此任务所在的练习网关已结束，其任务也随之消失。',
  };
  return new AppError('task.expired', message, { billed: 'no' });
}
