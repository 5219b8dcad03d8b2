import { create } from 'zustand';
import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import { viewDocument, type Workflow, type WorkflowDocument } from '#core/graph/document';
import type { Graph } from '#core/graph/graph';
import { validateWorkflow } from '#core/graph/validate';
import type { Issue } from '#core/issue';
import type { DraftRow, OpenedDocument } from '#core/services/document-views';
import { api } from '../api.ts';
import { type Change, isObject } from '../document/edits.ts';
import { type Edited, edit, type History, isDirty, redo, replay, undo } from '../document/history.ts';
import { currentLanguage, t } from '../i18n/index.ts';
import { registry, useRecipes } from './registry.ts';
import { notify } from './view.ts';

/** One open document: a tab. */
export interface OpenDocument {
  readonly draft: string;
  readonly path: string | undefined;
  readonly revision: string | undefined;
  /** A file of a newer version: it can only be looked at. */
  readonly isNewer: boolean;
  /** The right to change the draft; absent while another window has it. */
  readonly lease: string | undefined;
  /** It cannot be changed here, for one of the two reasons. */
  readonly readOnly: boolean;
  /** How often the draft had been written, as far as this window knows; told to those that only read it. */
  readonly version: number;
  readonly history: History;
  /** Derived from the document; replaced only when it changes. */
  readonly view: DocumentView;
  readonly dirty: boolean;
  /** The file was changed by another program to this revision (`null`: it is gone). */
  readonly changedOnDisk: string | null | undefined;
}

export interface DocumentView {
  readonly workflow: Workflow;
  readonly graph: Graph;
  readonly issues: readonly Issue[];
}

interface DocumentsState {
  readonly documents: Readonly<Record<string, OpenDocument>>;
  /** Drafts in the order of their tabs. */
  readonly tabs: readonly string[];
  readonly active: string | undefined;
  /** Why the draft's journal could not be written; editing goes on. */
  readonly journalProblem: ErrorInfo | undefined;
  /** Drafts with edits that are not on the disk yet. */
  readonly unwritten: ReadonlySet<string>;
}

export const useDocuments = create<DocumentsState>(() => ({
  documents: {},
  tabs: [],
  active: undefined,
  journalProblem: undefined,
  unwritten: new Set(),
}));

/** What a document says, looked over. */
export function viewOf(document: WorkflowDocument): DocumentView {
  const { workflow, issues } = viewDocument(document);
  const validated = validateWorkflow(workflow, registry);
  return { workflow, graph: validated.graph, issues: [...issues, ...validated.issues] };
}

/**
 * Looks over all open documents again when recipes or the ways of calling have changed: nodes that call follow with their
 * ports and forms, and wires to ports that are gone show as broken. The documents themselves say what they said, so nothing is an edit.
 * Returns what ends it.
 */
export function followRecipes(): () => void {
  return useRecipes.subscribe(() => {
    const { documents } = useDocuments.getState();
    const again = Object.entries(documents).map(([draft, document]): [string, OpenDocument] => {
      const history = { ...document.history, document: withFreshCalls(document.history.document) };
      return [draft, { ...document, history, view: viewOf(history.document) }];
    });
    useDocuments.setState({ documents: Object.fromEntries(again) });
  });
}

/** The same document with new objects for its nodes that call, as what is worked out of a node is kept by its object. */
function withFreshCalls(document: WorkflowDocument): WorkflowDocument {
  const { nodes } = document;
  if (!Array.isArray(nodes)) return document;
  const fresh = nodes.map((node) => {
    if (!isObject(node) || registry.node(String(node['type']))?.work.kind !== 'call') return node;
    const { params } = node;
    return isObject(params) ? { ...node, params: { ...params } } : { ...node };
  });
  return { ...document, nodes: fresh };
}

/** Changes what is known of an open document; its content is changed by edits only. */
export function patchDocument(draft: string, change: (document: OpenDocument) => OpenDocument): void {
  const state = useDocuments.getState();
  const document = state.documents[draft];
  if (document === undefined) return;
  useDocuments.setState({ documents: { ...state.documents, [draft]: change(document) } });
}

/** Shows a document that the main process opened, and makes it the active one. */
export function showDocument(opened: OpenedDocument): void {
  putDocument(opened);
  useDocuments.setState({ active: opened.draft });
}

/** Takes a document as the main process has it; a tab that it has already stays where it is. */
export function putDocument(opened: OpenedDocument): void {
  const history = replay(opened.base as WorkflowDocument, opened.rows);
  const document: OpenDocument = {
    draft: opened.draft,
    path: opened.path,
    revision: opened.revision,
    isNewer: opened.readOnly,
    lease: opened.lease,
    readOnly: opened.readOnly || opened.lease === undefined,
    version: opened.version,
    history,
    view: viewOf(history.document),
    dirty: isDirty(history),
    changedOnDisk: undefined,
  };
  const { documents, tabs } = useDocuments.getState();
  useDocuments.setState({
    documents: { ...documents, [opened.draft]: document },
    tabs: tabs.includes(opened.draft) ? tabs : [...tabs, opened.draft],
  });
}

export function activateDocument(draft: string): void {
  useDocuments.setState({ active: draft });
}

/** The active document, for actions outside components. */
export function activeDocument(): OpenDocument | undefined {
  const { documents, active } = useDocuments.getState();
  return active === undefined ? undefined : documents[active];
}

let gestures = 0;
/** A name for one gesture: edits that share it are one entry of the undo list. */
export function newGesture(): string {
  gestures += 1;
  return `${Date.now().toString(36)}-${gestures}`;
}

/**
 * Changes a document as one entry of its undo list. `label` is a key of the texts (`edit.connect`). Edits with the same
 * `gesture` in a row are one entry. The journal is written behind it: editing never waits.
 */
export function editDocument(draft: string, label: string, change: Change, gesture: string = newGesture()): void {
  applyEdited(draft, (history) => edit(history, change, { label, id: gesture, at: new Date().toISOString() }));
}

export function undoDocument(draft: string): void {
  applyEdited(draft, undo);
}

export function redoDocument(draft: string): void {
  applyEdited(draft, redo);
}

function applyEdited(draft: string, step: (history: History) => Edited | undefined): void {
  const document = useDocuments.getState().documents[draft];
  if (document === undefined || document.readOnly) return;
  const edited = step(document.history);
  if (edited === undefined) return;
  const { history } = edited;
  patchDocument(draft, (before) => ({ ...before, history, view: viewOf(history.document), dirty: isDirty(history) }));
  journal(draft, edited.row);
}

/** Rows on their way to a draft's journal. */
interface JournalQueue {
  readonly rows: DraftRow[];
  writing: Promise<void> | undefined;
}

const queues = new Map<string, JournalQueue>();

/** Waits for what is being written; gives how many edits could not be written yet. */
export async function unwrittenRows(draft: string): Promise<number> {
  const queue = queues.get(draft);
  await queue?.writing;
  return queue?.rows.length ?? 0;
}

/** Milliseconds after which a journal that could not be written is tried again. */
const journalPause = 3000;

/** Appends rows in order, as many as have gathered while the last ones were written. */
export function journal(draft: string, row: DraftRow): void {
  const queue = queues.get(draft) ?? { rows: [], writing: undefined };
  queues.set(draft, queue);
  queue.rows.push(row);
  noteUnwritten(draft, true);
  queue.writing ??= writeQueue(draft, queue);
}

function noteUnwritten(draft: string, isUnwritten: boolean): void {
  const { unwritten } = useDocuments.getState();
  if (unwritten.has(draft) === isUnwritten) return;
  const next = new Set(unwritten);
  if (isUnwritten) next.add(draft);
  else next.delete(draft);
  useDocuments.setState({ unwritten: next });
}

async function writeQueue(draft: string, queue: JournalQueue): Promise<void> {
  await Promise.resolve();
  while (queue.rows.length > 0) {
    const rows = queue.rows.splice(0);
    const lease = useDocuments.getState().documents[draft]?.lease;
    try {
      const isKept = lease !== undefined && (await api().call('draft.append', { draft, lease, rows })).kept;
      if (!isKept) {
        await keepApart(draft);
        break;
      }
      if (useDocuments.getState().journalProblem !== undefined) useDocuments.setState({ journalProblem: undefined });
    } catch (error) {
      // The rows stay in line and are written with the next edit or the next try.
      queue.rows.unshift(...rows);
      useDocuments.setState({ journalProblem: toAppError(error).info });
      setTimeout(() => tryAgain(draft), journalPause);
      break;
    }
  }
  if (queue.rows.length === 0) noteUnwritten(draft, false);
  queue.writing = undefined;
}

/**
 * Another window changed the draft before these edits were written: they go on as a document of their own, and this one
 * is shown as the other window left it.
 */
async function keepApart(draft: string): Promise<void> {
  const opened = await api().call('workflow.create', { language: currentLanguage() });
  const document = useDocuments.getState().documents[draft];
  queues.delete(draft);
  noteUnwritten(draft, false);
  if (document === undefined) return;
  const { name } = document.view.workflow;
  showDocument(opened);
  editDocument(opened.draft, 'edit.apart', copyInto(document.history.document, t('documents.apart', { name })));
  patchDocument(draft, lent);
  notify('bad', t('documents.kept-apart', { name }));
  await refreshDocument(draft);
}

/** Shows a document as its journal now is, with the right to change it when no other window has that. */
export async function refreshDocument(draft: string): Promise<void> {
  try {
    putDocument(await api().call('workflow.restore', { draft }));
  } catch (error) {
    // It was discarded in another window.
    if (error instanceof AppError && error.code === 'file.not-found') forgetDocument(draft);
    else throw error;
  }
}

/** After the main process was away: whether each document is still this window's to change. */
export async function confirmLeases(): Promise<void> {
  await journalsWritten();
  const { documents } = useDocuments.getState();
  await Promise.allSettled(
    Object.values(documents).map(async ({ draft, lease }) => {
      const isMine = lease !== undefined && (await api().call('draft.append', { draft, lease, rows: [] })).kept;
      if (!isMine && (queues.get(draft)?.rows.length ?? 0) === 0) await refreshDocument(draft);
    }),
  );
}

/** Makes a document a copy of another one, under a name of its own. */
export function copyInto(source: WorkflowDocument, name: string): Change {
  const copy = structuredClone(source);
  return (document) => {
    // It stays a document of its own, so it keeps the id that it was made with.
    for (const [key, value] of Object.entries(copy)) if (key !== 'id') document[key] = value;
    document['name'] = name;
  };
}

const lent = (document: OpenDocument): OpenDocument => ({ ...document, lease: undefined, readOnly: true });

/** Another window edits the document from now on; here it can be read. Edits on their way are kept apart. */
export function noteTaken(draft: string): void {
  patchDocument(draft, lent);
}

function tryAgain(draft: string): void {
  const queue = queues.get(draft);
  if (queue !== undefined && queue.rows.length > 0) queue.writing ??= writeQueue(draft, queue);
}

/** Resolves when the journals of all drafts are written as far as possible. */
export async function journalsWritten(): Promise<void> {
  await Promise.all([...queues].map(([draft, queue]) => (queue.writing ??= writeQueue(draft, queue))));
}

/** The document is no longer open here. */
export function forgetDocument(draft: string): void {
  queues.delete(draft);
  noteUnwritten(draft, false);
  const { documents, tabs, active } = useDocuments.getState();
  const { [draft]: _closed, ...rest } = documents;
  const left = tabs.filter((tab) => tab !== draft);
  const next = active === draft ? (left[tabs.indexOf(draft)] ?? left.at(-1)) : active;
  useDocuments.setState({ documents: rest, tabs: left, active: next });
}
