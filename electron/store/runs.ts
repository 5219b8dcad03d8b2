import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#core/errors';
import { formatDocument, type WorkflowDocument } from '#core/graph/document';
import type { JournalEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { listed, say } from '#core/text';
import type { Json } from '#core/value/value';
import { writeFileAtomic } from './atomic-file.ts';
import { readError, systemCode, writing } from './file-errors.ts';
import type { Home } from './home.ts';
import { foldJournal, type OpenJournal, openJournal, readJournal } from './journal.ts';

/** What a run was asked to do, as the one who started it wrote it down; the store does not look into it. */
export type StoredOptions = { [key: string]: Json };

/** The files of one run. */
export interface RunFiles {
  readonly folder: string;
  readonly workflow: string;
  readonly options: string;
  readonly journal: string;
  /** What the account said before and after its sessions; absent when it said nothing. */
  readonly balance: string;
}

const jsonObject = z.record(z.string(), z.json());

/** Whether a text can be the id of a run at all; anything else never becomes a part of a path. */
function isRunId(id: string): boolean {
  return /^run_[A-Za-z0-9_-]{1,100}$/.test(id);
}

/** Where the files of a run lie. @throws AppError `run.not-found` when the text is no id of a run */
export function runFiles(home: Home, id: string): RunFiles {
  if (!isRunId(id)) throw runNotFound(home, id);
  const folder = path.join(home.runs, id);
  return {
    folder,
    workflow: path.join(folder, 'workflow.json'),
    options: path.join(folder, 'options.json'),
    journal: path.join(folder, 'journal.jsonl'),
    balance: path.join(folder, 'balance.json'),
  };
}

/**
 * Makes the folder of a new run with the workflow's snapshot and its options, durably, and opens its journal.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export async function createRun(
  home: Home,
  run: { readonly id: string; readonly document: WorkflowDocument; readonly options: StoredOptions },
): Promise<OpenJournal> {
  const { layer } = home;
  const files = runFiles(home, run.id);
  await writing(files.folder, async () => layer.makeFolder(files.folder));
  await writeFileAtomic(layer, files.options, `${JSON.stringify(run.options, null, 2)}\n`);
  // The snapshot comes last: a folder without it is no run.
  await writeFileAtomic(layer, files.workflow, formatDocument(run.document));
  await writing(files.folder, () => layer.syncFolder(home.runs));
  return openJournal(files.journal, { layer });
}

/** A run as it lies on the disk. */
export interface LoadedRun {
  readonly id: string;
  readonly document: WorkflowDocument;
  readonly options: StoredOptions;
  /** Undefined when the run was created and never started. */
  readonly state: RunState | undefined;
  readonly events: readonly JournalEvent[];
  /** Rows of the journal that were skipped. */
  readonly damaged: number;
}

/**
 * Reads a run: its snapshot, its options and the state that its journal adds up to.
 * @throws AppError `run.not-found` with a hint that names like ids, `file.unreadable` when its snapshot is damaged
 */
export function loadRun(home: Home, id: string): LoadedRun {
  const files = runFiles(home, id);
  if (!hasRun(home, id)) throw runNotFound(home, id);
  const { events, damaged } = readJournal(files.journal, { layer: home.layer });
  const { state, refused } = foldJournal(events);
  return {
    id,
    document: readObject(home, files.workflow),
    options: readStoredOptions(home, id),
    state,
    events,
    damaged: damaged + refused,
  };
}

/** What a run was asked to do. @throws AppError `run.not-found`, `file.unreadable` */
export function readStoredOptions(home: Home, id: string): StoredOptions {
  const { options } = runFiles(home, id);
  return home.layer.facts(options) === undefined ? {} : readObject(home, options);
}

/** Whether a run was made under this id. */
export function hasRun(home: Home, id: string): boolean {
  return home.layer.facts(runFiles(home, id).workflow)?.kind === 'file';
}

/** Opens the journal of a run that is there already, to go on with it. @throws AppError `run.not-found` … */
export function openRunJournal(home: Home, id: string): OpenJournal {
  const files = runFiles(home, id);
  if (!hasRun(home, id)) throw runNotFound(home, id);
  return openJournal(files.journal, { layer: home.layer });
}

function readObject(home: Home, file: string): { [key: string]: Json } {
  try {
    const json: unknown = JSON.parse(home.layer.readFile(file).toString('utf8'));
    if (jsonObject.safeParse(json).success) return json as { [key: string]: Json };
  } catch (error) {
    if (systemCode(error) !== undefined) throw readError(error, file);
  }
  const message = say('The file {file} of this run is damaged.', '这次运行的文件 {file} 已损坏。', { file });
  throw new AppError('file.unreadable', message, {
    hint: {
      en: 'The run cannot go on; what it made is still in the list of tasks and in the artifact store.',
      zh: '运行无法继续；已生成的内容仍在任务列表和结果库中。',
    },
    place: { file },
  });
}

/** The ids of all runs, newest first. */
export function runIds(home: Home): string[] {
  return home.layer.list(home.runs).filter(isRunId).sort().reverse();
}

/** The error for a run that is not there; it names like ids. */
export function runNotFound(home: Home, id: string): AppError {
  const near = nearIds(runIds(home), id);
  const hint =
    near.length === 0
      ? { en: 'There are no runs yet.', zh: '还没有任何运行。' }
      : say('Did you mean {near}? The command "runs" lists all.', '是否指 {near}？“runs”命令会列出全部运行。', {
          near: listed(near),
        });
  const message = say('There is no run {id}.', '没有运行 {id}。', { id: JSON.stringify(id.slice(0, 120)) });
  return new AppError('run.not-found', message, { hint });
}

/** The ids that look most like a text, at most three: those that contain it, else those with the same beginning. */
function nearIds(ids: readonly string[], text: string): string[] {
  const wanted = text.toLowerCase();
  const score = (id: string): number => {
    if (wanted !== '' && id.includes(wanted)) return 1000;
    let same = 0;
    while (same < id.length && id[same] === wanted[same]) same += 1;
    return same;
  };
  return ids
    .map((id, index) => ({ id, index, score: score(id) }))
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .slice(0, 3)
    .map((entry) => entry.id);
}
