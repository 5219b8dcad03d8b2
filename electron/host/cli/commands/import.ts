import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { ImportReview, OperationReview } from '#core/recipe/import';
import { readError } from '../../../store/file-errors.ts';
import type { App } from '../../app/app.ts';
import { connect } from '../../app/connect.ts';
import { describeModel } from '../../app/described-model.ts';
import type { ApiText } from '../../app/own-recipes.ts';
import { type CommandContext, fileOf, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatJson, formatTable, type Terminal } from '../terminal.ts';

interface Flags {
  readonly only: readonly string[];
  readonly tasks: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly connection?: string;
  readonly practice: boolean;
}

/** `patchbay import FILE`, also of a model by its name. */
export function registerImport(program: Command, context: CommandContext): void {
  program
    .command('import <FILE>')
    .description(
      'make the operations of an OpenAPI document (JSON, YAML, Markdown) usable as nodes; replicate:OWNER/NAME imports a model by its schema',
    )
    .option('--only <TEXT...>', 'only operations whose method, path or title has one of these texts', [])
    .option('--tasks', 'wait for tasks as it is proposed; without it answers are taken as they are', false)
    .option('--dry-run', 'say what would be imported and import nothing', false)
    .option('--json', 'print the review as JSON', false)
    .option('--connection <NAME>', 'the gateway connection that is asked for the schema of a model')
    .option('--practice', 'ask the practice gateway for it', false)
    .action((file: string, flags: Flags) =>
      withApp(context, async (app) => {
        const isModel = file.startsWith(modelPrefix);
        const document = isModel
          ? await modelDocument(app, file, flags)
          : { name: path.basename(file), text: readText(fileOf(context, file)) };
        const review = app.ownRecipes.review(document);
        const chosen = review.operations.filter(
          (operation) => isChosen(operation, flags.only) && (!isModel || operation.charges),
        );
        // How a prediction is waited for is known.
        const waits = flags.tasks || isModel;
        const choices = chosen.map(({ key, task }) => ({ key, task: waits && task !== undefined }));
        const shown = { ...review, operations: chosen };
        if (flags.dryRun || choices.length === 0) {
          print(context.terminal, shown, { ...flags, tasks: waits }, undefined);
          return chosen.length > 0 ? exitCodes.done : exitCodes.failed;
        }
        const added = await app.ownRecipes.add(document, choices);
        print(context.terminal, shown, { ...flags, tasks: waits }, added);
        return exitCodes.done;
      }),
    );
}

const modelPrefix = 'replicate:';

async function modelDocument(app: App, name: string, flags: Flags): Promise<ApiText> {
  const { gateway, close } = await connect(app, flags);
  try {
    return await describeModel(gateway, name);
  } finally {
    await close();
  }
}

/** @throws AppError `file.not-found`, `file.unreadable` */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw readError(error, file);
  }
}

function isChosen({ key, title }: OperationReview, only: readonly string[]): boolean {
  const text = `${key} ${title}`.toLowerCase();
  return only.length === 0 || only.some((one) => text.includes(one.toLowerCase()));
}

function print(
  terminal: Terminal,
  review: ImportReview,
  flags: Flags,
  added: { ids: readonly string[]; file: string } | undefined,
): void {
  if (flags.json) {
    terminal.out(`${formatJson({ ...review, ...(added !== undefined && { imported: added }) }, 2)}\n`);
    return;
  }
  const rows = review.operations.map((operation, index) => [
    added?.ids[index] ?? operation.key,
    operation.title,
    operation.result?.kind ?? 'json',
    operation.task === undefined ? '' : `${flags.tasks ? 'task' : 'task?'} ${operation.task.query}`,
    operation.known === undefined ? '' : `also ${operation.known}`,
  ]);
  if (rows.length > 0) terminal.out(formatTable(['operation', 'title', 'gives', 'waits by', ''], rows));
  for (const { key, notes } of review.operations) {
    for (const note of notes) terminal.err(`${key}: ${note.en}\n`);
  }
  for (const { where, message } of review.problems) terminal.err(`${where}: ${message.en}\n`);
  const proposed = review.operations.filter(({ task }) => task !== undefined).length;
  if (proposed > 0 && !flags.tasks) {
    terminal.err(`${proposed} of them seem to answer with a task; import with --tasks to wait for its result.\n`);
  }
  const what = added === undefined ? `${rows.length} could be imported` : `${rows.length} imported into ${added.file}`;
  terminal.err(`${what}; each is an "api-operation" node with the param "recipe".\n`);
}
