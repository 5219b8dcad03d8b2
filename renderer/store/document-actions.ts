import type { WorkflowDocument } from '#core/graph/document';
import type { OpenedRun } from '#core/services/run-views';
import { api } from '../api.ts';
import { setDocumentField } from '../document/edits.ts';
import { currentLanguage, t } from '../i18n/index.ts';
import { closeDocument, moveTab, type SaveOutcome, saveDocument } from './document-files.ts';
import {
  activateDocument,
  copyInto,
  editDocument,
  putDocument,
  showDocument,
  undoDocument,
  useDocuments,
} from './documents.ts';
import { useLayout } from './layout.ts';
import { showLatestRun } from './run-flow.ts';
import { refreshLibrary } from './session.ts';
import { announce, notify, notifyError, openOverlay } from './view.ts';

/** Opens a new document, empty or from a template. @throws AppError */
export async function createWorkflow(template?: string): Promise<string> {
  const opened = await api().call('workflow.create', {
    language: currentLanguage(),
    ...(template !== undefined && { template }),
  });
  showDocument(opened);
  return opened.draft;
}

/** Opens a file, or its tab when it is open already. @throws AppError */
export async function openWorkflow(path: string): Promise<void> {
  const open = Object.values(useDocuments.getState().documents).find((document) => document.path === path);
  if (open !== undefined) {
    activateDocument(open.draft);
    return;
  }
  const opened = await api().call('workflow.open', { path });
  if (useDocuments.getState().documents[opened.draft] === undefined) showDocument(opened);
  else activateDocument(opened.draft);
  await showLatestRun(opened.draft);
}

/** Opens a draft as it was left. @throws AppError */
export async function restoreDraft(draft: string): Promise<void> {
  if (useDocuments.getState().documents[draft] !== undefined) {
    activateDocument(draft);
    return;
  }
  showDocument(await api().call('workflow.restore', { draft }));
  await showLatestRun(draft);
}

/**
 * Brings back what was open, except what another window has. One draft that cannot be read does not keep the others away.
 */
export async function restoreDrafts(drafts: readonly { readonly draft: string; readonly elsewhere: boolean }[]) {
  const own = drafts.filter(({ elsewhere }) => !elsewhere);
  const answers = await Promise.allSettled(own.map(({ draft }) => api().call('workflow.restore', { draft })));
  for (const answer of answers) {
    if (answer.status === 'fulfilled') showDocument(answer.value);
    else notifyError(answer.reason);
  }
  const { tabs } = useDocuments.getState();
  const { front } = useLayout.getState();
  const first = front !== undefined && tabs.includes(front) ? front : tabs[0];
  if (first !== undefined) activateDocument(first);
}

/** Edits a document here that another window has open; that one can only read it from then on. @throws AppError */
export async function takeOver(draft: string): Promise<void> {
  putDocument(await api().call('workflow.restore', { draft, take: true }));
  announce(t('documents.taken-over', { name: documentName(draft) }));
}

/** A document of its own with everything that another one has. @throws AppError */
export async function copyDocument(draft: string): Promise<string | undefined> {
  const source = useDocuments.getState().documents[draft];
  if (source === undefined) return undefined;
  const name = t('documents.copy-of', { name: documentName(draft) });
  const copy = await createWorkflow();
  editDocument(copy, 'edit.copy', copyInto(source.history.document, name));
  return copy;
}

/** Remembers which document is in front. Returns what ends it. */
export function followFront(): () => void {
  return useDocuments.subscribe((state, before) => {
    if (state.active !== before.active) useLayout.setState({ front: state.active });
  });
}

/** Saves, and says so. A conflict is said by the banner of the document. @throws AppError */
export async function saveAndSay(
  draft: string,
  options: { readonly name?: string; readonly folder?: string; readonly overwrite?: boolean } = {},
): Promise<SaveOutcome> {
  const outcome = await saveDocument(draft, options);
  if (outcome === 'read-only') {
    if (useDocuments.getState().documents[draft]?.lease === undefined) notify('info', t('banner.elsewhere'));
    else openOverlay('save-as');
  }
  if (outcome !== 'saved') return outcome;
  announce(t('documents.saved'));
  refreshLibrary().catch(() => undefined);
  return outcome;
}

/**
 * A copy under another name, which the document then is; what another window edits stays its own and a copy of it is saved.
 * @throws AppError
 */
export async function saveAs(draft: string, name: string, folder?: string): Promise<SaveOutcome> {
  const isLent = useDocuments.getState().documents[draft]?.lease === undefined;
  const target = isLent ? ((await copyDocument(draft)) ?? draft) : draft;
  // The workflow is called like its file; a save that fails changes nothing.
  const before = useDocuments.getState().documents[target]?.history;
  renameDocument(target, name);
  const isRenamed = useDocuments.getState().documents[target]?.history !== before;
  let outcome: SaveOutcome | undefined;
  try {
    outcome = await saveAndSay(target, { name, ...(folder !== undefined && { folder }) });
  } finally {
    if (outcome !== 'saved' && isRenamed) undoDocument(target);
  }
  if (outcome === 'saved') notify('good', t('documents.saved-as', { name }));
  return outcome;
}

/** Takes the file as it now is; what was not saved here is dropped. @throws AppError */
export async function reloadFromDisk(draft: string): Promise<void> {
  const { documents, tabs } = useDocuments.getState();
  const path = documents[draft]?.path;
  if (path === undefined) return;
  const index = tabs.indexOf(draft);
  await closeDocument(draft, true);
  const opened = await api().call('workflow.open', { path });
  showDocument(opened);
  moveTab(opened.draft, index);
}

export function renameDocument(draft: string, name: string): void {
  const trimmed = name.trim();
  const before = useDocuments.getState().documents[draft]?.view.workflow.name;
  if (trimmed !== '' && trimmed !== before) editDocument(draft, 'edit.rename', setDocumentField('name', trimmed));
}

/**
 * Opens what a run was started from: the draft, else the file; when neither is there any more a new document with
 * everything that the run's snapshot has. @throws AppError
 */
export async function documentOfRun({ source, snapshot, document }: OpenedRun): Promise<string> {
  const { draft, path } = source ?? {};
  const ways = [
    ...(draft === undefined ? [] : [() => api().call('workflow.restore', { draft })]),
    ...(path === undefined ? [] : [() => api().call('workflow.open', { path })]),
  ];
  for (const open of ways) {
    const opened = await open().catch(() => undefined);
    if (opened === undefined) continue;
    if (opened.base['id'] === snapshot.workflow.id) {
      showDocument(opened);
      return opened.draft;
    }
    // The file is another workflow by now.
    await api().call('workflow.close', { draft: opened.draft, discard: false });
  }
  return documentFromRun(document);
}

/** A new document with everything that a run's snapshot has. @throws AppError */
async function documentFromRun(snapshot: Readonly<Record<string, unknown>>): Promise<string> {
  const draft = await createWorkflow();
  const source = snapshot as WorkflowDocument;
  editDocument(draft, 'edit.from-run', copyInto(source, String(source['name'] ?? '')));
  return draft;
}

/** What people call a document. */
export function documentName(draft: string): string {
  const name = useDocuments.getState().documents[draft]?.view.workflow.name ?? '';
  return name === '' ? t('documents.untitled') : name;
}
