import path from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import { AppError } from '#core/errors';
import { formatDocument, type OpenedWorkflow, openDocument, type WorkflowDocument } from '#core/graph/document';
import { currentVersion } from '#core/graph/migrate';
import { type LocalText, say } from '#core/text';
import { writeFileAtomic } from './atomic-file.ts';
import { readError, systemCode, writeError } from './file-errors.ts';
import { diskLayer, type FileLayer } from './file-layer.ts';

/** The largest workflow file that is read, in bytes. */
export const largestWorkflow = 64 << 20;

export interface WorkflowFile {
  readonly opened: OpenedWorkflow;
  /** The folder that files named in the workflow are relative to, without links. */
  readonly folder: string;
  /** The file's full path, without links. */
  readonly path: string;
}

/**
 * Reads a workflow file.
 * @throws AppError `file.not-found`, `file.unreadable`, `file.not-json` with line and column, `file.not-a-workflow`
 */
export function readWorkflowFile(file: string, layer: FileLayer = diskLayer): WorkflowFile {
  const { real, text } = readText(file, layer);
  try {
    return { opened: openDocument(parseJson(text, file)), folder: path.dirname(real), path: real };
  } catch (error) {
    throw error instanceof AppError ? error.at({ file }) : error;
  }
}

function readText(file: string, layer: FileLayer): { real: string; text: string } {
  try {
    const real = layer.realPath(path.resolve(file));
    const facts = layer.facts(real);
    if (facts?.kind !== 'file') {
      const hint = { en: 'Name a workflow file (.patchbay).', zh: '请指定工作流文件（.patchbay）。' };
      throw unreadable(file, say('{file} is not a file.', '{file} 不是文件。', { file }), hint);
    }
    if (facts.bytes > largestWorkflow) {
      const size = Math.round(facts.bytes / (1 << 20));
      const message = say(
        'The file {file} has {size} MB; a workflow has at most 64 MB.',
        '文件 {file} 有 {size} MB；工作流最大为 64 MB。',
        { file, size },
      );
      throw unreadable(file, message, { en: 'Open another file.', zh: '请打开其他文件。' });
    }
    const bytes = layer.readFile(real);
    // Decoding drops a byte order mark.
    return { real, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError && systemCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      const message = say('The file {file} is not UTF-8 text.', '文件 {file} 不是 UTF-8 文本。', { file });
      const hint = { en: 'Save it as UTF-8, or open another file.', zh: '请存为 UTF-8，或打开其他文件。' };
      throw unreadable(file, message, hint);
    }
    throw readError(error, file);
  }
}

function unreadable(file: string, message: LocalText, hint: LocalText): AppError {
  return new AppError('file.unreadable', message, { hint, place: { file } });
}

/**
 * Parses JSON and says where the first fault is; `name` is the file's name for people.
 * @throws AppError `file.not-json` with line and column
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    const { line, column } = positionOf(text, errors[0]?.offset ?? offsetInMessage(cause));
    const message = say(
      'The file {name} is not JSON: line {line}, column {column}.',
      '文件 {name} 不是合法的 JSON：第 {line} 行第 {column} 列。',
      { name, line, column },
    );
    throw new AppError('file.not-json', message, {
      hint: {
        en: 'Repair it there with a text editor, or open the copy of it that ends in .previous.',
        zh: '请用文本编辑器修复该处，或打开以 .previous 结尾的副本。',
      },
      place: { file: name, line, column },
      cause,
    });
  }
}

function offsetInMessage(cause: unknown): number {
  const match = cause instanceof Error ? /at position (\d+)/.exec(cause.message) : null;
  return match === null ? 0 : Number(match[1]);
}

/** Line and column of an offset, from 1. */
function positionOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/**
 * Saves a workflow; what was there before is kept as `<name>.previous`. A link is followed, so that it stays a link.
 * @throws AppError `file.too-new` for a document of a newer version, `disk.full`, `file.write-failed`
 */
export async function writeWorkflowFile(
  file: string,
  document: WorkflowDocument,
  layer: FileLayer = diskLayer,
): Promise<void> {
  const version = document['version'];
  if (typeof version === 'number' && version > currentVersion) {
    const message = {
      en: 'This workflow was made by a newer version of Patchbay, so it cannot be saved.',
      zh: '此工作流由更新版本的 Patchbay 创建，无法保存。',
    };
    const hint = {
      en: 'Update Patchbay, or save a copy of the workflow under another name with the newer version.',
      zh: '请升级 Patchbay，或用新版本另存一份。',
    };
    throw new AppError('file.too-new', message, { hint, place: { file } });
  }
  await writeFileAtomic(layer, realTarget(file, layer), formatDocument(document), { keepPrevious: true });
}

function realTarget(file: string, layer: FileLayer): string {
  const full = path.resolve(file);
  try {
    return layer.facts(full) === undefined ? full : layer.realPath(full);
  } catch (error) {
    throw writeError(error, file);
  }
}
