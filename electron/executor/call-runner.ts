import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { PreparedCall } from '#core/gateway/contract';
import { nameOf } from '#core/graph/graph';
import { itemKey } from '#core/run/address';
import type { Purchase } from '#core/run/event';
import type { ItemRun } from '#core/run/state';
import { wording } from '#core/text';
import type { Value } from '#core/value/value';
import { highestNumber, latestAttempt, runCall } from './call.ts';
import type { CallItem } from './call-types.ts';
import { answeringTools, runConversation } from './conversation.ts';
import { callKeys } from './key.ts';
import type { ItemInWork, SessionPowers } from './node-runner.ts';
import { purchaseOf } from './purchase.ts';
import { isHeldBack } from './retry.ts';
import type { RunSetup } from './run-setup.ts';
import type { Attempt, ReuseOwner } from './services.ts';
import { WaitingEnded } from './task-waiter.ts';
import { unlessAborted } from './unless-aborted.ts';
import { loadWithFiles, saveOutputs, type TypedOutputs, typeOutputs } from './values.ts';

/** Under which key a result serves again, and what it is. */
export interface Bought {
  readonly key?: string;
  readonly purchase?: Purchase;
}

interface ItemEnds {
  finish(item: ItemInWork, outputs: Readonly<Record<string, Value>>, extra: Bought & { attempt?: number }): void;
  reuse(item: ItemInWork, outputs: TypedOutputs, from: { run: string; at: string }): void;
  /** `attempt`: the number of the latest request, when there was one. */
  fail(item: ItemInWork, error: ErrorInfo, attempt?: number): void;
}

/** States in which an attempt still has something to give or to ask; a new request would be a second purchase. */
const open: ReadonlySet<Attempt['state']> = new Set(['intent', 'received', 'accepted', 'ambiguous']);

/** Runs items of call nodes: reuse first, then the ledger, then the gateway. */
export class CallRunner {
  constructor(
    private readonly setup: RunSetup,
    private readonly powers: SessionPowers,
    private readonly ends: ItemEnds,
  ) {}

  run(item: ItemInWork, current: ItemRun): void {
    if (this.powers.stopped() !== undefined) return;
    this.powers.track(this.runTracked(item, current));
  }

  private async runTracked(item: ItemInWork, current: ItemRun): Promise<void> {
    const { gateway } = this.setup;
    const { entry } = item.work;
    const attempt = nextAttempt(current);
    let started = current.state !== 'waiting';
    const start = (): void => {
      if (started) return;
      started = true;
      this.powers.emit({ event: 'node-start', ...this.address(item, attempt) });
    };
    try {
      if (gateway === undefined) {
        start();
        const message = { en: 'There is no connection to run this node on.', zh: '没有可用来运行此节点的连接。' };
        throw new AppError('connection.missing', message, { billed: 'no' });
      }
      const call = gateway.prepare({ nodeType: entry.node.type, params: entry.params, inputs: item.inputs });
      const { key, purchase } = this.boughtBy(item, call);
      if (current.state === 'waiting' && (await this.tryReuse(item, key, purchase))) return;
      start();
      const mayJoin = this.mayJoin(item);
      do {
        if (mayJoin && (await this.joined(item, key, purchase, attempt))) return;
        // Another run may have begun meanwhile.
      } while (mayJoin && this.setup.inFlight.has(key));
      const work = this.callGatewayAlone(item, call, key, attempt, current);
      const shared = work.then((outputs) => outputs);
      this.setup.inFlight.set(key, shared);
      shared.catch(() => undefined);
      try {
        const outputs = await work;
        if (outputs !== undefined) this.ends.finish(item, plain(outputs), { key, purchase, attempt });
      } finally {
        if (this.setup.inFlight.get(key) === shared) this.setup.inFlight.delete(key);
      }
    } catch (error) {
      if (error instanceof WaitingEnded) throw error;
      if (isHeldBack(error)) this.powers.trouble(error.info);
      start();
      this.ends.fail(item, toAppError(error).info);
    }
  }

  private boughtBy(item: ItemInWork, call: PreparedCall): { readonly key: string; readonly purchase: Purchase } {
    const { entry, definition } = item.work;
    const { node } = entry;
    const parts = {
      nodeType: node.type,
      nodeVersion: definition.version,
      connection: this.setup.gateway?.connection,
      call,
      variation: node.variation,
    };
    const { key, purchase } = callKeys({ ...parts, node: node.id, path: [], item: item.item });
    return { key, purchase: purchaseOf(purchase(), { ...parts, title: nameOf(node, node.id) }) };
  }

  private async tryReuse(item: ItemInWork, key: string, purchase: Purchase): Promise<boolean> {
    const { id } = item.work.entry.node;
    const { reuse, take } = this.setup;
    if (this.setup.fresh.has(id)) return false;
    const latest = latestAttempt(this.fullAddress(item, 0), this.setup.call.ledger);
    if (latest !== undefined && open.has(latest.state)) return false;
    const own = reuse.find(key);
    const earlier = own ?? (take.has(id) ? reuse.findPurchase(purchase.id) : undefined);
    if (earlier === undefined) return false;
    const outputs = await loadWithFiles(earlier.outputs, this.setup.call.artifacts);
    if (outputs === undefined) return false;
    // What was taken once is this node's own from now on.
    if (own === undefined) reuse.add(key, { ...earlier, purchase, by: ownerOf(this.setup, id, item.item) });
    this.ends.reuse(item, outputs, { run: earlier.run, at: earlier.at });
    return true;
  }

  /** Not what was asked for anew, and not what has bought something itself. */
  private mayJoin(item: ItemInWork): boolean {
    if (this.setup.fresh.has(item.work.entry.node.id)) return false;
    const own = latestAttempt(this.fullAddress(item, 0), this.setup.call.ledger);
    return own === undefined || !open.has(own.state);
  }

  /**
   * When the very same is being bought already, its result serves both: by another run of this program, or by a run that
   * has let go of a task which is still at the gateway.
   */
  private async joined(item: ItemInWork, key: string, purchase: Purchase, attempt: number): Promise<boolean> {
    for (let other = this.setup.inFlight.get(key); other !== undefined; other = this.setup.inFlight.get(key)) {
      const outputs = await unlessAborted(
        other.catch(() => undefined),
        this.powers.waitSignal,
      );
      if (outputs === undefined) continue;
      this.ends.finish(item, plain(outputs), { key, purchase });
      return true;
    }
    const task = this.setup.call.ledger.newestOf(key);
    if (task?.task === undefined || task.state !== 'accepted') return false;
    const isAwaiting = (): boolean =>
      this.powers.item(item.work.entry.node.id, itemKey(item.item))?.state === 'awaiting';
    const address = this.address(item, attempt);
    if (!isAwaiting()) {
      const info = { id: task.task.id, attempt: task.id, since: task.task.createdAt };
      this.powers.emit({ event: 'node-wait', ...address, task: info });
    }
    const { outputs } = (await this.setup.keeper.settled(task.id, this.powers.waitSignal)) ?? {};
    if (isAwaiting()) this.powers.emit({ event: 'node-continue', ...address });
    const loaded = outputs && (await loadWithFiles(outputs, this.setup.call.artifacts));
    if (loaded === undefined) return false;
    this.ends.finish(item, plain(loaded), { key, purchase });
    return true;
  }

  /** The keeper has what no run waits for, before and after. */
  private async callGatewayAlone(...args: Parameters<CallRunner['callGateway']>): Promise<TypedOutputs | undefined> {
    const [item] = args;
    const newest = () => latestAttempt(this.fullAddress(item, 0), this.setup.call.ledger)?.id;
    const { keeper } = this.setup;
    const before = newest();
    if (before !== undefined) await keeper.take(before);
    try {
      return await this.callGateway(...args);
    } finally {
      const after = newest();
      if (after !== undefined) keeper.give(after);
    }
  }

  private async callGateway(
    item: ItemInWork,
    call: PreparedCall,
    key: string,
    attempt: number,
    current: ItemRun,
  ): Promise<TypedOutputs | undefined> {
    const { gateway } = this.setup;
    if (gateway === undefined) return undefined;
    const id = item.work.entry.node.id;
    const types = item.work.types;
    const isAwaiting = (): boolean => this.powers.item(id, itemKey(item.item))?.state === 'awaiting';
    const request: CallItem = {
      address: this.fullAddress(item, attempt),
      nodeType: item.work.entry.node.type,
      title: item.work.entry.node.title || undefined,
      call,
      key,
      answer: current.state === 'waiting' ? current.answer : undefined,
      signal: this.powers.waitSignal,
      hardSignal: this.powers.hardSignal,
      save: (outputs) => saveOutputs(typeOutputs(outputs, types), this.setup.call.artifacts),
      load: async (saved) => {
        const outputs = await loadWithFiles(saved, this.setup.call.artifacts);
        return outputs === undefined ? undefined : plain(outputs);
      },
      onDelta: (text, port) => {
        if (types[port] !== undefined) {
          this.powers.emit({ event: 'node-delta', ...this.address(item, attempt), port, text });
        }
      },
      onWait: (task, attemptId) => {
        if (isAwaiting()) return;
        const taskInfo = { id: task.id, attempt: attemptId, since: task.createdAt };
        this.powers.emit({ event: 'node-wait', ...this.address(item, attempt), task: taskInfo });
      },
      onContinue: () => {
        if (isAwaiting()) this.powers.emit({ event: 'node-continue', ...this.address(item, attempt) });
      },
      onProgress: (progress, status) =>
        this.powers.emit({
          event: 'node-progress',
          ...this.address(item, attempt),
          ...(progress !== undefined && { progress }),
          ...(typeof status === 'string' ? { status } : { status: status.en, zh: status.zh }),
        }),
      onNotice: (text) => this.powers.emit({ event: 'node-issue', ...this.address(item, attempt), ...wording(text) }),
      onTrouble: (error) => this.powers.trouble(error),
    };
    const services = { ...this.setup.call, gateway };
    const tools = answeringTools(call);
    const result = await (tools === undefined ? runCall(request, services) : runConversation(request, tools, services));
    if (result.kind === 'done') return typeOutputs(result.outputs, types);
    if (result.kind === 'question') {
      // The number of the request that is asked about, so that the answer is never taken for that of a later one.
      const number = Math.max(highestNumber(request.address, services.ledger), attempt);
      this.powers.emit({ event: 'node-question', ...this.address(item, number), question: result.question });
    } else {
      this.ends.fail(item, result.error, latestAttempt(request.address, services.ledger)?.address.attempt);
    }
    return undefined;
  }

  private fullAddress(item: ItemInWork, attempt: number) {
    return { run: this.setup.id, ...this.address(item, attempt) };
  }

  private address(item: ItemInWork, attempt: number) {
    return { path: [] as string[], node: item.work.entry.node.id, item: [...item.item], attempt };
  }
}

/** The node of a run as the one that a result belongs to. */
export function ownerOf(setup: Pick<RunSetup, 'workflow'>, node: string, item: readonly number[]): ReuseOwner {
  return { workflow: setup.workflow, node, item: [...item] };
}

/**
 * The number of the attempt that an item is at, or begins now: a new one on the first try, on a retry, and when its user
 * wants it sent again. Other answers still concern the attempt that was asked about.
 */
function nextAttempt(current: ItemRun): number {
  if (current.state !== 'waiting') return current.attempt;
  const isNew = current.attempt === 0 || current.answer === undefined || current.answer === 'send-again';
  return isNew ? current.attempt + 1 : current.attempt;
}

function plain(outputs: TypedOutputs): Record<string, Value> {
  return Object.fromEntries(Object.entries(outputs).map(([port, typed]) => [port, typed.value]));
}
