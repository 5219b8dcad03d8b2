import type { Command } from 'commander';
import { AppError } from '#core/errors';
import { verbatim } from '#core/text';
import { listRuns } from '../../../store/run-list.ts';
import type { App } from '../../app/app.ts';
import { findNode } from '../../app/find-node.ts';
import { HomeLeft } from '../../app/leaving.ts';
import { openStoredRun } from '../../app/run.ts';
import { defaultWait } from '../../app/run-options.ts';
import { cancelRun } from '../../app/stop.ts';
import { type CommandContext, reportError, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ContinueFlags, goOn } from '../go-on.ts';
import { oneLine } from '../terminal.ts';

function addOptions(command: Command): Command {
  return command
    .option('--wait <SECONDS>', `how long to wait for tasks at the gateway (default: "${defaultWait}")`)
    .option('--budget <USD>', 'another budget for the run')
    .option('--allow-upload', 'files that need a public link may be uploaded', false)
    .option('--out <DIR>', 'write the outputs into this folder')
    .option('--json', 'print one event per line', false);
}

/** `resume`, `retry`, `answer` and `cancel`: going on with runs on their own snapshots. */
export function registerContinue(program: Command, context: CommandContext): void {
  addOptions(program.command('resume [RUN]').description('go on with a run; without a name the latest unfinished one'))
    .option('--all', 'go on with every unfinished run', false)
    .action((id: string | undefined, flags: ContinueFlags & { all: boolean }) =>
      withApp(context, (app) => resume(app, context, id, flags)),
    );
  addOptions(program.command('retry <RUN>').description('run again what failed, and only that')).action(
    (id: string, flags: ContinueFlags) => withApp(context, (app) => goOn(app, context, id, flags, { retry: true })),
  );
  addOptions(
    program
      .command('answer <RUN> <NODE> <CHOICE>')
      .description('answer a question; NODE/ITEM for one item, counted from 1'),
  ).action((id: string, node: string, choice: string, flags: ContinueFlags) =>
    withApp(context, (app) => answer(app, context, id, node, choice, flags)),
  );
  program
    .command('cancel <RUN>')
    .description('stop a run for good; tasks that are paid for stay in the ledger')
    .action((id: string) =>
      withApp(context, async (app) => {
        await cancelRun(app, id);
        context.terminal.err(`The run ${id} is cancelled. What is at the gateway can be fetched with "collect".\n`);
        return exitCodes.done;
      }),
    );
}

async function resume(
  app: App,
  context: CommandContext,
  id: string | undefined,
  flags: ContinueFlags & { all: boolean },
): Promise<number> {
  if (id !== undefined && flags.all) {
    throw new AppError('usage.invalid', verbatim('Either one run or --all can be resumed.'), {
      hint: verbatim('Leave one of them out.'),
    });
  }
  const { progress, terminal } = context;
  if (id !== undefined) return goOn(app, context, id, flags, {});
  const unfinished = listRuns(app.home).filter((run) => isUnfinished.has(run.state));
  // What was begun in a process that is gone comes first, also when it has ended meanwhile.
  const begun = progress.run === undefined ? [] : [progress.run];
  const rest = unfinished.map((run) => run.id).filter((run) => run !== progress.run);
  const chosen = flags.all ? [...begun, ...rest.reverse()] : [...begun, ...rest].slice(0, 1);
  if (chosen.length === 0 && progress.codes.length === 0) {
    terminal.err('There is no unfinished run.\n');
    return exitCodes.done;
  }
  for (const run of chosen) {
    const name = unfinished.find((summary) => summary.id === run)?.name ?? '';
    if (run !== progress.run) terminal.err(`Going on with ${run} (${oneLine(name)}).\n`);
    const code = await goOn(app, context, run, flags, {}).catch((error: unknown) => {
      if (error instanceof HomeLeft) throw error;
      // One that cannot go on does not keep the others from it.
      return reportError(context, error);
    });
    context.note({ run: undefined, seq: -1, codes: [...progress.codes, code] });
    if (code === exitCodes.interrupted) break;
  }
  return firstThatApplies(progress.codes);
}

const isUnfinished: ReadonlySet<string> = new Set(['created', 'running', 'suspended']);

/** Of several runs the code that comes first in the order of the exit codes. */
function firstThatApplies(codes: readonly number[]): number {
  const order = [exitCodes.interrupted, exitCodes.usage, exitCodes.user, exitCodes.tasks, exitCodes.failed];
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}

async function answer(
  app: App,
  context: CommandContext,
  id: string,
  where: string,
  choice: string,
  flags: ContinueFlags,
): Promise<number> {
  const { prepared, state } = openStoredRun(app, id);
  const { name, item } = splitItem(where, (text) => state?.nodes.has(text) === true);
  const node = findNode(prepared.workflow, name).id;
  const handle = app.live.handle(id);
  if (handle?.answer(node, item, choice) === true) {
    context.terminal.err('The process that executes the run has the answer.\n');
    return exitCodes.done;
  }
  if (handle !== undefined) await app.live.released(id);
  return goOn(app, context, id, flags, { answer: { node, item, choice } });
}

/** `NODE/2-1` is item 2-1 of a mapped node, counted from 1. */
function splitItem(text: string, isNode: (text: string) => boolean): { name: string; item: number[] } {
  const match = /^(.+)\/(\d+(?:-\d+)*)$/.exec(text);
  if (match === null || isNode(text)) return { name: text, item: [] };
  const numbers = (match[2] ?? '').split('-').map(Number);
  if (numbers.some((number) => number < 1)) {
    throw new AppError('usage.invalid', verbatim(`Items count from 1, so "${text}" names none.`), {
      hint: verbatim('Write for example Clip/1.'),
    });
  }
  return { name: match[1] ?? text, item: numbers.map((number) => number - 1) };
}
