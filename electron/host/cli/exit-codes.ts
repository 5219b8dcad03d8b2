import type { AppError, ErrorCode } from '#core/errors';
import type { RunState } from '#core/run/state';
import type { RunOutcome } from '../app/run.ts';

/** How the command ends, the first that applies. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  tasks: 3,
  user: 4,
  interrupted: 130,
} as const;

/** Faults of the command line or of the workflow; everything else is something that failed. */
const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'file.not-found',
  'file.unreadable',
  'file.not-json',
  'file.not-a-workflow',
  'file.too-new',
  'file.outside-folder',
  'graph.invalid',
  'param.invalid',
  'input.missing',
  'input.invalid',
  'connection.missing',
  'connection.no-key',
  'run.not-found',
  'task.not-found',
  'usage.invalid',
]);

export function exitCodeOfError(error: AppError): number {
  return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed;
}

export function exitCodeOfRun(outcome: Pick<RunOutcome, 'kind' | 'state'>): number {
  if (outcome.kind === 'interrupted') return exitCodes.interrupted;
  const { phase } = outcome.state;
  if (phase.state === 'suspended') {
    if (hasItem(outcome.state, 'needs-user')) return exitCodes.user;
    return hasItem(outcome.state, 'awaiting') ? exitCodes.tasks : exitCodes.failed;
  }
  return phase.state === 'done' ? exitCodes.done : exitCodes.failed;
}

function hasItem(state: RunState, wanted: string): boolean {
  return [...state.nodes.values()].some((node) => [...node.items.values()].some((item) => item.state === wanted));
}
