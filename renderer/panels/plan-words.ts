import type { PlanView } from '#core/services/views';
import { inWords, t } from '../i18n/index.ts';
import type { Tone } from '../ui/pill.tsx';
import { formatWhen } from './words.ts';

export type PlanEntryView = PlanView['entries'][number];

const tones: Readonly<Record<PlanEntryView['action'], Tone>> = {
  blocked: 'bad',
  run: 'accent',
  reuse: 'ok',
  local: 'faint',
  pass: 'faint',
  skip: 'faint',
};

export function actionTone(action: PlanEntryView['action']): Tone {
  return tones[action];
}

/** Why a node does what it does, in words. `nameOf` gives the name of another node. */
export function reasonWords(entry: PlanEntryView, nameOf: (node: string) => string, now: number): string {
  const { reason } = entry;
  switch (reason.why) {
    case 'new':
      return t('plan.why.new');
    case 'fresh':
      return t('plan.why.fresh');
    case 'local':
      return entry.action === 'reuse' ? t('plan.why.empty') : t('plan.why.local');
    case 'pinned':
      return t('plan.why.pinned');
    case 'muted':
      return t('plan.why.muted');
    case 'bypassed':
      return t('plan.why.bypassed');
    case 'inputs':
      return t('plan.why.inputs', { name: nameOf(reason.because) });
    case 'missing':
      return t('plan.why.missing', { name: nameOf(reason.because) });
    case 'same':
      return t('plan.why.same', { when: formatWhen(reason.at, now) });
    case 'invalid':
      return inWords(reason).message;
  }
}

/** How many items, where it is more than one or not known yet. */
export function itemWords(entry: PlanEntryView): string {
  if (entry.items === undefined) return t('plan.items-unknown');
  if (entry.items === 1) return '';
  if (entry.action === 'run' && entry.reusedItems > 0)
    return t('plan.items-some', { run: entry.items - entry.reusedItems, reused: entry.reusedItems });
  return t('plan.items', { count: entry.items });
}

const order: readonly PlanEntryView['action'][] = ['blocked', 'run', 'reuse', 'skip', 'pass', 'local'];

/** The entries in groups by what they do: what needs people first. */
export function groupPlan(plan: PlanView) {
  return order
    .map((action) => ({ action, entries: plan.entries.filter((entry) => entry.action === action) }))
    .filter((group) => group.entries.length > 0);
}

/** What stops the run: faults of its nodes, and faults that belong to no node. */
export function stoppingIssues(plan: PlanView): PlanView['issues'] {
  const nodes = new Set(plan.entries.map((entry) => entry.node));
  return plan.issues.filter(
    (issue) => issue.severity === 'error' && (issue.place.node === undefined || nodes.has(issue.place.node)),
  );
}

/** What should be known before money is spent, and stops nothing. */
export function warningIssues(plan: PlanView): PlanView['issues'] {
  return plan.issues.filter((issue) => issue.code === 'model.unlisted');
}
