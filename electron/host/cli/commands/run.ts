import type { Command } from 'commander';
import { createId } from '../../../store/ids.ts';
import { hasRun } from '../../../store/runs.ts';
import type { App } from '../../app/app.ts';
import { type AccountFacts, askAccount, type Connected, connect } from '../../app/connect.ts';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope, planOf } from '../../app/plan.ts';
import { type PreparedWorkflow, prepareFile, refuseErrors } from '../../app/prepare.ts';
import { startRun } from '../../app/run.ts';
import { defaultWait, type RunOptions } from '../../app/run-options.ts';
import { type CommandContext, fileOf, parseNumberOption, withApp } from '../context.ts';
import { goOn, reconnectTo } from '../go-on.ts';
import { budgetLines, offerLines } from '../plan-text.ts';
import { runToEnd } from '../run-to-end.ts';
import { printIssue } from '../terminal.ts';

/** Options that choose what a run is made of; `plan` takes the same. */
export interface ScopeFlags {
  readonly set: string[];
  readonly input: string[];
  readonly to?: string;
  readonly from?: string;
  readonly only?: string[];
  readonly fresh: boolean;
  readonly take: string[];
  readonly budget?: string;
  readonly connection?: string;
  readonly practice: boolean;
  readonly json: boolean;
}

interface RunFlags extends ScopeFlags {
  readonly wait: string;
  readonly allowUpload: boolean;
  readonly out?: string;
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** US dollars. @throws AppError `usage.invalid` */
export function budgetOf({ budget }: ScopeFlags): number | undefined {
  return budget === undefined ? undefined : parseNumberOption('--budget', budget);
}

/** Adds the options that `run` and `plan` share. */
export function addScopeOptions(command: Command): Command {
  return command
    .option(
      '--set <NODE.PARAM=VALUE>',
      'set a param for this run; VALUE @path reads a file, @@… is a literal @ (repeatable)',
      collect,
      [],
    )
    .option('--input <NAME=VALUE>', 'give a value to an input of the workflow (repeatable)', collect, [])
    .option('--to <NODE>', 'only this node and what it needs')
    .option('--from <NODE>', 'only this node, what follows from it, and what those need')
    .option('--only <NODE>', 'only these nodes and what they need (repeatable)', collect)
    .option('--fresh', 'run again what could be reused', false)
    .option('--take <NODE>', 'take what another node has bought for the same request (repeatable)', collect, [])
    .option('--budget <USD>', 'never spend more than this in the run')
    .option('--connection <NAME>', 'the gateway connection to use')
    .option('--practice', 'use the practice gateway: no key, no cost', false);
}

/** `patchbay run FILE`. */
export function registerRun(program: Command, context: CommandContext): void {
  addScopeOptions(program.command('run <FILE>').description('plan and run a workflow'))
    .option('--wait <SECONDS>', 'how long to wait for tasks at the gateway', String(defaultWait))
    .option('--allow-upload', 'files that need a public link may be uploaded', false)
    .option('--out <DIR>', 'write the outputs into this folder')
    .option('--json', 'print one event per line', false)
    .action((file: string, flags: RunFlags) => withApp(context, (app) => run(app, context, file, flags)));
}

async function run(app: App, context: CommandContext, file: string, flags: RunFlags): Promise<number> {
  const begun = context.progress.run;
  if (begun !== undefined && hasRun(app.home, begun))
    return goOn(app, context, begun, { ...flags, wait: flags.wait }, {});
  const budget = budgetOf(flags);
  const options: RunOptions = {
    fresh: flags.fresh,
    take: flags.take,
    wait: parseNumberOption('--wait', flags.wait),
    allowUpload: flags.allowUpload,
    practice: flags.practice,
    ...(flags.to !== undefined && { to: flags.to }),
    ...(flags.from !== undefined && { from: flags.from }),
    ...(flags.only !== undefined && { only: flags.only }),
    ...(budget !== undefined && { budget }),
    ...(flags.connection !== undefined && { connection: flags.connection }),
  };
  const id = begun ?? createId('run');
  context.note({ run: id });
  const prepared = await prepareFile(app, fileOf(context, file), { ...flags, folder: context.folder }, flags);
  const scope = chosenScope(prepared, flags);
  refuseErrors(prepared, scope);
  const connected = needsGateway(app, prepared, scope) ? await connect(app, flags) : undefined;
  try {
    const facts = connected === undefined ? undefined : await factsWhenNeeded(app, prepared, connected, flags);
    const reconnect = reconnectTo(app, connected, options.wait, {});
    const end = { json: flags.json, out: flags.out, workflow: prepared.workflow, reconnect };
    return await runToEnd(app, context, end, (listener) =>
      startRun(app, prepared, connected, facts, options, listener, id),
    );
  } finally {
    await connected?.close();
  }

  /** Prints what the plan warns of, before anything is paid. Where everything is reused the gateway is not even asked. */
  async function factsWhenNeeded(
    opened: App,
    workflow: PreparedWorkflow,
    connection: Connected,
    choice: ScopeFlags,
  ): Promise<AccountFacts | undefined> {
    const before = await planOf(opened, workflow, connection.gateway, undefined, choice);
    const isCalling = before.entries.some((entry) => entry.action === 'run');
    const facts = isCalling ? await askAccount(connection.gateway) : undefined;
    const plan = facts === undefined ? before : await planOf(opened, workflow, connection.gateway, facts, choice);
    for (const issue of plan.issues) if (issue.severity === 'warning') printIssue(context.terminal, issue);
    for (const line of offerLines(plan)) context.terminal.err(`${line}\n`);
    for (const line of budgetLines(plan, budget)) context.terminal.err(`${line}\n`);
    return facts;
  }
}
