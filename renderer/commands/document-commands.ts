import { requestClose, startRename } from '../panels/tab-state.ts';
import {
  copyDocument,
  createWorkflow,
  openWorkflow,
  restoreDraft,
  saveAndSay,
  takeOver,
} from '../store/document-actions.ts';
import { moveTab } from '../store/document-files.ts';
import {
  activateDocument,
  activeDocument,
  journalsWritten,
  redoDocument,
  undoDocument,
  useDocuments,
} from '../store/documents.ts';
import { openOverlay, useView } from '../store/view.ts';
import type { Command } from './registry.ts';

const hasDocument = (): boolean => activeDocument() !== undefined;
const textOf = (argument: unknown): string | undefined => (typeof argument === 'string' ? argument : undefined);

/** Leaves the start page, if it is in sight, because a document is shown. */
function leaveStart(): void {
  if (useView.getState().overlay === 'start') openOverlay(undefined);
}

function step(by: number): void {
  const { tabs, active } = useDocuments.getState();
  if (active === undefined) return;
  const next = tabs[(tabs.indexOf(active) + by + tabs.length) % tabs.length];
  if (next !== undefined) activateDocument(next);
}

function moveActive(by: number): void {
  const { tabs, active } = useDocuments.getState();
  if (active !== undefined) moveTab(active, tabs.indexOf(active) + by);
}

const tabNumbers = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** What is done with documents as a whole. Alt stands in where a browser keeps the keys with Ctrl for itself. */
export const documentCommands: readonly Command[] = [
  {
    id: 'document.new',
    title: 'command.document.new',
    group: 'commands.group.document',
    keys: ['Mod+N', 'Alt+N'],
    run: async (argument) => {
      await createWorkflow(textOf(argument));
      leaveStart();
    },
  },
  {
    id: 'document.open',
    title: 'command.document.open',
    group: 'commands.group.document',
    keys: ['Mod+O'],
    run: async (argument) => {
      const path = textOf(argument);
      if (path === undefined) {
        openOverlay('open');
        return;
      }
      await openWorkflow(path);
      leaveStart();
    },
  },
  {
    id: 'document.open-path',
    title: 'command.document.open',
    hidden: true,
    run: async (argument) => {
      const path = textOf(argument);
      if (path !== undefined) await openWorkflow(path);
      leaveStart();
    },
  },
  {
    id: 'document.restore',
    title: 'command.document.open',
    hidden: true,
    run: async (argument) => {
      const draft = textOf(argument);
      if (draft !== undefined) await restoreDraft(draft);
      leaveStart();
    },
  },
  {
    // The main process asks for it before the window closes.
    id: 'app.flush',
    title: 'command.document.save',
    hidden: true,
    run: () => journalsWritten(),
  },
  {
    id: 'document.save',
    title: 'command.document.save',
    group: 'commands.group.document',
    keys: ['Mod+S'],
    enabled: hasDocument,
    run: async () => {
      const document = activeDocument();
      if (document !== undefined) await saveAndSay(document.draft);
    },
  },
  {
    id: 'document.save-as',
    title: 'command.document.save-as',
    group: 'commands.group.document',
    keys: ['Mod+Shift+S'],
    enabled: hasDocument,
    run: () => openOverlay('save-as'),
  },
  {
    id: 'document.copy',
    title: 'command.document.copy',
    group: 'commands.group.document',
    enabled: hasDocument,
    run: async () => {
      const document = activeDocument();
      if (document !== undefined) await copyDocument(document.draft);
    },
  },
  {
    id: 'document.take-over',
    title: 'command.document.take-over',
    group: 'commands.group.document',
    enabled: () => hasDocument() && activeDocument()?.lease === undefined,
    run: async () => {
      const document = activeDocument();
      if (document !== undefined) await takeOver(document.draft);
    },
  },
  {
    id: 'document.rename',
    title: 'command.document.rename',
    group: 'commands.group.document',
    keys: ['Shift+F2'],
    enabled: hasDocument,
    run: () => {
      const document = activeDocument();
      if (document !== undefined) startRename(document.draft);
    },
  },
  {
    id: 'document.close',
    title: 'command.document.close',
    group: 'commands.group.document',
    keys: ['Mod+W', 'Alt+W'],
    enabled: hasDocument,
    run: async () => {
      const document = activeDocument();
      if (document !== undefined) await requestClose(document.draft);
    },
  },
  {
    id: 'document.close-others',
    title: 'command.document.close-others',
    group: 'commands.group.document',
    enabled: () => useDocuments.getState().tabs.length > 1,
    run: async () => {
      const { active, documents, tabs } = useDocuments.getState();
      // What has unsaved work stays: it would have to be asked about one by one.
      const others = tabs.filter((draft) => draft !== active && documents[draft]?.dirty !== true);
      for (const draft of others) await requestClose(draft);
    },
  },
  {
    id: 'edit.undo',
    title: 'command.edit.undo',
    group: 'commands.group.edit',
    keys: ['Mod+Z'],
    enabled: () => (activeDocument()?.history.past.length ?? 0) > 0,
    run: () => {
      const document = activeDocument();
      if (document !== undefined) undoDocument(document.draft);
    },
  },
  {
    id: 'edit.redo',
    title: 'command.edit.redo',
    group: 'commands.group.edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: () => (activeDocument()?.history.future.length ?? 0) > 0,
    run: () => {
      const document = activeDocument();
      if (document !== undefined) redoDocument(document.draft);
    },
  },
  {
    id: 'tab.next',
    title: 'command.tab.next',
    group: 'commands.group.document',
    keys: ['Mod+PageDown', 'Alt+PageDown'],
    enabled: () => useDocuments.getState().tabs.length > 1,
    run: () => step(1),
  },
  {
    id: 'tab.previous',
    title: 'command.tab.previous',
    group: 'commands.group.document',
    keys: ['Mod+PageUp', 'Alt+PageUp'],
    enabled: () => useDocuments.getState().tabs.length > 1,
    run: () => step(-1),
  },
  {
    id: 'tab.left',
    title: 'command.tab.left',
    group: 'commands.group.document',
    keys: ['Mod+Shift+PageUp'],
    enabled: () => useDocuments.getState().tabs.length > 1,
    run: () => moveActive(-1),
  },
  {
    id: 'tab.right',
    title: 'command.tab.right',
    group: 'commands.group.document',
    keys: ['Mod+Shift+PageDown'],
    enabled: () => useDocuments.getState().tabs.length > 1,
    run: () => moveActive(1),
  },
  ...tabNumbers.map(
    (number): Command => ({
      id: `tab.${number}`,
      title: 'command.tab.number',
      ...(number === '1' && { group: 'commands.group.document' as const }),
      hidden: true,
      keys: [`Mod+${number}`, `Alt+${number}`],
      enabled: () => useDocuments.getState().tabs[Number(number) - 1] !== undefined,
      run: () => {
        const draft = useDocuments.getState().tabs[Number(number) - 1];
        if (draft !== undefined) activateDocument(draft);
      },
    }),
  ),
];
