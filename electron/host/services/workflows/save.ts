import path from 'node:path';
import { AppError } from '#core/errors';
import { formatDocument, openDocument, type WorkflowDocument } from '#core/graph/document';
import type { CallOutput } from '#core/services/contract';
import { writeFileAtomic } from '../../../store/atomic-file.ts';
import type { DraftMeta } from '../../../store/drafts.ts';
import { writingNow } from '../../../store/file-errors.ts';
import type { FileLayer } from '../../../store/file-layer.ts';
import { type FileVersion, readVersion, revisionOf, workflowExtension, workflowName } from '../../../store/library.ts';
import { safeFileName } from '../../../store/output-names.ts';
import { writeWorkflowFile } from '../../../store/workflow-file.ts';
import type { ServicesContext } from '../context.ts';

interface SaveInput {
  readonly draft: string;
  readonly document: WorkflowDocument;
  readonly path?: string | undefined;
  readonly name?: string | undefined;
  readonly folder?: string | undefined;
  readonly revision?: string | undefined;
  readonly overwrite?: boolean | undefined;
}

/**
 * Saves a document. Nothing is written when the file is not what the screen knows, when a name is taken, or when an empty
 * graph would replace a full one; in the last case the conflict's revision is the known one.
 * @throws AppError `file.not-a-workflow`, `file.too-new`, `file.outside-folder`, `disk.full`, `file.write-failed`
 */
export async function saveWorkflow(context: ServicesContext, input: SaveInput): Promise<CallOutput<'workflow.save'>> {
  const { app, drafts, library, paths, settings, watch } = context;
  const { layer } = app.home;
  const { readOnly, workflow } = openDocument(input.document);
  const meta = drafts.meta(input.draft);
  const target = targetOf(context, input, meta);
  if (readOnly || (meta.readOnly && target.file === meta.path)) throw newerVersion(target.file);

  const text = formatDocument(input.document);
  const revision = revisionOf(text);
  const there = readVersion(layer, target.file);
  const mayReplace = there === undefined || isExpected(there, target, input, workflow.nodes.length);
  if (there !== undefined && there.revision !== revision) {
    if (!mayReplace && input.overwrite !== true) {
      return { kind: 'conflict', path: target.file, revision: there.revision };
    }
    if (!mayReplace) await keepOther(layer, target.file, there, app.clock.now());
  }

  drafts.setMeta(input.draft, { ...meta, saving: { path: target.file, revision } });
  if (there?.revision !== revision) await writeWorkflowFile(target.file, input.document, layer);
  watch.add(target.file, revision);
  watch.know(target.file, revision);
  await finishSave(context, input.draft, { path: target.file, revision, name: workflow.name });
  if (meta.path !== undefined && meta.path !== target.file) watch.remove(meta.path);
  paths.allow(target.file);
  settings.addRecent(target.file);
  library.describe(target.file);
  return { kind: 'saved', path: target.file, revision };
}

/** Writes down that the document is saved: as a row of its journal, then in what is known of the draft. */
export async function finishSave(
  { drafts }: Pick<ServicesContext, 'drafts'>,
  draft: string,
  saved: { readonly path: string; readonly revision: string; readonly name: string },
): Promise<void> {
  await drafts.append(draft, [{ row: 'save', path: saved.path, revision: saved.revision }]);
  drafts.setMeta(draft, {
    path: saved.path,
    name: workflowName(saved.name, saved.path),
    revision: saved.revision,
    readOnly: false,
  });
}

interface Target {
  readonly file: string;
  /** A name was asked for, so a file that is there is another document's. */
  readonly isNew: boolean;
}

function targetOf({ app, paths, settings }: ServicesContext, input: SaveInput, meta: DraftMeta): Target {
  const known = input.path === undefined ? undefined : paths.check(input.path);
  const folder =
    input.folder !== undefined
      ? paths.checkFolder(input.folder, 'use')
      : known === undefined
        ? workflowsFolder(app.home.layer, settings.read().workflows)
        : path.dirname(known);
  if (input.name !== undefined) {
    const file = path.join(folder, fileNameOf(input.name));
    const isLink = app.home.layer.facts(file)?.kind === 'link';
    return { file: isLink ? paths.check(file) : file, isNew: file !== known };
  }
  if (known !== undefined) return { file: known, isNew: false };
  // What was saved once has its file, also when the screen was closed before it was told.
  if (meta.path !== undefined) return { file: meta.path, isNew: false };
  const own = input.document['name'];
  return { file: freeName(app.home.layer, folder, typeof own === 'string' ? own : ''), isNew: false };
}

/** The folder without links; made when it is missing. @throws AppError `file.write-failed`, `disk.full` */
function workflowsFolder(layer: FileLayer, folder: string): string {
  return writingNow(folder, () => {
    layer.makeFolder(folder);
    return layer.realPath(folder);
  });
}

function fileNameOf(name: string): string {
  const stem = name.endsWith(workflowExtension) ? name.slice(0, -workflowExtension.length) : name;
  return `${safeFileName(stem, 'workflow')}${workflowExtension}`;
}

function freeName(layer: FileLayer, folder: string, name: string): string {
  const stem = safeFileName(name, 'workflow');
  for (let number = 1; ; number += 1) {
    const file = path.join(folder, `${stem}${number === 1 ? '' : ` ${number}`}${workflowExtension}`);
    if (layer.facts(file) === undefined) return file;
  }
}

function isExpected(there: FileVersion, target: Target, input: SaveInput, nodes: number): boolean {
  if (target.isNew || there.revision !== input.revision) return false;
  return nodes > 0 || there.nodes === 0;
}

/** The version that is overwritten knowingly stays beside the file, as a workflow that can be opened. */
async function keepOther(layer: FileLayer, file: string, other: FileVersion, now: number): Promise<void> {
  const time = new Date(now).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  const stem = path.basename(file, workflowExtension);
  const copy = freeName(layer, path.dirname(file), `${stem} (previous ${time})`);
  await writeFileAtomic(layer, copy, other.bytes);
}

function newerVersion(file: string): AppError {
  const message = {
    en: 'This workflow was made by a newer version of Patchbay, so it cannot be saved.',
    zh: '此工作流由更新版本的 Patchbay 创建，无法保存。',
  };
  return new AppError('file.too-new', message, {
    hint: { en: 'Update Patchbay.', zh: '请升级 Patchbay。' },
    place: { file },
  });
}
