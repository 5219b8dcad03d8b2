import { produce } from 'immer';
import type { WorkflowDocument } from '#core/graph/document';
import type { DraftRow, HistoryEntry } from '#core/services/document-views';
import { applyPatches, diff } from './patches.ts';

/** A document with everything that was done to it: what can be undone and what can be done again. */
export interface History {
  readonly document: WorkflowDocument;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  /** The id of the last entry that is in the saved file; `''` when the file is as the history began. */
  readonly savedAt: string;
}

export function createHistory(document: WorkflowDocument): History {
  return { document, past: [], future: [], savedAt: '' };
}

/** What an edit gives: the new history and the row for the draft's journal. */
export interface Edited {
  readonly history: History;
  readonly row: DraftRow;
}

export interface EditOptions {
  /** Names the gesture for people: a key of the texts. */
  readonly label: string;
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Applies a change as one entry of the history. An edit with the id of the last entry goes on with that gesture (typing,
 * dragging): together they are one entry. Undefined when the change changes nothing.
 */
export function edit(
  history: History,
  change: (document: WorkflowDocument) => void,
  options: EditOptions,
): Edited | undefined {
  const last = history.past.at(-1);
  const isSameGesture = last !== undefined && (last.id === options.id || last.id.startsWith(`${options.id}~`));
  // What was saved is an entry of its own, so that what is typed after it shows as unsaved.
  const goesOn = isSameGesture && last.id !== history.savedAt && history.future.length === 0;
  const now = produce(history.document, (draft) => change(draft as WorkflowDocument));
  if (now === history.document) return undefined;
  // The gesture is taken from its start to now, so its patches stay as small as its effect.
  const start = goesOn ? applyPatches(history.document, last.inverse) : history.document;
  const patches = diff(start, now);
  if (patches.length === 0 && !goesOn) return undefined;
  const id = goesOn ? last.id : isSameGesture ? `${options.id}~${history.past.length}` : options.id;
  const entry: HistoryEntry = { ...options, id, patches, inverse: diff(now, start) };
  const past = goesOn ? history.past.slice(0, -1) : history.past;
  return {
    history: { ...history, document: now, past: [...past, entry], future: [] },
    row: { row: 'edit', entry },
  };
}

export function undo(history: History): Edited | undefined {
  const entry = history.past.at(-1);
  if (entry === undefined) return undefined;
  const document = applyPatches(history.document, entry.inverse);
  return {
    history: { ...history, document, past: history.past.slice(0, -1), future: [...history.future, entry] },
    row: { row: 'undo' },
  };
}

export function redo(history: History): Edited | undefined {
  const entry = history.future.at(-1);
  if (entry === undefined) return undefined;
  const document = applyPatches(history.document, entry.patches);
  return {
    history: { ...history, document, past: [...history.past, entry], future: history.future.slice(0, -1) },
    row: { row: 'redo' },
  };
}

/** The history with its present state as the saved one. */
export function markSaved(history: History): History {
  return { ...history, savedAt: history.past.at(-1)?.id ?? '' };
}

/** Whether there is something that the saved file does not have. */
export function isDirty(history: History): boolean {
  return (history.past.at(-1)?.id ?? '') !== history.savedAt;
}

/**
 * The history that a draft's journal adds up to. It ends at a row that does not fit: what comes after builds on it, and
 * would change something else than it was meant for.
 */
export function replay(base: WorkflowDocument, rows: readonly DraftRow[]): History {
  let history = createHistory(base);
  for (const row of rows) {
    try {
      history = replayRow(history, row);
    } catch {
      return history;
    }
  }
  return history;
}

/** Does one row of a journal again. @throws Error when it does not fit */
export function replayRow(history: History, row: DraftRow): History {
  switch (row.row) {
    case 'edit': {
      const last = history.past.at(-1);
      const goesOn = last !== undefined && last.id === row.entry.id && history.future.length === 0;
      const start = goesOn ? applyPatches(history.document, last.inverse) : history.document;
      const past = goesOn ? history.past.slice(0, -1) : history.past;
      return { ...history, document: applyPatches(start, row.entry.patches), past: [...past, row.entry], future: [] };
    }
    case 'undo':
      return undo(history)?.history ?? history;
    case 'redo':
      return redo(history)?.history ?? history;
    case 'save':
      return markSaved(history);
  }
}
