import { create } from 'zustand';
import { closeDocument } from '../store/document-files.ts';
import { useDocuments } from '../store/documents.ts';

/** Which tab is being renamed, and which asks what becomes of its unsaved work. */
export const useTabs = create<{ readonly renaming: string | undefined; readonly closing: string | undefined }>(() => ({
  renaming: undefined,
  closing: undefined,
}));

/** Closes a tab, or asks in it first when there is unsaved work. @throws AppError */
export async function requestClose(draft: string): Promise<void> {
  const document = useDocuments.getState().documents[draft];
  if (document === undefined) return;
  // What another window edits is that window's to keep or to drop.
  if (document.lease === undefined) {
    await closeDocument(draft, false);
    return;
  }
  if (document.dirty) {
    useTabs.setState({ closing: draft });
    return;
  }
  // What was never touched and never saved is nothing to keep.
  const isUntouched = document.path === undefined && document.history.past.length === 0;
  await closeDocument(draft, isUntouched);
}

export function startRename(draft: string): void {
  const document = useDocuments.getState().documents[draft];
  if (document !== undefined && !document.readOnly) useTabs.setState({ renaming: draft });
}
