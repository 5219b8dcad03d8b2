import { Command } from 'cmdk';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { attempt, runCommand } from '../commands/registry.ts';
import { localText, t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { refreshLibrary, useSession } from '../store/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FolderPicker } from './folder-picker.tsx';
import { formatAge } from './words.ts';

interface Openable {
  readonly key: string;
  readonly name: string;
  readonly note: string;
  readonly open: () => void;
}

/** How many of each kind are listed; the search finds the others. */
const mostListed = 200;

/** Those whose name has every word of the search. */
export function matching<T extends { readonly name: string; readonly note: string }>(
  entries: readonly T[],
  search: string,
): readonly T[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = `${entry.name} ${entry.note}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Every workflow that can be opened: kept drafts, the folder, recent files elsewhere, templates. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const [search, setSearch] = useState('');
  const groups = useOpenables();
  const isDesktop = useSession((state) => state.host === 'desktop');
  const [isBrowsing, setBrowsing] = useState(false);
  useEffect(() => attempt(refreshLibrary), []);
  const openFile = (path: string): void => {
    onClose();
    runCommand('document.open-path', path);
  };
  const browse = (): void => {
    if (!isDesktop) {
      setBrowsing(true);
      return;
    }
    attempt(async () => {
      const { path } = await api().call('workflow.choose', {});
      if (path !== undefined) openFile(path);
    });
  };
  if (isBrowsing) {
    return (
      <Dialog
        title={t('open.title')}
        onClose={onClose}
        wide
        tall
        footer={<Button onClick={() => setBrowsing(false)}>{t('ui.back')}</Button>}
      >
        <div className="flex min-h-0 flex-1 flex-col p-3">
          <FolderPicker start={undefined} onWorkflow={openFile} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('open.title')}
      onClose={onClose}
      wide
      tall
      footer={<Button onClick={browse}>{t('open.browse')}</Button>}
    >
      <Command shouldFilter={false} label={t('open.title')} className="flex min-h-0 flex-1 flex-col">
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder={t('open.search')}
          className="h-10 shrink-0 border-b border-line bg-transparent px-4 outline-none placeholder:text-faint"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto p-2" label={t('open.title')}>
          <Command.Empty className="p-6 text-center text-dim">{t('open.none')}</Command.Empty>
          {groups.map((group) => {
            const found = matching(group.entries, search);
            if (found.length === 0) return null;
            return (
              <Command.Group
                key={group.title}
                heading={group.title}
                className="**:[[cmdk-group-heading]]:heading **:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-3 **:[[cmdk-group-heading]]:pb-1.5"
              >
                {found.slice(0, mostListed).map((entry) => (
                  <Command.Item
                    key={entry.key}
                    value={entry.key}
                    onSelect={() => {
                      onClose();
                      entry.open();
                    }}
                    className="flex h-8 cursor-default items-center gap-3 rounded-md px-2 data-[selected=true]:bg-raise"
                  >
                    <span className="min-w-0 flex-1 truncate">{entry.name}</span>
                    <span className="max-w-1/2 truncate text-small text-dim">{entry.note}</span>
                  </Command.Item>
                ))}
              </Command.Group>
            );
          })}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function useOpenables(): readonly { readonly title: string; readonly entries: readonly Openable[] }[] {
  const { kept, recents, templates, workflows } = useSession();
  const documents = useDocuments((state) => state.documents);
  const now = Date.now();
  const file = (entry: (typeof recents)[number]): Openable => ({
    key: entry.path,
    name: entry.name === '' ? t('documents.untitled') : entry.name,
    note: `${t('documents.nodes', { count: entry.nodes })} · ${formatAge(entry.changedAt, now)}`,
    open: () => runCommand('document.open-path', entry.path),
  });
  const inFolder = new Set((workflows ?? []).map((entry) => entry.path));
  return [
    {
      title: t('home.kept'),
      entries: kept
        .filter((entry) => documents[entry.draft] === undefined)
        .map((entry) => ({
          key: entry.draft,
          name: entry.name === '' ? t('documents.untitled') : entry.name,
          note: entry.elsewhere ? t('documents.elsewhere') : (entry.path ?? t('home.never-saved')),
          open: () => runCommand('document.restore', entry.draft),
        })),
    },
    { title: t('open.folder'), entries: (workflows ?? []).map(file) },
    { title: t('documents.recents'), entries: recents.filter((entry) => !inFolder.has(entry.path)).map(file) },
    {
      title: t('documents.templates'),
      entries: templates.map((template) => ({
        key: `template ${template.id}`,
        name: localText(template.name),
        note: localText(template.summary),
        open: () => runCommand('document.new', template.id),
      })),
    },
  ];
}
