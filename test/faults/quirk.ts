import type { ErrorCode } from '#core/errors';
import type { FaultRule } from '../../electron/practice/faults/rule.ts';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import type { Ended, RunOptions, TestNode, World, WorldOptions } from './world.ts';

/** What the user sees and what the ledger says in the end. */
export interface Outcome {
  /** Of the node. */
  readonly node: 'done' | 'failed' | 'needs-user' | 'running' | 'awaiting';
  readonly run: 'done' | 'failed' | 'suspended';
  /** Of its attempts, oldest first. */
  readonly attempts: readonly string[];
  /** Jobs that the gateway sold, by its own count. */
  readonly jobs: number;
  readonly code?: ErrorCode;
  readonly billed?: 'no' | 'maybe' | 'yes';
  /** What the node, or a suspended run, says. */
  readonly says?: RegExp;
}

/** One thing that a gateway of this kind does, played by the practice gateway, and what must come of it. */
export interface Quirk {
  /** Section and number in the protocol notes: `1.2/4`. */
  readonly id: string;
  readonly what: string;
  /** One node called `n`, or several with their wires. */
  readonly nodes: readonly TestNode[];
  readonly wires?: readonly string[];
  readonly faults: readonly FaultRule[];
  readonly options?: RunOptions;
  readonly world?: WorldOptions;
  readonly outcome: Outcome;
  /** What else must be so. */
  readonly check?: (ended: Ended, world: World, practice: PracticeProcess) => Promise<void> | void;
}

export const film: readonly TestNode[] = [['n', 'video', { prompt: 'a cat', duration: 10 }]];
export const kling: readonly TestNode[] = [['n', 'video', { prompt: 'a cat', model: 'kling-v2-5-turbo' }]];
export const picture: readonly TestNode[] = [['n', 'image', { prompt: 'a cat' }]];
export const talk: readonly TestNode[] = [['n', 'chat', { prompt: 'hi' }]];
export const midjourney: readonly TestNode[] = [['n', 'midjourney', { prompt: 'a cat' }]];

/** The creating request is answered with this instead, and nothing is made. */
export function refused(
  status: number,
  body: unknown,
  more: { times?: number; headers?: Record<string, string> } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'status', status, body: text, match: { method: 'POST' }, ...more } as const satisfies FaultRule;
}

/** It is made, but this is the answer. */
export function madeBut(status: number, body: unknown, contentType?: string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = contentType === undefined ? {} : { contentType };
  return { kind: 'created-then-status', status, body: text, match: { method: 'POST' }, times: 1, ...type } as const;
}

/** The question about a task is answered with this instead. */
export function unasked(status: number, body: unknown, times: number) {
  return { ...refused(status, body, { times }), match: { method: 'GET', path: '/v1/video/query' } } as const;
}

export const openai = (message: string, code = '', type = 'new_api_error') => ({ error: { message, type, code } });
export const page = '<!DOCTYPE html><html><body>console</body></html>';

const bare = { node: 'failed', run: 'failed', attempts: ['rejected'], jobs: 0, billed: 'no' } as const;

/** Nothing was made, and the node says why. */
export const failed = (code: ErrorCode, says: RegExp): Outcome => ({ ...bare, code, says });
/** The run is suspended once; nothing was made. */
export const suspended = (says: RegExp): Outcome => ({
  node: 'running',
  run: 'suspended',
  attempts: ['rejected'],
  jobs: 0,
  says,
});
/** It may have been billed: nothing is sent again before somebody says so. */
export const asks = (jobs: number, says: RegExp = /may have been billed/): Outcome => ({
  node: 'needs-user',
  run: 'suspended',
  attempts: ['ambiguous'],
  jobs,
  says,
});
/** All is well, after so many requests that surely did nothing. */
export const done = (rejected = 0): Outcome => ({
  node: 'done',
  run: 'done',
  attempts: [...Array.from({ length: rejected }, () => 'rejected'), 'delivered'],
  jobs: 1,
});
/** The task was made and ended without a result. */
export const taskFailed = (code: ErrorCode, says: RegExp, billed: 'maybe' | 'yes' = 'maybe'): Outcome => ({
  node: 'failed',
  run: 'failed',
  attempts: ['failed'],
  jobs: 1,
  code,
  billed,
  says,
});
