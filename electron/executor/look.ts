import type { ListedTask } from '#core/gateway/contract';
import type { Attempt, Ledger } from './services.ts';

/** How far the gateway's clock may be from ours, in milliseconds. */
const skew = 5 * 60_000;
/** How long after its intent a request may still arrive. */
const longestWay = 15 * 60_000;

/** When the task of an attempt without an answer was made, if it was made at all. */
export function lookWindow(attempt: Pick<Attempt, 'createdAt' | 'updatedAt'>): { since: string; until: string } {
  const sent = Date.parse(attempt.createdAt);
  const ended = Math.min(Date.parse(attempt.updatedAt), sent + longestWay);
  return { since: new Date(sent - skew).toISOString(), until: new Date(Math.max(sent, ended) + skew).toISOString() };
}

/** What looking for the task of an attempt gave: `candidates` may be it, and only a person can tell. */
export type LookResult =
  | { readonly kind: 'found'; readonly task: ListedTask }
  | { readonly kind: 'candidates'; readonly tasks: readonly ListedTask[] }
  | { readonly kind: 'none' };

/**
 * Which of the listed tasks is that of the attempt. A mark decides; else model and prompt must fit where the list tells
 * them. A single task of the same prompt is taken for it; one that only fits by time and model is shown to the user, for
 * it may be somebody else's with the same key.
 */
export function matchTasks(attempt: Attempt, listed: readonly ListedTask[]): LookResult {
  const marked = listed.find((task) => task.mark === attempt.id);
  if (marked !== undefined) return { kind: 'found', task: marked };
  const fitting = listed.filter(
    (task) =>
      task.mark === undefined &&
      (task.model === undefined || attempt.model === undefined || task.model === attempt.model) &&
      (task.prompt === undefined || attempt.prompt === undefined || samePrompt(attempt.prompt, task.prompt)),
  );
  const [only] = fitting;
  if (only === undefined) return { kind: 'none' };
  const isSure = fitting.length === 1 && only.prompt !== undefined && attempt.prompt !== undefined;
  return isSure ? { kind: 'found', task: only } : { kind: 'candidates', tasks: fitting };
}

/** The ledger keeps the beginning of a prompt only, and some systems write params behind it. */
function samePrompt(own: string, listed: string): boolean {
  const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return clean(own) !== '' && clean(listed).startsWith(clean(own));
}

/**
 * Tasks that belong to an attempt, so that none is given to two: those in the ledger, and those that are just being given.
 * One for all runs of the program.
 */
export class TaskClaims {
  private readonly claimed = new Set<string>();

  constructor(private readonly ledger: Ledger) {}

  isHeld(baseUrl: string, task: string): boolean {
    if (this.claimed.has(claimKey(baseUrl, task))) return true;
    return this.ledger.attempts().some((attempt) => attempt.task?.id === task && attempt.task.baseUrl === baseUrl);
  }

  /** Takes a task; false when another attempt has it. */
  claim(baseUrl: string, task: string): boolean {
    if (this.isHeld(baseUrl, task)) return false;
    this.claimed.add(claimKey(baseUrl, task));
    return true;
  }
}

function claimKey(baseUrl: string, task: string): string {
  return `${baseUrl} ${task}`;
}
