import type { ErrorInfo } from '#core/errors';
import type { Gateway, PollOutcome, TaskRef, Together } from '#core/gateway/contract';

export type FinalOutcome = Exclude<PollOutcome, { kind: 'running' | 'no-answer' }>;

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

/** A task that is waited for. */
export interface Waiting extends WaitOptions {
  nextAt: number;
  readonly resolve: (outcome: FinalOutcome) => void;
  readonly reject: (reason: unknown) => void;
  polling: boolean;
  /** Those who want to know what the next poll says. */
  curious: ((outcome: PollOutcome | undefined) => void)[];
  /** With which others it can be asked for; undefined from when an answer to several said nothing certain of it. */
  together: Together | undefined;
}

/** How many polls of a connection may wait for their answer at once. */
const mostUnderWay = 100;

/** How long a question that a gateway does not answer is not put again, in milliseconds. */
const refusalLasts = 600_000;

/** The tasks of one connection. */
export class Lane {
  readonly tasks = new Map<string, Waiting>();
  underWay = 0;
  /** Until when which tasks are only asked for one by one. */
  private readonly refused = new Map<string, number>();

  /** @param freeAt when the next poll may leave */
  constructor(public freeAt: number) {}

  /** The task that is due first among those that may be asked. */
  next(): Waiting | undefined {
    if (this.underWay >= mostUnderWay) return undefined;
    let first: Waiting | undefined;
    for (const entry of this.tasks.values()) {
      if (!entry.polling && (first === undefined || entry.nextAt < first.nextAt)) first = entry;
    }
    return first;
  }

  /** This task, and those that can be asked for along with it because they are due until then. */
  companionsOf(entry: Waiting, now: number, until: number): readonly Waiting[] {
    const { together, gateway } = entry;
    if (together === undefined || (this.refused.get(together.by) ?? 0) > now) return [entry];
    const others = [...this.tasks.values()].filter(
      (other) =>
        other !== entry &&
        !other.polling &&
        other.nextAt <= until &&
        other.gateway === gateway &&
        other.together?.by === together.by,
    );
    others.sort((one, other) => one.nextAt - other.nextAt);
    return [entry, ...others.slice(0, together.most - 1)];
  }

  /** The gateway does not answer when it is asked for several such tasks. */
  refuse(by: string, now: number): void {
    this.refused.set(by, now + refusalLasts);
  }
}
