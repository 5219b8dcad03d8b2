import fs from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import { AppError } from '#core/errors';
import { say } from '#core/text';
import { makeFoldersDurable } from './durable-folder.ts';
import { systemCode, writeError } from './file-errors.ts';
import { diskLayer, type FileLayer } from './file-layer.ts';

/** The home folder: full paths of all that Patchbay keeps. */
export interface Home {
  readonly directory: string;
  readonly settings: string;
  readonly connections: string;
  readonly secrets: string;
  readonly workflows: string;
  readonly drafts: string;
  readonly recipes: string;
  readonly runs: string;
  readonly ledger: string;
  readonly answers: string;
  readonly artifacts: string;
  /** Files that hold space back. */
  readonly reserve: string;
  readonly logs: string;
  readonly index: string;
  /** How everything in it is read and written. */
  readonly layer: FileLayer;
}

/** The folder that is used when none is named: `PATCHBAY_HOME`, else the platform's user-data folder. */
export function defaultHome(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment['PATCHBAY_HOME'] || envPaths('patchbay', { suffix: '' }).data;
}

/**
 * Opens the home folder and creates what is missing in it.
 * @throws AppError `file.write-failed` when it cannot be made or written, `disk.full`
 */
export function openHome(directory: string = defaultHome(), layer: FileLayer = diskLayer): Home {
  const root = path.resolve(directory);
  const inside = (name: string) => path.join(root, name);
  const home: Home = {
    directory: root,
    settings: inside('settings.json'),
    connections: inside('connections.json'),
    secrets: inside('secrets.bin'),
    workflows: inside('workflows'),
    drafts: inside('drafts'),
    recipes: inside('recipes'),
    runs: inside('runs'),
    ledger: inside('ledger.jsonl'),
    answers: inside('answers'),
    artifacts: inside('artifacts'),
    reserve: inside('reserve'),
    logs: inside('logs'),
    index: inside('index'),
    layer,
  };
  try {
    makeFoldersDurable(layer, [
      root,
      home.workflows,
      home.drafts,
      home.recipes,
      home.runs,
      home.answers,
      home.artifacts,
      home.reserve,
      home.logs,
      home.index,
    ]);
    // Whoever made them may not have come to this.
    layer.syncFolderNow(root);
    fs.accessSync(root, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    const known = writeError(error, root);
    if (known.code === 'disk.full') throw known;
    const message = say('Patchbay cannot write its home folder {root}.', 'Patchbay 无法写入数据文件夹 {root}。', {
      root,
    });
    throw new AppError('file.write-failed', message, {
      hint: {
        en: 'Make it writable, or name another folder in the environment variable PATCHBAY_HOME.',
        zh: '请开放写入权限，或用环境变量 PATCHBAY_HOME 指定其他文件夹。',
      },
      place: { file: root },
      details: { code: systemCode(error) },
      cause: error,
    });
  }
  return home;
}
