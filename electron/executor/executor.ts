import type { Gateway, PriceTable } from '#core/gateway/contract';
import { type Graph, reachable } from '#core/graph/graph';
import type { FilePower } from '#core/node/definition';
import type { Registry } from '#core/node/registry';
import type { RunState } from '#core/run/state';
import type { RunWorkflow } from './call-types.ts';
import { defaultLimits, Limiter, type Limits } from './limiter.ts';
import { TaskClaims } from './look.ts';
import { Purse } from './purse.ts';
import { RunSession, type SessionEnd } from './run-session.ts';
import type {
  AnswerStore,
  ArtifactStore,
  Clock,
  DiskReserve,
  EventListener,
  Journal,
  Ledger,
  ReservedSpace,
  ReuseIndex,
  UploadConsent,
  UploadIndex,
} from './services.ts';
import { TaskKeeper } from './task-keeper.ts';
import { TaskWaiter } from './task-waiter.ts';
import type { TypedOutputs } from './values.ts';

/** What all runs of a program share. */
export interface ExecutorOptions {
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly answers: AnswerStore;
  readonly artifacts: ArtifactStore;
  readonly reserve: DiskReserve;
  readonly reuse: ReuseIndex;
  readonly uploads: UploadIndex;
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  /** A new id of a ledger attempt. */
  readonly newId: () => string;
  /** The identity of the machine's boot: what was written since is there as long as it is the same. */
  readonly boot?: string | undefined;
  /** Asked before each request that may cost. @throws AppError `home.busy` when this program must buy nothing now */
  readonly mayBuy?: (() => void) | undefined;
  readonly limits?: Limits;
  readonly pollMilliseconds?: number | undefined;
}

/** One run, new or to be gone on with. */
export interface RunRequest {
  readonly id: string;
  readonly workflow: { readonly id: string; readonly name: string };
  readonly graph: Graph;
  readonly scope: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  /** The nodes that take what another node has bought for the same request. */
  readonly take?: ReadonlySet<string>;
  readonly journal: Journal;
  /** For the journal, when the disk gets full; the caller releases it. See `roomForJournal`. */
  readonly space: ReservedSpace;
  readonly files: FilePower;
  readonly gateway: Gateway | undefined;
  readonly prices: PriceTable | undefined;
  /** US dollars. */
  readonly budget: number | undefined;
  readonly consent: UploadConsent;
  /** Milliseconds. */
  readonly waitLimit: number;
  readonly listener: EventListener;
  /** Of a run that goes on; absent for a new one. */
  readonly state?: RunState | undefined;
  /** Runs what failed, was cancelled or skipped again. */
  readonly retry?: boolean;
  /** Has workflows answer the functions that models call. */
  readonly runWorkflow?: RunWorkflow;
  /** What the user answers to a node of a suspended run. */
  readonly answer?: { readonly node: string; readonly item: readonly number[]; readonly choice: string };
}

/** A run while it is executed. */
export interface RunHandle {
  /** Rejects with AppError when the run could not be recorded (`disk.full` …). */
  readonly done: Promise<SessionEnd>;
  state(): RunState;
  cancel(): void;
  interrupt(): void;
  abortNow(): void;
  /**
   * Answers a node that asks its user. False when the execution is just ending and took nothing: go on with the answer
   * after `done`, or it would lie there until somebody goes on.
   * @throws AppError `usage.invalid` when nothing is asked there or the choice is none
   */
  answer(node: string, item: readonly number[], choice: string): boolean;
}

export interface Executor {
  start(request: RunRequest): RunHandle;
  readonly waiter: TaskWaiter;
  readonly claims: TaskClaims;
  /** Looks after tasks that no run waits for; started by the host. */
  readonly keeper: TaskKeeper;
}

/** Makes the executor of a program from its parts; it owns the one polling loop and the limits. */
export function createExecutor(options: ExecutorOptions): Executor {
  const limiter = new Limiter(options.limits ?? defaultLimits, options.clock);
  const waiter = new TaskWaiter(options);
  const keeper = new TaskKeeper(options, waiter);
  const claims = new TaskClaims(options.ledger);
  const inFlight = new Map<string, Promise<TypedOutputs | undefined>>();
  return {
    waiter,
    keeper,
    claims,
    start(request) {
      const { ledger, answers, artifacts, reserve, uploads, clock, random, newId } = options;
      // Runs that answer functions of this one spend its money too.
      const ofIt = ledger.attempts().filter(({ address }) => address.run.startsWith(`${request.id}-`));
      const purse = new Purse(request.prices, request.budget, [...ledger.attemptsOf(request.id), ...ofIt]);
      const call = {
        ledger,
        answers,
        artifacts,
        reserve,
        uploads,
        clock,
        random,
        newId,
        boot: options.boot,
        limiter,
        waiter,
        claims,
        purse,
        consent: request.consent,
        runWorkflow: request.runWorkflow,
        mayBuy: options.mayBuy ?? (() => undefined),
      };
      const session = new RunSession(
        {
          ...request,
          take: request.take ?? new Set(),
          registry: options.registry,
          reuse: options.reuse,
          call,
          keeper,
          inFlight,
        },
        request.state,
      );
      if (request.retry === true) session.prepareRetry();
      if (request.answer !== undefined) session.prepareAnswer(request.answer);
      session.begin();
      return {
        done: session.done,
        state: () => session.state,
        cancel: () => session.cancel(),
        interrupt: () => session.interrupt(),
        abortNow: () => session.abortNow(),
        answer: (node, item, choice) => session.answer(node, item, choice),
      };
    },
  };
}

/**
 * Which nodes a run is made of. `to`: this node and what it needs. `from`: this node, what depends on it, and what those need.
 * `only`: these nodes and what they need.
 */
export function runScope(
  graph: Graph,
  options: {
    readonly to?: string | undefined;
    readonly from?: string | undefined;
    readonly only?: readonly string[] | undefined;
  },
): Set<string> {
  const { to, from, only } = options;
  let scope = new Set(graph.nodes.keys());
  if (from !== undefined) scope = reachable(graph, [...reachable(graph, [from], 'outgoing')], 'incoming');
  const ends = only ?? (to === undefined ? undefined : [to]);
  if (ends !== undefined) {
    const needed = reachable(graph, ends, 'incoming');
    scope = new Set([...scope].filter((id) => needed.has(id)));
  }
  return scope;
}

/** Which nodes of the scope run again: all, with `from` only that one and what depends on it, with `only` just these. */
export function freshNodes(
  graph: Graph,
  scope: ReadonlySet<string>,
  from: string | undefined,
  only?: readonly string[] | undefined,
): Set<string> {
  if (only !== undefined) return new Set(only.filter((id) => scope.has(id)));
  if (from === undefined) return new Set(scope);
  const behind = reachable(graph, [from], 'outgoing');
  return new Set([...scope].filter((id) => behind.has(id)));
}
