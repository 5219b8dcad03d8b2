import { setMaxListeners } from 'node:events';
import { type AppError, bug, type ErrorInfo, toAppError } from '#core/errors';
import type { EventBody, RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { recordAnswer } from './answer.ts';
import { EventWriter } from './event-writer.ts';
import { NodeRunner } from './node-runner.ts';
import { suspendedBy } from './retry.ts';
import { isDiskFull } from './room.ts';
import { cancelOpen, endingOf } from './run-ending.ts';
import { runOutputs } from './run-outputs.ts';
import type { RunSetup } from './run-setup.ts';
import { Schedule } from './schedule.ts';
import { WaitingEnded } from './task-waiter.ts';
import type { TypedOutputs } from './values.ts';
import { saveValue } from './values.ts';

/** How executing ended: for good, for now (`suspended`), or because the program was asked to stop. */
export interface SessionEnd {
  readonly kind: 'ended' | 'suspended' | 'interrupted';
  readonly state: RunState;
}

/**
 * Executes a run from where its state says: the first time, after a restart, or again for what failed. There are no
 * layers: a node starts the moment its own inputs are there. A session ends when nothing more can happen by itself.
 */
export class RunSession {
  readonly done: Promise<SessionEnd>;
  private readonly writer: EventWriter;
  private readonly results = new Map<string, TypedOutputs>();
  private readonly schedule: Schedule;
  private pumping = false;
  private active = 0;
  private settling = false;
  private readonly stopWaiting = new AbortController();
  private readonly hardStop = new AbortController();
  private readonly stopCompute = new AbortController();
  private stopped: WaitingEnded['why'] | undefined;
  private trouble: ErrorInfo | undefined;
  private failure: AppError | undefined;
  private readonly runner: NodeRunner;
  private finish: (end: SessionEnd) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;

  constructor(
    private readonly setup: RunSetup,
    state: RunState | undefined,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    const { clock } = setup.call;
    this.schedule = new Schedule(setup.graph, setup.scope);
    // Each item that waits listens, and there may be thousands.
    setMaxListeners(0, this.stopWaiting.signal, this.hardStop.signal, this.stopCompute.signal);
    const flush = () => setup.space.spend(() => setup.journal.flush().catch((error: unknown) => this.noRoom(error)));
    const journal = { ...setup.journal, flush };
    const unwritable = (error: AppError): void => this.fails(error);
    this.writer = new EventWriter(setup.id, journal, clock, setup.listener, unwritable, state);
    this.runner = new NodeRunner(setup, {
      emit: (event) => this.emit(event),
      item: (node, key) => this.state.nodes.get(node)?.items.get(key),
      shape: (node) => this.state.nodes.get(node)?.shape,
      results: this.results,
      settle: (node, outputs) => this.settleNode(node, outputs),
      track: (work) => this.track(work),
      stopped: () => this.stopped,
      waitSignal: this.stopWaiting.signal,
      hardSignal: this.hardStop.signal,
      computeSignal: this.stopCompute.signal,
      trouble: (error) => this.suspend(error),
    });
  }

  get state(): RunState {
    if (this.writer.state === undefined) throw bug('the run has not begun');
    return this.writer.state;
  }

  /** Starts or goes on. */
  begin(): void {
    const { setup } = this;
    if (this.writer.state === undefined) {
      const connection = setup.gateway?.connection;
      this.emit({
        event: 'run-start',
        workflow: setup.workflow,
        ...(connection !== undefined && {
          connection: { name: connection.name, baseUrl: connection.baseUrl, practice: connection.practice },
        }),
        nodes: [...this.schedule.order],
      });
    } else if (this.state.phase.state === 'suspended') {
      this.emit({ event: 'run-resume' });
    }
    const { clock } = setup.call;
    clock
      .sleep(setup.waitLimit, this.stopWaiting.signal)
      .then(() => this.stop('limit'))
      .catch(() => undefined);
    this.pump();
  }

  /** Puts what failed, was cancelled or skipped back to waiting. Call before `begin`. */
  prepareRetry(): void {
    this.emit({ event: 'run-retry' });
    for (const node of this.state.nodes.values()) {
      for (const [key, item] of node.items) {
        if (item.state !== 'failed' && item.state !== 'cancelled' && item.state !== 'skipped') continue;
        const path = key === '' ? [] : key.split('.').map(Number);
        this.emit({ event: 'node-retry', path: [...node.path], node: node.node, item: path, attempt: item.attempt });
      }
    }
  }

  /** Records the answer to a question of a suspended run. Call before `begin`. @throws AppError `usage.invalid` */
  prepareAnswer(answer: { node: string; item: readonly number[]; choice: string }): void {
    recordAnswer(this.state, (event) => this.emit(event), answer.node, answer.item, answer.choice);
  }

  /** Ends the run for good; tasks that are paid for stay in the ledger and can still be collected. */
  cancel(): void {
    this.stop('cancel');
  }

  /** Leaves the run as it is, to be resumed later. */
  interrupt(): void {
    this.stop('interrupt');
  }

  /** Aborts creating requests under way too; their outcome is then unknown. */
  abortNow(): void {
    this.hardStop.abort(new WaitingEnded('interrupt'));
  }

  /** See `RunHandle.answer`. */
  answer(node: string, item: readonly number[], choice: string): boolean {
    if (this.settling) return false;
    recordAnswer(this.state, (event) => this.emit(event), node, item, choice);
    if (this.stopped === undefined) {
      this.runner.runItemAgain(node, item);
      this.pump();
    }
    return true;
  }

  private emit(body: EventBody<RunEvent>): void {
    this.writer.emit(body);
  }

  private stop(why: WaitingEnded['why']): void {
    if (this.stopped !== undefined && !(this.stopped === 'limit' && why !== 'limit')) return;
    this.stopped = why;
    this.stopWaiting.abort(new WaitingEnded(why));
    if (this.isOver()) this.stopCompute.abort(new WaitingEnded(why));
    // Creating requests under way are waited for, as long as their own time limits let them.
    setImmediate(() => this.pump());
  }

  /** Stops because of what concerns the whole run; it goes on when that is mended. */
  private suspend(error: ErrorInfo): never {
    this.trouble ??= error;
    const why = suspendedBy(error) ?? 'connection';
    // What was bought already is still waited for; only then the run is suspended.
    if (why !== 'home') this.stop(why);
    throw new WaitingEnded(why);
  }

  /** The journal needs the room that was held back for it: enough to come to a good end, not to go on. */
  private noRoom(error: unknown): never {
    if (isDiskFull(error)) {
      this.trouble ??= error.info;
      this.stop('disk');
    }
    throw error;
  }

  private broken(error: AppError): void {
    if (!isDiskFull(error)) return this.fails(error);
    this.trouble ??= error.info;
    this.stop('disk');
  }

  private fails(error: AppError): void {
    this.failure = error;
    this.stop('interrupt');
  }

  /** Starts ready nodes. It lets others have a turn now and then, so that a large graph does not block the process. */
  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    try {
      for (let turn = 0; this.schedule.hasNext; turn += 1) {
        if (turn === 1000) {
          setImmediate(() => this.pump());
          return;
        }
        const id = this.schedule.take();
        if (id === undefined || this.isOver()) continue;
        this.runner.runNode(id);
      }
    } catch (error) {
      this.broken(toAppError(error));
    } finally {
      this.pumping = false;
    }
    if (this.active === 0 && !this.schedule.hasNext) this.settle();
  }

  private track(work: Promise<void>): void {
    this.active += 1;
    work
      .catch((error: unknown) => {
        if (!(error instanceof WaitingEnded)) this.broken(toAppError(error));
      })
      .finally(() => {
        this.active -= 1;
        this.pump();
      });
  }

  /** Whether work on this machine stops too. */
  private isOver(): boolean {
    return this.stopped === 'cancel' || this.stopped === 'interrupt' || this.stopped === 'disk';
  }

  private settleNode(id: string, outputs: TypedOutputs): void {
    this.results.set(id, outputs);
    this.schedule.settle(id);
  }

  private settle(): void {
    if (this.settling) return;
    this.settling = true;
    this.conclude().then(
      (end) => this.finish(end),
      (error: unknown) => this.fail(error),
    );
  }

  private async conclude(): Promise<SessionEnd> {
    this.stopWaiting.abort(new WaitingEnded('interrupt'));
    this.hardStop.abort(new WaitingEnded('interrupt'));
    if (this.failure !== undefined) throw this.failure;
    if (this.stopped !== 'interrupt') this.emitEnd();
    await this.writer.settled();
    const { phase } = this.state;
    const kind = phase.state === 'running' ? 'interrupted' : phase.state === 'suspended' ? 'suspended' : 'ended';
    return { kind, state: this.state };
  }

  private emitEnd(): void {
    if (this.stopped === 'cancel') {
      cancelOpen(this.state, (event) => this.emit(event));
      return this.emitRunEnd('cancelled');
    }
    const end = endingOf(this.state, this.trouble);
    if (end.event === 'run-suspend') this.emit(end);
    else this.emitRunEnd(end.state);
  }

  private emitRunEnd(state: 'done' | 'failed' | 'cancelled'): void {
    const outputs = runOutputs(this.setup.graph, this.setup.scope, this.results);
    const { artifacts } = this.setup.call;
    this.emit({
      event: 'run-end',
      state,
      outputs: Object.fromEntries(outputs.map(({ name, value }) => [name, saveValue(value, artifacts)])),
    });
  }
}
