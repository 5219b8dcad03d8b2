import { budgetWarnings } from '#core/plan/budget';
import type { Plan, PlanChange, PlanEntry, PlanReason } from '#core/plan/plan';
import { dollars } from '../../executor/purse.ts';
import { rangeText } from './cost-text.ts';
import { formatTable, oneLine } from './terminal.ts';

/** The plan as a table with its sums below. */
export function formatPlan(plan: Plan): string {
  const titles = new Map(plan.entries.map((entry) => [entry.node, entry.title]));
  const rows = plan.entries.map((entry) => [
    entry.title,
    entry.type,
    entry.model ?? '',
    actionText(entry),
    priceText(entry.price),
    reasonText(entry.reason, titles),
  ]);
  const table = formatTable(['node', 'type', 'model', 'does', 'price', 'why'], rows);
  const count = (action: PlanEntry['action']): number => plan.entries.filter((entry) => entry.action === action).length;
  const unknown = plan.unknownPrices === 0 ? '' : ` + ${plan.unknownPrices} unknown`;
  const sums = [
    `${count('run')} run`,
    `${count('reuse')} reused`,
    `${count('local')} local`,
    ...(count('blocked') > 0 ? [`${count('blocked')} blocked`] : []),
    ...(count('skip') > 0 ? [`${count('skip')} skipped`] : []),
    ...(plan.uploads > 0 ? [`${plan.uploads} uploaded`] : []),
    `${rangeText(plan.price)}${unknown}`,
  ];
  return `${table}\n${sums.join(' · ')}\n`;
}

function actionText(entry: PlanEntry): string {
  const items = entry.items === undefined ? ' once per item' : entry.items === 1 ? '' : ` ${entry.items} items`;
  const reused = entry.action === 'run' && entry.reusedItems > 0 ? `, ${entry.reusedItems} reused` : '';
  return `${entry.action}${items}${reused}`;
}

function priceText(price: PlanEntry['price']): string {
  if (price === 'free') return '';
  return price === 'unknown' ? 'unknown' : rangeText(price);
}

/** `size 1024 → 2048, prompt changed` and since which run. */
function changesText(changes: readonly PlanChange[], run: string): string {
  if (changes.length === 0) return `its result of ${run} is not there any more`;
  const told = changes.map(({ what, name = what, from, to }) =>
    from === undefined && to === undefined ? name : `${name} ${shortened(from)} → ${shortened(to)}`,
  );
  return `changed since ${run}: ${told.join(', ')}`;
}

function shortened(text: string | undefined): string {
  if (text === undefined) return '(nothing)';
  const line = oneLine(text);
  return line.length <= 32 ? line : `${line.slice(0, 30)}…`;
}

/** One line for each node whose request another node has bought already, with the switch that takes it. */
export function offerLines(plan: Plan): string[] {
  return plan.entries.flatMap(({ offer, title, node, items }) => {
    if (offer === undefined) return [];
    const what = items === 1 ? '' : ` (${offer.items} of ${items ?? '?'} items)`;
    const by = `${oneLine(offer.node)} in ${oneLine(offer.workflow)} at ${offer.at}, run ${offer.run}`;
    const quoted = /^[\w.-]+$/.test(node) ? node : JSON.stringify(node);
    return `${oneLine(title)}: you already bought this${what}: ${by}. Take it with --take ${quoted}`;
  });
}

/** What a budget means for the plan; US dollars. */
export function budgetLines(plan: Plan, budget: number | undefined): string[] {
  return budgetWarnings(plan, budget, dollars).map(({ en }) => `warning: ${en}`);
}

function reasonText(reason: PlanReason, titles: ReadonlyMap<string, string>): string {
  switch (reason.why) {
    case 'new':
      return 'not made before';
    case 'inputs':
      return `follows ${titles.get(reason.because) ?? reason.because}, which runs`;
    case 'fresh':
      return 'asked to run again';
    case 'local':
      return '';
    case 'taken':
      return `taken from ${reason.node} in ${reason.workflow} (${reason.run})`;
    case 'changed':
      return changesText(reason.changes, reason.run);
    case 'same':
      return `same request as in ${reason.run}`;
    case 'missing':
      return `${titles.get(reason.because) ?? reason.because} gives nothing`;
    case 'invalid':
      return reason.message;
    default:
      return reason.why;
  }
}
