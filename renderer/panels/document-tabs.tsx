import { Plus } from 'lucide-react';
import { type DragEvent, useEffect, useRef } from 'react';
import { runCommand, shortcutOf } from '../commands/registry.ts';
import { localText, t } from '../i18n/index.ts';
import { moveTab } from '../store/document-files.ts';
import { useDocuments } from '../store/documents.ts';
import { useSession } from '../store/session.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { DocumentTab } from './document-tab.tsx';

/** The open documents in the order in which people put them. */
export function DocumentTabs() {
  const tabs = useDocuments((state) => state.tabs);
  const active = useDocuments((state) => state.active);
  const list = useRef<HTMLUListElement>(null);
  const dragged = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (active === undefined) return;
    const show = (): void =>
      list.current?.querySelector(`[data-tab="${CSS.escape(active)}"]`)?.scrollIntoView({ inline: 'nearest' });
    show();
    window.addEventListener('resize', show);
    return () => window.removeEventListener('resize', show);
  }, [active]);
  const dragOf = (draft: string) => ({
    onDragStart: (event: DragEvent) => {
      dragged.current = draft;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('application/x-patchbay-tab', draft);
    },
    onDragOver: (event: DragEvent) => {
      if (dragged.current === undefined) return;
      event.preventDefault();
      if (dragged.current !== draft) moveTab(dragged.current, tabs.indexOf(draft));
    },
    onDragEnd: () => {
      dragged.current = undefined;
    },
  });
  return (
    <nav aria-label={t('documents.open')} className="flex min-w-36 items-center">
      <ul ref={list} className="flex min-w-0 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((draft) => (
          <DocumentTab key={draft} draft={draft} drag={dragOf(draft)} />
        ))}
      </ul>
      <NewMenu />
    </nav>
  );
}

/** How many recent files the menu offers; the rest is in the dialog. */
const mostRecents = 6;

function NewMenu() {
  const recents = useSession((state) => state.recents);
  const templates = useSession((state) => state.templates);
  const command = (id: string, label: string): MenuEntry => ({
    id,
    label,
    keys: shortcutOf(id),
    onSelect: () => runCommand(id),
  });
  const entries: MenuEntry[] = [
    command('document.new', t('command.document.new')),
    command('document.open', t('command.document.open')),
    ...(templates.length === 0
      ? []
      : ([
          { kind: 'line', id: 'templates-line' },
          { kind: 'heading', id: 'templates', label: t('documents.templates') },
          ...templates.map((template) => ({
            id: `template-${template.id}`,
            label: localText(template.name),
            note: t('documents.nodes', { count: template.nodes }),
            onSelect: () => runCommand('document.new', template.id),
          })),
        ] satisfies MenuEntry[])),
    ...(recents.length === 0
      ? []
      : ([
          { kind: 'line', id: 'recents-line' },
          { kind: 'heading', id: 'recents', label: t('documents.recents') },
          ...recents.slice(0, mostRecents).map((entry) => ({
            id: entry.path,
            label: entry.name,
            onSelect: () => runCommand('document.open-path', entry.path),
          })),
        ] satisfies MenuEntry[])),
  ];
  return (
    <Menu
      label={t('documents.new-menu')}
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={t('documents.new-menu')}
          className="ml-1 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-dim hover:bg-raise hover:text-text"
        >
          <Plus size={16} />
        </button>
      }
    />
  );
}
