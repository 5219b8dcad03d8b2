import type { Command } from 'commander';
import { isError } from '#core/issue';
import type { Plan } from '#core/plan/plan';
import type { App } from '../../app/app.ts';
import { askAccount, connect } from '../../app/connect.ts';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope, planOf } from '../../app/plan.ts';
import { type PreparedWorkflow, prepareFile } from '../../app/prepare.ts';
import { type CommandContext, fileOf, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { budgetLines, formatPlan, offerLines } from '../plan-text.ts';
import { formatJson, printIssue } from '../terminal.ts';
import { addScopeOptions, budgetOf, type ScopeFlags } from './run.ts';

/** `patchbay plan FILE`. */
export function registerPlan(program: Command, context: CommandContext): void {
  addScopeOptions(program.command('plan <FILE>').description('what a run would do and cost, without running anything'))
    .option('--json', 'print the plan as JSON', false)
    .action((file: string, flags: ScopeFlags) => withApp(context, (app) => plan(app, context, file, flags)));
}

async function plan(app: App, context: CommandContext, file: string, flags: ScopeFlags): Promise<number> {
  const budget = budgetOf(flags);
  const prepared = await prepareFile(app, fileOf(context, file), { ...flags, folder: context.folder }, flags);
  const made = await makePlan(app, prepared, flags);
  const scope = chosenScope(prepared, flags);
  const blocked = made.issues.some(
    (issue) => isError(issue) && (issue.place.node === undefined || scope.has(issue.place.node)),
  );
  if (flags.json) context.terminal.out(`${formatJson(made, 2)}\n`);
  else {
    context.terminal.out(formatPlan(made));
    for (const issue of made.issues) printIssue(context.terminal, issue);
    for (const line of [...offerLines(made), ...budgetLines(made, budget)]) context.terminal.err(`${line}\n`);
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
