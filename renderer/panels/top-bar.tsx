import { runCommand, shortcutOf } from '../commands/registry.ts';
import { type TextKey, t } from '../i18n/index.ts';
import { documentName } from '../store/document-actions.ts';
import { useDocuments } from '../store/documents.ts';
import { useView } from '../store/view.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import { DocumentTabs } from './document-tabs.tsx';
import { PlanPill } from './plan-pill.tsx';
import { RunControls } from './run-controls.tsx';
import { SavedMark } from './saved-mark.tsx';

/** The window's first line: documents left, what a run uses and would do right. */
export function TopBar() {
  const active = useDocuments((state) => state.active);
  const isStart = useView((state) => state.overlay === 'start');
  const hasDocument = active !== undefined;
  return (
    <header data-pane="top" className="flex h-11 items-center gap-2 border-b border-line bg-panel pr-3 pl-2">
      {hasDocument && !isStart ? <h1 className="sr-only">{documentName(active)}</h1> : null}
      <MainMenu />
      <DocumentTabs />
      <div className="min-w-2 flex-1" />
      {hasDocument ? <SavedMark /> : null}
      <ConnectionPill />
      {hasDocument ? (
        <>
          <PlanPill />
          <RunControls />
        </>
      ) : null}
    </header>
  );
}

const menu: readonly (readonly [id: string, title: TextKey] | undefined)[] = [
  ['document.new', 'command.document.new'],
  ['document.open', 'command.document.open'],
  ['view.start', 'command.view.start'],
  undefined,
  ['document.save', 'command.document.save'],
  ['document.save-as', 'command.document.save-as'],
  ['document.rename', 'command.document.rename'],
  ['document.close', 'command.document.close'],
  undefined,
  ['view.commands', 'command.view.commands'],
  ['view.help', 'command.view.help'],
  ['view.settings', 'command.view.settings'],
];

function MainMenu() {
  const hasDocument = useDocuments((state) => state.active !== undefined);
  const entries = menu.map(
    (row, index): MenuEntry =>
      row === undefined
        ? { kind: 'line', id: `line-${index}` }
        : {
            id: row[0],
            label: t(row[1]),
            keys: shortcutOf(row[0]),
            disabled: !hasDocument && index > 3 && index < 8,
            onSelect: () => runCommand(row[0]),
          },
  );
  return (
    <Menu
      label={t('app.menu')}
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={t('app.menu')}
          className="flex h-8 shrink-0 cursor-default items-center gap-1.5 rounded-md px-2 font-semibold tracking-[.2px] hover:bg-raise"
        >
          <Mark />
          {t('app.name')}
        </button>
      }
    />
  );
}

/** The sign of the program: two ports and a wire. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 5C12 5 8 15 16 15" stroke="var(--dim)" strokeWidth="1.6" fill="none" />
      <circle cx="4" cy="5" r="3" fill="var(--t-text)" />
      <circle cx="16" cy="15" r="3" fill="var(--t-video)" />
    </svg>
  );
}
