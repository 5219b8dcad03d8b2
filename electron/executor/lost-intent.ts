import { AppError } from '#core/errors';
import type { AnswerStore, Attempt, Ledger } from './services.ts';

interface LostServices {
  readonly ledger: Ledger;
  readonly answers: Pick<AnswerStore, 'hasBegun'>;
  /** The identity of the machine's boot. */
  readonly boot: string | undefined;
}

/** Rows under way, by ledger and attempt: a run that goes on and the keeper may come upon the same attempt. */
const underWay = new WeakMap<Ledger, Map<string, Promise<Attempt>>>();

/**
 * Says what became of an attempt whose process died between its intent and its outcome: `rejected` when the request had
 * surely not left, else `ambiguous`. What was said of it already stays.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export async function recordLost(attempt: Attempt, services: LostServices): Promise<Attempt> {
  const { ledger } = services;
  const rows = underWay.get(ledger) ?? new Map<string, Promise<Attempt>>();
  underWay.set(ledger, rows);
  const current = ledger.attempt(attempt.id) ?? attempt;
  const row = rows.get(attempt.id) ?? (current.state === 'intent' ? writeLost(current, services) : undefined);
  if (row === undefined) return current;
  rows.set(attempt.id, row);
  try {
    return await row;
  } finally {
    rows.delete(attempt.id);
  }
}

function writeLost(attempt: Attempt, services: LostServices): Promise<Attempt> {
  const row = hasNotLeft(attempt, services)
    ? ({ id: attempt.id, state: 'rejected', error: notLeft().info } as const)
    : ({ id: attempt.id, state: 'ambiguous', error: lost().info } as const);
  return services.ledger.record(row, { sync: true });
}

/**
 * Whether the process died before the request was complete. Its mark need not be synced: it outlives the process, and
 * after another start of the machine its absence proves nothing.
 */
function hasNotLeft(attempt: Attempt, services: LostServices): boolean {
  return attempt.boot !== undefined && attempt.boot === services.boot && !services.answers.hasBegun(attempt.id);
}

function notLeft(): AppError {
  const message = { en: 'Patchbay stopped before the request had left.', zh: 'Patchbay 在请求发出前就停止了。' };
  return new AppError('gateway.no-answer', message, { billed: 'no' });
}

function lost(): AppError {
  const message = {
    en: 'Patchbay stopped before an answer came; it may have been billed.',
    zh: 'Patchbay 在收到答复前停止了，可能已计费。',
  };
  return new AppError('gateway.no-answer', message, {
    hint: { en: 'Choose whether to send it again or to give up.', zh: '请选择重新发送或放弃。' },
    billed: 'maybe',
  });
}
