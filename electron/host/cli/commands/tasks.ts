import path from 'node:path';
import type { Command } from 'commander';
import { AppError, toAppError } from '#core/errors';
import { formatItem } from '#core/run/address';
import type { SavedOutputs } from '#core/run/state';
import { verbatim } from '#core/text';
import { dollars } from '../../../executor/purse.ts';
import type { Attempt } from '../../../executor/services.ts';
import { loadOutputs } from '../../../executor/values.ts';
import { type ExportedOutput, exportOutputs } from '../../../store/export-outputs.ts';
import type { App } from '../../app/app.ts';
import { collectTask, findAttempt, forgetTask, lastAnswer, lookForTask, lossOf, lostPlace } from '../../app/tasks.ts';
import { type CommandContext, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { plainOutput, presentOutputs } from '../present.ts';
import { offersFor } from '../task-offers.ts';
import { formatError, formatJson, formatTable, oneLine } from '../terminal.ts';

interface CollectFlags {
  readonly connection?: string;
  readonly as?: string;
  readonly out?: string;
  readonly json: boolean;
}

/** `tasks`, `collect` and `forget`: the ledger. */
export function registerTasks(program: Command, context: CommandContext): void {
  program
    .command('tasks')
    .description('every attempt that may have cost: its state, price and raw last answer')
    .option('--json', 'print them as JSON, raw answers included', false)
    .action((flags: { json: boolean }) => withApp(context, async (app) => listTasks(app, context, flags.json)));
  program
    .command('collect <TASK>')
    .description('fetch the result of an attempt, by its id or by the id of its task')
    .option('--connection <NAME>', 'the gateway connection that it was made on')
    .option('--as <TASK>', 'of a request without an answer: the task at the gateway that is its own')
    .option('--out <FOLDER>', 'also write its files into this folder')
    .option('--json', 'print the result as JSON', false)
    .action((id: string, flags: CollectFlags) => withApp(context, (app) => collect(app, context, id, flags)));
  program
    .command('forget <TASK>')
    .description('drop an attempt knowingly: it is never waited for or asked about again')
    .option('--yes', 'do not ask; what is lost is said all the same', false)
    .action((id: string, flags: { yes: boolean }) => withApp(context, (app) => forget(app, context, id, flags.yes)));
}

async function listTasks(app: App, context: CommandContext, json: boolean): Promise<number> {
  // What cannot be written down now is listed as it was found.
  await app.executor.keeper.markLost().catch((error: unknown) => {
    context.terminal.err(`warning: ${formatError(toAppError(error).info)}\n`);
  });
  const attempts = [...app.ledger.attempts()].reverse();
  if (json) {
    printAsList(context, attempts, (attempt) => ({ ...attempt, lastAnswer: lastAnswer(app, attempt) ?? null }));
  } else if (attempts.length === 0) {
    context.terminal.err('The ledger is empty.\n');
  } else {
    const now = app.clock.now();
    const headings = ['attempt', 'node', 'model', 'state', 'age', 'price', 'task', ''];
    context.terminal.out(
      formatTable(
        headings,
        attempts.map((attempt) => rowOf(attempt, now)),
      ),
    );
    for (const line of offersFor(app, attempts)) context.terminal.err(`${line}\n`);
  }
  return exitCodes.done;
}

/** Characters that are written at once. */
const portion = 1 << 18;

/** One JSON list, written in portions: the raw answers of many attempts may be large together. */
function printAsList(
  { terminal }: CommandContext,
  attempts: readonly Attempt[],
  shown: (one: Attempt) => object,
): void {
  let waiting = '[';
  for (const [index, attempt] of attempts.entries()) {
    // Of the list with only this in it, what stands between the brackets.
    waiting += `${index === 0 ? '' : ','}${formatJson([shown(attempt)], 2).slice(1, -2)}`;
    if (waiting.length < portion) continue;
    terminal.out(waiting);
    waiting = '';
  }
  terminal.out(`${waiting}${attempts.length === 0 ? '' : '\n'}]\n`);
}

/** Says what is lost before anything is. */
async function forget(app: App, context: CommandContext, id: string, yes: boolean): Promise<number> {
  const { terminal } = context;
  await app.executor.keeper.markLost();
  const attempt = findAttempt(app, id);
  if (attempt.state === 'forgotten') {
    terminal.err(`The attempt ${attempt.id} is forgotten already.\n`);
    return exitCodes.done;
  }
  terminal.err(`${nameOfAttempt(attempt)}: ${oneLine(lossOf(attempt).en)}\n`);
  if (!yes) {
    if (terminal.confirm === undefined) {
      throw new AppError('usage.invalid', verbatim('Nothing was forgotten: nobody is here to confirm it.'), {
        hint: verbatim('Add --yes to forget it all the same.'),
      });
    }
    const answer = await unlessLeaving(app, terminal.confirm('Forget it for good? [y/N] ', app.leaving));
    if (!answer) {
      terminal.err('Nothing was forgotten.\n');
      return exitCodes.failed;
    }
  }
  await forgetTask(app, attempt.id);
  terminal.err(`The attempt ${attempt.id} is forgotten.\n`);
  return exitCodes.done;
}

/** A question is asked again where the home folder is next. @throws HomeLeft */
function unlessLeaving<T>({ leaving }: App, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(leaving.reason);
    if (leaving.aborted) return leave();
    leaving.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => leaving.removeEventListener('abort', leave));
  });
}

function nodeOf({ node, item }: Attempt['address'], title: string | undefined): string {
  return item.length === 0 ? (title ?? node) : `${title ?? node}/${formatItem(item)}`;
}

function nameOfAttempt({ id, address, title, model, recipe, state }: Attempt): string {
  return oneLine(`${id} (${nodeOf(address, title)}, ${model ?? recipe}, ${state})`);
}

function rowOf(attempt: Attempt, now: number): string[] {
  const { address } = attempt;
  // By the tokens where the gateway told them, else as expected.
  const price = attempt.cost ?? attempt.price;
  return [
    attempt.id,
    nodeOf(address, attempt.title),
    attempt.model ?? attempt.recipe.replace(/:.*/s, ''),
    attempt.state + (attempt.practice ? ' (practice)' : ''),
    ageText(now - Date.parse(attempt.createdAt)),
    price === undefined
      ? 'unknown'
      : price.from === price.to
        ? dollars(price.to)
        : `${dollars(price.from)}–${dollars(price.to)}`,
    attempt.task?.id ?? '',
    attempt.error === undefined ? '' : formatError({ ...attempt.error, hint: undefined }),
  ];
}

function ageText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

async function collect(app: App, context: CommandContext, id: string, flags: CollectFlags): Promise<number> {
  const { terminal } = context;
  await app.executor.keeper.markLost();
  // Its run is over or gone, so nothing else asks about it.
  if (lostPlace(app, findAttempt(app, id)) === 'look') {
    const looked = await lookForTask(app, id, flags.as);
    if (looked.kind === 'question') {
      const { message, candidates = [] } = looked.question;
      terminal.err(`${oneLine(message)}\n`);
      for (const task of candidates) {
        const facts = [task.createdAt, task.model, task.status, task.prompt].filter((fact) => fact !== undefined);
        terminal.err(`  patchbay collect ${id} --as ${oneLine(task.id)}   (${oneLine(facts.join(', '))})\n`);
      }
      return exitCodes.user;
    }
  }
  const collected = await collectTask(app, id, flags.connection);
  if (collected.kind === 'running') {
    const percent = collected.progress === undefined ? '' : `, ${Math.round(collected.progress * 100)} %`;
    terminal.err(`The task is still at the gateway (${collected.status}${percent}).\n`);
    return exitCodes.tasks;
  }
  if (collected.kind === 'failed') {
    terminal.err(`${formatError(collected.error)}\n`);
    return exitCodes.failed;
  }
  await printOutputs(app, context, collected.outputs, flags.json);
  if (flags.out !== undefined) {
    const attempt = findAttempt(app, id);
    const folder = path.resolve(context.folder, flags.out);
    const files = await exportOutputs(
      exportsOf(app, attempt, collected.outputs),
      folder,
      app.artifacts,
      app.home.layer,
    );
    for (const file of files) terminal.err(`wrote ${file}\n`);
  }
  return exitCodes.done;
}

/** Named as the node is, with the item where it has several, and with the port where it has several. */
function exportsOf(app: App, { address, title, nodeType }: Attempt, saved: SavedOutputs): ExportedOutput[] {
  const item = address.item.length === 0 ? '' : `-${formatItem(address.item)}`;
  const outputs = Object.entries(loadOutputs(saved, app.artifacts));
  return outputs.map(([port, value]) => ({
    title: `${title ?? nodeType}${item}${outputs.length > 1 ? `-${port}` : ''}`,
    node: address.node,
    value,
  }));
}

async function printOutputs(app: App, context: CommandContext, saved: SavedOutputs, json: boolean): Promise<void> {
  const outputs = loadOutputs(saved, app.artifacts);
  if (json) context.terminal.out(`${formatJson(await presentOutputs(app, outputs), 2)}\n`);
  else for (const typed of Object.values(outputs)) context.terminal.out(await plainOutput(app, typed));
}
