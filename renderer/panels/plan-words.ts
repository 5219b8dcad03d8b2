import type { PlanView } from '#core/services/run-views';
import { inWords, localText, t } from '../i18n/index.ts';
import { registry } from '../store/registry.ts';
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
    case 'taken':
      return t('plan.why.taken', { when: formatWhen(reason.at, now), node: reason.node, workflow: reason.workflow });
    case 'changed':
      return changeWords(entry, reason, now);
    case 'invalid':
      return inWords(reason).message;
  }
}

type Changed = Extract<PlanEntryView['reason'], { why: 'changed' }>;
type Change = Changed['changes'][number];

/** How many changes are told one by one. */
const mostTold = 3;

/** What has changed since the last time: `size: 1024 → 2048`. */
function changeWords(entry: PlanEntryView, { changes, at }: Changed, now: number): string {
  const when = formatWhen(at, now);
  if (changes.length === 0) return t('plan.why.again', { when });
  const told = changes.slice(0, mostTold).map((change) => changeWord(entry, change));
  if (changes.length > mostTold) told.push(t('plan.change.more', { count: changes.length - mostTold }));
  return t('plan.why.changed', { when, what: told.join(t('plan.change.and')) });
}

function changeWord(entry: PlanEntryView, change: Change): string {
  const name = changedName(entry, change);
  const { from, to } = change;
  if (from === undefined && to === undefined) return name;
  return t('plan.change', { name, from: shortened(from), to: shortened(to) });
}

/** A param or input by the name that people see on the node. */
function changedName({ type, model }: PlanEntryView, { what, name = '' }: Change): string {
  if (what !== 'param' && what !== 'input') return t(`plan.change.${what}`);
  const params = model === undefined ? {} : { model };
  const known = registry.portsOf(type, params).inputs[name]?.label ?? registry.paramsOf(type, params)[name]?.label;
  return known === undefined ? name : localText(known);
}

function shortened(text: string | undefined): string {
  if (text === undefined) return t('plan.change.nothing');
  return text.length <= 32 ? text : `${text.slice(0, 30)}…`;
}

/** The same, bought by another node, which the user may take. */
export function offerWords(offer: NonNullable<PlanEntryView['offer']>, now: number): string {
  const { node, workflow, at, items } = offer;
  return t('plan.offer', { node, workflow, when: formatWhen(at, now), count: items });
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
