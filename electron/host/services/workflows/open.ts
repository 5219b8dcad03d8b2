import { AppError } from '#core/errors';
import { createDocument } from '#core/graph/document';
import type { CallInput } from '#core/services/contract';
import type { OpenedDocument } from '#core/services/document-views';
import { isUnsaved } from '../../../store/draft-rows.ts';
import type { StoredDraft } from '../../../store/drafts.ts';
import { createId } from '../../../store/ids.ts';
import { readVersion, workflowName } from '../../../store/library.ts';
import { readWorkflowFile } from '../../../store/workflow-file.ts';
import type { ServicesContext } from '../context.ts';
import type { ClientSession } from '../session.ts';
import { finishSave } from './save.ts';
import { documentFromTemplate } from './templates.ts';

/** A new document, empty or from a template. @throws AppError `usage.invalid`, `disk.full`, `file.write-failed` */
export async function createWorkflow(
  { app, drafts, openDrafts, settings }: ServicesContext,
  session: ClientSession,
  { template, language = settings.read().language }: CallInput<'workflow.create'>,
): Promise<OpenedDocument> {
  const untitled = language === 'zh-CN' ? '未命名' : 'Untitled';
  const base =
    template === undefined
      ? createDocument(createId('wf'), untitled)
      : await documentFromTemplate(app, template, language);
  const name = workflowName(base['name'], undefined);
  const draft = await drafts.create(base, { name, readOnly: false });
  const lease = openDrafts.claim(draft, session);
  return { draft, name, base, rows: [], version: 0, readOnly: false, ...(lease !== undefined && { lease }) };
}

/**
 * Opens a file. Unsaved work of it that was left is opened instead, based on the revision that it was made from.
 * @throws AppError `file.*`
 */
export async function openWorkflow(
  context: ServicesContext,
  session: ClientSession | undefined,
  path: string,
): Promise<OpenedDocument> {
  const { drafts, library, openDrafts, paths, settings } = context;
  const file = paths.check(path);
  for (const { id, meta } of drafts.list()) {
    if (meta.path !== file) continue;
    const settled = await settleDraft(context, id);
    const isElsewhere = session !== undefined && openDrafts.isElsewhere(id, session);
    if (
      isElsewhere ||
      isUnsaved(settled.rows) ||
      settled.meta.revision === readVersion(context.app.home.layer, file)?.revision
    ) {
      settings.addRecent(file);
      return showDraft(context, session, settled);
    }
    // Nothing in it that the file does not have, and the file is newer.
    await drafts.remove(id);
  }
  const version = readVersion(context.app.home.layer, file);
  const { opened } = readWorkflowFile(file, context.app.home.layer);
  const name = workflowName(opened.workflow.name, file);
  const base = opened.document;
  const revision = version?.revision;
  const meta = { path: file, name, readOnly: opened.readOnly, ...(revision !== undefined && { revision }) };
  const id = await drafts.create(base, meta);
  settings.addRecent(file);
  library.describe(file);
  return showDraft(context, session, { id, meta, base, rows: [] });
}

/**
 * A draft as it was left; without a lease when another window has it open and it is not taken over.
 * @throws AppError `file.not-found`
 */
export async function restoreDraft(
  context: ServicesContext,
  session: ClientSession,
  draft: string,
  take: boolean,
): Promise<OpenedDocument> {
  await settleDraft(context, draft);
  // The right first, then what is there: nothing that another window writes can come in between.
  return context.order.run(draft, async () => {
    context.openDrafts.claim(draft, session, take);
    return showDraft(context, session, context.drafts.read(draft));
  });
}

function showDraft(
  { draftChanges, openDrafts, watch }: ServicesContext,
  session: ClientSession | undefined,
  { id, meta, base, rows }: StoredDraft,
): OpenedDocument {
  const lease = session === undefined ? undefined : openDrafts.claim(id, session);
  const { path, name, revision, readOnly } = meta;
  // When the file is another one by now, that is told as a change of it.
  if (path !== undefined) watch.add(path, revision);
  return {
    draft: id,
    ...(path !== undefined && { path }),
    name,
    base,
    rows: [...rows],
    version: draftChanges.version(id),
    ...(revision !== undefined && { revision }),
    readOnly,
    ...(lease !== undefined && { lease }),
  };
}

/** After a crash in the middle of a save the file says whether it was done. */
async function settleDraft(context: ServicesContext, draft: string): Promise<StoredDraft> {
  const { app, drafts, order } = context;
  return order.run(draft, async () => {
    const { meta } = drafts.read(draft);
    const { saving, ...rest } = meta;
    if (saving !== undefined) {
      if (readVersion(app.home.layer, saving.path)?.revision === saving.revision) {
        await finishSave(context, draft, { ...saving, name: meta.name });
      } else drafts.setMeta(draft, rest);
    }
    return drafts.read(draft);
  });
}

/** The document is no longer open here. What nobody would miss of it is removed, unless another window has it. */
export async function closeDraft(
  context: ServicesContext,
  session: ClientSession,
  draft: string,
  discard: boolean,
): Promise<void> {
  const { drafts, openDrafts, order, watch } = context;
  await order.run(draft, async () => {
    if (openDrafts.isElsewhere(draft, session)) return;
    openDrafts.drop(draft);
    const stored = readUnlessGone(context, draft);
    if (stored === undefined) return;
    if (discard || !isUnsaved(stored.rows)) await drafts.remove(draft);
    const { path } = stored.meta;
    const isOpenStill = drafts.list().some((other) => other.id !== draft && other.meta.path === path);
    if (path !== undefined && !isOpenStill) watch.remove(path);
  });
}

function readUnlessGone({ drafts }: ServicesContext, draft: string): StoredDraft | undefined {
  try {
    return drafts.read(draft);
  } catch (error) {
    if (error instanceof AppError && error.code === 'file.not-found') return undefined;
    throw error;
  }
}
