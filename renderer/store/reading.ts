import type { PushPayload } from '#core/services/contract';
import type { DraftRow } from '#core/services/document-views';
import { isDirty, replayRow } from '../document/history.ts';
import { type OpenDocument, patchDocument, refreshDocument, useDocuments, viewOf } from './documents.ts';

/** What another window wrote into a document that is read here; when something was missed it is asked for as a whole. */
export async function takeChange({ draft, version, rows }: PushPayload<'draft.changed'>): Promise<void> {
  const { documents, unwritten } = useDocuments.getState();
  const document = documents[draft];
  // Edits of this window that the other one was too quick for are kept apart first.
  if (document === undefined || document.lease !== undefined || unwritten.has(draft)) return;
  if (version <= document.version) return;
  const next = version === document.version + 1 ? withRows(document, rows) : undefined;
  if (next === undefined) await refreshDocument(draft);
  else patchDocument(draft, () => ({ ...next, version }));
}

/** Undefined when a row does not fit. */
function withRows(document: OpenDocument, rows: readonly DraftRow[]): OpenDocument | undefined {
  try {
    const history = rows.reduce(replayRow, document.history);
    const saved = rows.findLast((row) => row.row === 'save');
    return {
      ...document,
      history,
      view: viewOf(history.document),
      dirty: isDirty(history),
      ...(saved !== undefined && { path: saved.path, revision: saved.revision }),
    };
  } catch {
    return undefined;
  }
}
