import type { Command } from 'commander';
import { AppError } from '#core/errors';
import { listRuns } from '../../../store/run-list.ts';
import { openApp, openUserHome } from '../../app/app.ts';
import { askAccount, connect } from '../../app/connect.ts';
import { findNode } from '../../app/find-node.ts';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope } from '../../app/plan.ts';
import { type Continuation, checkContinuation, continueRun, openStoredRun } from '../../app/run.ts';
import { defaultWait } from '../../app/run-options.ts';
import { answerThroughOwner, cancelRun } from '../../app/stop.ts';
import { type CommandContext, parseNumberOption, reportError, withApp, withOwnedRun } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { runToEnd } from '../run-to-end.ts';
import { oneLine } from '../terminal.ts';

interface ContinueFlags {
  readonly json: boolean;
  readonly wait?: string;
  readonly budget?: string;
  readonly allowUpload: boolean;
  readonly out?: string;
}

function addOptions(command: Command): Command {
  return command
    .option('--wait <SECONDS>', `how long to wait for tasks at the gateway (default: "${defaultWait}")`)
    .option('--budget <USD>', 'another limit for the run')
    .option('--allow-upload', 'files that need a public link may be uploaded', false)
    .option('--out <DIR>', 'write the outputs into this folder')
    .option('--json', 'print one event per line', false);
}

/** `resume`, `retry`, `answer` and `cancel`: going on with runs on their own snapshots. */
export function registerContinue(program: Command, context: CommandContext): void {
  const guarded = async (work: () => Promise<number>): Promise<void> => {
    try {
      context.exit(await work());
    } catch (error) {
      reportError(context, error);
    }
  };
  addOptions(program.command('resume [RUN]').description('go on with a run; without a name the latest unfinished one'))
    .option('--all', 'go on with every unfinished run', false)
    .action((id: string | undefined, flags: ContinueFlags & { all: boolean }) =>
      guarded(() => resume(context, id, flags)),
    );
  addOptions(program.command('retry <RUN>').description('run again what failed, and only that')).action(
    (id: string, flags: ContinueFlags) => guarded(() => goOn(context, id, flags, { retry: true })),
  );
  addOptions(
    program
      .command('answer <RUN> <NODE> <CHOICE>')
      .description('answer a question; NODE/ITEM for one item, counted from 1'),
  ).action((id: string, node: string, choice: string, flags: ContinueFlags) =>
    guarded(() => answer(context, id, node, choice, flags)),
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
  context: CommandContext,
  id: string | undefined,
  flags: ContinueFlags & { all: boolean },
): Promise<number> {
  if (id !== undefined && flags.all) {
    throw new AppError('usage.invalid', 'Either one run or --all can be resumed.', { hint: 'Leave one of them out.' });
  }
  if (id !== undefined) return goOn(context, id, flags, {});
  const unfinished = listRuns(openUserHome(context.env)).filter((run) => isUnfinished.has(run.state));
  if (unfinished.length === 0) {
    context.terminal.err('There is no unfinished run.\n');
    return exitCodes.done;
  }
  const chosen = flags.all ? [...unfinished].reverse() : unfinished.slice(0, 1);
  const codes: number[] = [];
  for (const run of chosen) {
    context.terminal.err(`Going on with ${run.id} (${oneLine(run.name)}).\n`);
    try {
      codes.push(await goOn(context, run.id, flags, {}));
    } catch (error) {
      // One that cannot go on does not keep the others from it.
      codes.push(reportError(context, error));
    }
    if (codes.includes(exitCodes.interrupted)) break;
  }
  return firstThatApplies(codes);
}

const isUnfinished: ReadonlySet<string> = new Set(['created', 'running', 'suspended']);

/** Of several runs the code that comes first in the order of the exit codes. */
function firstThatApplies(codes: readonly number[]): number {
  const order = [exitCodes.interrupted, exitCodes.usage, exitCodes.user, exitCodes.tasks, exitCodes.failed];
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}

async function answer(
  context: CommandContext,
  id: string,
  where: string,
  choice: string,
  flags: ContinueFlags,
): Promise<number> {
  const app = openApp(context.env, openUserHome(context.env));
  let answered: { node: string; item: number[]; choice: string };
  try {
    const { prepared, state } = openStoredRun(app, id);
    const { name, item } = splitItem(where, (text) => state?.nodes.has(text) === true);
    answered = { node: findNode(prepared.workflow, name).id, item, choice };
    if (await answerThroughOwner(app, id, answered)) {
      context.terminal.err('The process that executes the run has the answer.\n');
      return exitCodes.done;
    }
  } finally {
    await app.close();
  }
  return goOn(context, id, flags, { answer: answered });
}

/** `NODE/2-1` is item 2-1 of a mapped node, counted from 1. */
function splitItem(text: string, isNode: (text: string) => boolean): { name: string; item: number[] } {
  const match = /^(.+)\/(\d+(?:-\d+)*)$/.exec(text);
  if (match === null || isNode(text)) return { name: text, item: [] };
  const numbers = (match[2] ?? '').split('-').map(Number);
  if (numbers.some((number) => number < 1)) {
    throw new AppError('usage.invalid', `Items count from 1, so "${text}" names none.`, {
      hint: 'Write for example Clip/1.',
    });
  }
  return { name: match[1] ?? text, item: numbers.map((number) => number - 1) };
}

function goOn(context: CommandContext, id: string, flags: ContinueFlags, more: Continuation): Promise<number> {
  const continuation: Continuation = {
    ...more,
    ...(flags.wait !== undefined && { wait: parseNumberOption('--wait', flags.wait) }),
    ...(flags.budget !== undefined && { budget: parseNumberOption('--budget', flags.budget) }),
    ...(flags.allowUpload && { allowUpload: true }),
  };
  return withOwnedRun(context, id, async (app, owned) => {
    const { prepared, state, options } = openStoredRun(app, id);
    checkContinuation(id, state, continuation);
    const isCalling = needsGateway(app, prepared, chosenScope(prepared, options));
    const connected = isCalling ? await connect(app, options) : undefined;
    try {
      const before = state?.connection?.baseUrl;
      const now = connected?.gateway.connection.baseUrl;
      if (before !== undefined && now !== undefined && before !== now) {
        throw new AppError('usage.invalid', `This run was made on ${before}; the connection now leads to ${now}.`, {
          hint: 'Set the connection as it was; what is at the gateway can only be fetched there.',
        });
      }
      const facts = connected === undefined ? undefined : await askAccount(connected.gateway);
      const end = { json: flags.json, out: flags.out, workflow: prepared.workflow };
      return await runToEnd(app, context.terminal, end, (listener) =>
        continueRun(app, owned, connected, facts, continuation, listener),
      );
    } finally {
      await connected?.close();
    }
  });
}
