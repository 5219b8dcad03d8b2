import type { PlanView, RunView, TaskView } from '#core/services/run-views';
import { currentLanguage, type TextKey, t } from '../i18n/index.ts';
import type { Tone } from '../ui/pill.tsx';

/** US dollars as people write them: cents, and smaller parts only for what is smaller. */
export function formatMoney(amount: number): string {
  if (amount === 0) return '$0';
  if (amount < 0.01) return `$${Number(amount.toPrecision(1))}`;
  return `$${amount.toFixed(2)}`;
}

/** `$0.62–0.80`; one number when both ends read the same. */
export function formatRange(range: { readonly from: number; readonly to: number }): string {
  const to = formatMoney(range.to);
  // Beside cents the parts of a cent say nothing.
  const from = range.from < 0.005 && range.to >= 0.01 ? '$0' : formatMoney(range.from);
  return from === to ? from : `${from}–${to.slice(1)}`;
}

/** `41 s`, `2:14`, `1:02:03`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  if (total < 60) return t('time.seconds', { count: total });
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

/** How long ago; beyond an hour the time, beyond a day the date. */
export function formatAge(iso: string, now: number): string {
  const then = Date.parse(iso);
  if (!Number.isFinite(then)) return '';
  const seconds = Math.floor((now - then) / 1000);
  if (seconds < 5) return t('time.now');
  if (seconds < 60) return t('time.seconds-ago', { count: seconds });
  if (seconds < 3600) return t('time.minutes-ago', { count: Math.floor(seconds / 60) });
  return formatWhen(iso, now);
}

/** `14:02` on the same day, else with the date. */
export function formatWhen(iso: string, now: number): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return '';
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };
  const isToday = then.toDateString() === new Date(now).toDateString();
  const date: Intl.DateTimeFormatOptions = isToday ? {} : { day: 'numeric', month: 'short' };
  const isThisYear = then.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : 'zh-CN', {
    ...time,
    ...date,
    ...(!isThisYear && { year: 'numeric' }),
  }).format(then);
}

/** `14:02:09`: when something was just said. */
export function formatClockTime(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date(iso));
}

/** What a plan comes to, in numbers. */
export interface PlanCounts {
  readonly run: number;
  readonly reused: number;
  readonly local: number;
  readonly blocked: number;
  readonly uploads: number;
}

export function countPlan(plan: PlanView): PlanCounts {
  const count = (action: PlanView['entries'][number]['action']): number =>
    plan.entries.filter((entry) => entry.action === action).length;
  return {
    run: count('run'),
    reused: count('reuse'),
    local: count('local'),
    blocked: count('blocked'),
    uploads: plan.uploads,
  };
}

/** What a plan may cost. What is unknown stays unknown and is never drawn as nothing. */
export function planPrice(plan: PlanView): string {
  if (plan.unknownPrices === 0) return formatRange(plan.price);
  if (plan.price.to === 0) return t('plan.price-unknown');
  return t('plan.price-more', { price: formatRange(plan.price) });
}

/** The price of one node. */
export function entryPrice(price: PlanView['entries'][number]['price']): string {
  if (price === 'unknown') return t('plan.unknown');
  return price === 'free' ? '' : formatRange(price);
}

/** Whether a run would call the gateway for nothing at all. */
export function isAllReused(plan: PlanView): boolean {
  const { run, blocked, reused } = countPlan(plan);
  return run === 0 && blocked === 0 && reused > 0;
}

/** A state with its words and its colour. */
export interface StateWords {
  readonly words: string;
  readonly tone: Tone;
}

export function runWords(run: Pick<RunView, 'state' | 'why'>): StateWords {
  switch (run.state) {
    case 'created':
      return { words: t('run.created'), tone: 'faint' };
    case 'running':
      return { words: t('run.running'), tone: 'wait' };
    case 'suspended':
      return { words: t(`run.suspended.${run.why ?? 'tasks'}`), tone: run.why === 'tasks' ? 'wait' : 'warn' };
    case 'done':
      return { words: t('run.done'), tone: 'ok' };
    case 'failed':
      return { words: t('run.failed'), tone: 'bad' };
    case 'cancelled':
      return { words: t('run.cancelled'), tone: 'faint' };
  }
}

const countOrder = [
  'failed',
  'needs-user',
  'running',
  'awaiting',
  'waiting',
  'done',
  'reused',
  'skipped',
  'cancelled',
] as const;

/** `2 failed · 5 done · 3 reused`. */
export function countWords(counts: Readonly<Record<string, number>>): string {
  return countOrder
    .filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => t(`run.count.${state}`, { count: counts[state] ?? 0 }))
    .join(' · ');
}

const taskStates: Readonly<Record<string, { readonly key: TextKey; readonly tone: Tone }>> = {
  intent: { key: 'task.intent', tone: 'wait' },
  received: { key: 'task.received', tone: 'wait' },
  accepted: { key: 'task.accepted', tone: 'wait' },
  rejected: { key: 'task.rejected', tone: 'bad' },
  ambiguous: { key: 'task.ambiguous', tone: 'warn' },
  delivered: { key: 'task.delivered', tone: 'ok' },
  failed: { key: 'task.failed', tone: 'bad' },
  expired: { key: 'task.expired', tone: 'bad' },
  resent: { key: 'task.resent', tone: 'faint' },
  'given-up': { key: 'task.given-up', tone: 'faint' },
  forgotten: { key: 'task.forgotten', tone: 'faint' },
};

export function taskWords(task: Pick<TaskView, 'state'>): StateWords {
  const known = taskStates[task.state];
  return known === undefined ? { words: task.state, tone: 'faint' } : { words: t(known.key), tone: known.tone };
}

/** Bytes as people read them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
