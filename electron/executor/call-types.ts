import type { ErrorInfo } from '#core/errors';
import type { Gateway, PreparedCall, TaskRef } from '#core/gateway/contract';
import type { Address } from '#core/run/address';
import type { Question } from '#core/run/event';
import type { SavedOutputs } from '#core/run/state';
import type { LocalText } from '#core/text';
import type { Json, Value } from '#core/value/value';
import type { Limiter } from './limiter.ts';
import type { TaskClaims } from './look.ts';
import type { Purse } from './purse.ts';
import type { AnswerStore, ArtifactStore, Clock, DiskReserve, Ledger, UploadConsent, UploadIndex } from './services.ts';
import type { TaskWaiter } from './task-waiter.ts';

/** What a call needs of the program and of its run. */
export interface CallServices {
  readonly gateway: Gateway;
  readonly ledger: Ledger;
  readonly answers: AnswerStore;
  readonly artifacts: ArtifactStore;
  readonly reserve: DiskReserve;
  readonly uploads: UploadIndex;
  readonly consent: UploadConsent;
  readonly purse: Purse;
  readonly limiter: Limiter;
  readonly waiter: TaskWaiter;
  readonly claims: TaskClaims;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  /** The identity of the machine's boot; undefined where that cannot be known. */
  readonly boot: string | undefined;
  readonly runWorkflow?: RunWorkflow | undefined;
  /** Asked before each request that may cost. @throws AppError `home.busy` when this program must buy nothing now */
  readonly mayBuy: () => void;
}

/** A workflow that answers a function; the id is the same whenever this very call is answered again. */
export interface AnsweringRun {
  readonly id: string;
  readonly workflow: { [key: string]: Json };
  readonly inputs: { [key: string]: Json };
  /** US dollars that are left for it; undefined: without a budget. */
  readonly budget: number | undefined;
  readonly signal: AbortSignal;
}

/** Runs such a workflow to its end, or goes on with it. @throws AppError what keeps it from its end */
export type RunWorkflow = (
  run: AnsweringRun,
) => Promise<{ readonly kind: 'done'; readonly value: Json } | { readonly kind: 'failed'; readonly message: string }>;

/** One item of a call node on its way through the gateway. */
export interface CallItem {
  readonly address: Address;
  readonly nodeType: string;
  /** What people called the node, where they did. */
  readonly title: string | undefined;
  readonly call: PreparedCall;
  /** Its reuse key; undefined for a part of what the node buys. */
  readonly key: string | undefined;
  /** What the user answered to the last question. */
  readonly answer: string | undefined;
  /** Stops what may be stopped: waiting in a queue, polling, downloading. Never a creating request under way. */
  readonly signal: AbortSignal;
  /** Aborts a creating request too; its outcome is then ambiguous. */
  readonly hardSignal: AbortSignal;
  /** Outputs as the ledger holds them, and back; undefined when a file of theirs is gone. */
  save(outputs: Readonly<Record<string, Value>>): SavedOutputs;
  load(saved: SavedOutputs): Promise<Readonly<Record<string, Value>> | undefined>;
  onDelta(text: string, port: 'text' | 'reasoning'): void;
  onWait(task: TaskRef, attempt: string): void;
  onContinue(): void;
  /** `status`: the gateway's word, or what is done here. */
  onProgress(progress: number | undefined, status: string | LocalText): void;
  /** Something that people should know while it goes on. */
  onNotice(text: LocalText): void;
  /** What concerns more than this item (the connection fails, the disk is full): the run is suspended once. Never returns. */
  onTrouble(error: ErrorInfo): never;
}

export type CallResult =
  | {
      readonly kind: 'done';
      readonly outputs: Readonly<Record<string, Value>>;
      readonly attempt: number;
      readonly ledgerId: string | undefined;
    }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }
  | { readonly kind: 'question'; readonly question: Question };
