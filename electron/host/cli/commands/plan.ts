import type { Command } from 'commander';
import { isError } from '#core/issue';
import type { Plan, PlanEntry, PlanReason } from '#core/plan/plan';
import { dollars } from '../../../executor/purse.ts';
import type { App } from '../../app/app.ts';
import { askAccount, connect } from '../../app/connect.ts';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope, planOf } from '../../app/plan.ts';
import { type PreparedWorkflow, prepareFile } from '../../app/prepare.ts';
import { type CommandContext, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatJson, formatTable, printIssue } from '../terminal.ts';
import { addScopeOptions, type ScopeFlags } from './run.ts';

/** `patchbay plan FILE`. */
export function registerPlan(program: Command, context: CommandContext): void {
  addScopeOptions(program.command('plan <FILE>').description('what a run would do and cost, without running anything'))
    .option('--json', 'print the plan as JSON', false)
    .action((file: string, flags: ScopeFlags) => withApp(context, (app) => plan(app, context, file, flags)));
}

async function plan(app: App, context: CommandContext, file: string, flags: ScopeFlags): Promise<number> {
  const prepared = await prepareFile(app, file, flags);
  const made = await makePlan(app, prepared, flags);
  const scope = chosenScope(prepared, flags);
  const blocked = made.issues.some(
    (issue) => isError(issue) && (issue.place.node === undefined || scope.has(issue.place.node)),
  );
  if (flags.json) context.terminal.out(`${formatJson(made, 2)}\n`);
  else {
    context.terminal.out(formatPlan(made));
    for (const issue of made.issues) printIssue(context.terminal, issue);
  }
  return blocked ? exitCodes.usage : exitCodes.done;
}

async function makePlan(app: App, prepared: PreparedWorkflow, flags: ScopeFlags): Promise<Plan> {
  if (!needsGateway(app, prepared, chosenScope(prepared, flags)))
    return planOf(app, prepared, undefined, undefined, flags);
  const connected = await connect(app, flags);
  try {
    const facts = await askAccount(connected.gateway);
    return await planOf(app, prepared, connected.gateway, facts, flags);
  } finally {
    await connected.close();
  }
}

/** The plan as a table with its sums below. */
function formatPlan(plan: Plan): string {
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

function rangeText(price: { readonly from: number; readonly to: number }): string {
  return price.from === price.to ? dollars(price.from) : `${dollars(price.from)}–${dollars(price.to)}`;
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
