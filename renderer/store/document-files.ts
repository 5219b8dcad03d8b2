import { AppError } from '#core/errors';
import { api } from '../api.ts';
import { isDirty, markSaved } from '../document/history.ts';
import { forgetDocument, journal, patchDocument, unwrittenRows, useDocuments } from './documents.ts';
import { useSession } from './session.ts';

/** What saving came to. */
export type SaveOutcome = 'saved' | 'conflict' | 'read-only';

/**
 * Saves a document. A conflict (another program changed the file) writes nothing; the caller asks the user and calls
 * again with `overwrite` or with another `name`. @throws AppError
 */
export async function saveDocument(
  draft: string,
  options: { readonly name?: string; readonly folder?: string; readonly overwrite?: boolean } = {},
): Promise<SaveOutcome> {
  const document = useDocuments.getState().documents[draft];
  if (document?.lease === undefined || (document.isNewer && options.name === undefined)) return 'read-only';
  const saved = document.history;
  const { path, revision } = document;
  const answer = await api().call('workflow.save', {
    draft,
    lease: document.lease,
    document: saved.document,
    ...(path !== undefined && { path }),
    ...(revision !== undefined && { revision }),
    ...options,
  });
  if (answer.kind === 'conflict') {
    patchDocument(draft, (before) => ({ ...before, changedOnDisk: answer.revision }));
    return 'conflict';
  }
  patchDocument(draft, (before) => {
    // What was edited while the file was written is not saved.
    const history = { ...before.history, savedAt: markSaved(saved).savedAt };
    return {
      ...before,
      path: answer.path,
      revision: answer.revision,
      isNewer: false,
      readOnly: before.lease === undefined,
      history,
      dirty: isDirty(history),
      changedOnDisk: undefined,
    };
  });
  journal(draft, { row: 'save', path: answer.path, revision: answer.revision });
  return 'saved';
}

/**
 * Closes a tab; unsaved work stays in the draft unless it is discarded.
 * @throws AppError `file.write-failed` when edits could not be kept yet: the tab then stays
 */
export async function closeDocument(draft: string, discard: boolean): Promise<void> {
  if ((await unwrittenRows(draft)) > 0 && !discard) {
    const message = {
      en: 'The last edits are not on the disk yet, so the tab stays open.',
      zh: '最近的编辑尚未写入磁盘，标签页暂不关闭。',
    };
    const hint = { en: 'Save the workflow, or wait until it is kept.', zh: '请先保存，或等待写入完成。' };
    throw new AppError('file.write-failed', message, { hint });
  }
  await api().call('workflow.close', { draft, discard });
  if (discard) useSession.setState(({ kept }) => ({ kept: kept.filter((entry) => entry.draft !== draft) }));
  forgetDocument(draft);
}

/** Puts a tab at another place. */
export function moveTab(draft: string, index: number): void {
  const { tabs } = useDocuments.getState();
  const others = tabs.filter((tab) => tab !== draft);
  if (others.length === tabs.length) return;
  const place = Math.min(others.length, Math.max(0, index));
  useDocuments.setState({ tabs: [...others.slice(0, place), draft, ...others.slice(place)] });
}

/** Another program changed or removed the file of an open document. */
export function noteChangedOnDisk(path: string, revision: string | undefined): void {
  for (const document of Object.values(useDocuments.getState().documents)) {
    if (document.path !== path || document.revision === revision) continue;
    patchDocument(document.draft, (before) => ({ ...before, changedOnDisk: revision ?? null }));
  }
}
