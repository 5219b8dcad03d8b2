import { Command } from 'cmdk';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { api } from '../api.ts';
import { attempt, runCommand } from '../commands/registry.ts';
import { localText, t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { refreshLibrary, useSession } from '../store/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { SurfaceProps } from '../ui/fetched.tsx';
import { SearchInput } from '../ui/search-input.tsx';
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
export function OpenDialog({ onClose, typed, isEntered }: SurfaceProps) {
  const [search, setSearch] = useState(typed);
  const groups = useOpenables().map(({ title, entries }) => ({ title, entries: matching(entries, search) }));
  const isDesktop = useSession((state) => state.host === 'desktop');
  const [isBrowsing, setBrowsing] = useState(false);
  const [isComplete, setComplete] = useState(false);
  useEffect(
    () =>
      attempt(async () => {
        try {
          await refreshLibrary();
        } finally {
          setComplete(true);
        }
      }),
    [],
  );
  const open = (entry: Openable): void => {
    onClose();
    entry.open();
  };
  const listed = groups.flatMap(({ entries }) => entries.slice(0, mostListed));
  const choice = useChoice(listed, { isSearching: search.trim() !== '', isComplete, isEntered }, open);
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
      <Command shouldFilter={false} label={t('open.title')} className="flex min-h-0 flex-1 flex-col" {...choice.props}>
        <SearchInput
          data-first-field
          value={search}
          onValueChange={(text) => {
            setSearch(text);
            choice.begin();
          }}
          placeholder={t('open.search')}
          className="h-10 shrink-0 border-b border-line bg-transparent px-4 outline-none placeholder:text-faint"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto p-2" label={t('open.title')}>
          {search.trim() === '' ? (
            <Command.Item value={nothing} className="sr-only">
              {t('open.nothing')}
            </Command.Item>
          ) : (
            <Command.Empty className="p-6 text-center text-dim">{t('open.none')}</Command.Empty>
          )}
          {groups.map((group) => {
            if (group.entries.length === 0) return null;
            return (
              <Command.Group
                key={group.title}
                heading={group.title}
                className="**:[[cmdk-group-heading]]:heading **:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-3 **:[[cmdk-group-heading]]:pb-1.5"
              >
                {group.entries.slice(0, mostListed).map((entry) => (
                  <Command.Item
                    key={entry.key}
                    value={entry.key}
                    onSelect={() => open(entry)}
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

/** Stands before the list while nothing is searched, so that Enter opens only what somebody went to. */
const nothing = 'nothing';

/**
 * What is chosen in the list: the first that fits the search, also when the list grows while it is looked at, until
 * somebody moves to another one. Enter before the list is complete waits for it.
 */
function useChoice(
  listed: readonly Openable[],
  { isSearching, isComplete, isEntered }: Readonly<Record<'isSearching' | 'isComplete' | 'isEntered', boolean>>,
  open: (entry: Openable) => void,
) {
  const [moved, setMoved] = useState<string | undefined>(undefined);
  const [isWaiting, setWaiting] = useState(isEntered);
  const usual = isSearching ? listed[0] : undefined;
  // The library also reports moves of its own, to nothing or to what is about to go, when a chosen entry leaves the list.
  const chosen = listed.find(({ key }) => key === moved) ?? usual;
  useEffect(() => {
    if (isWaiting && isComplete && usual !== undefined) open(usual);
  });
  return {
    begin: () => {
      setMoved(undefined);
      setWaiting(false);
    },
    props: {
      value: chosen?.key ?? nothing,
      onValueChange: (value: string) => setMoved(value === usual?.key ? undefined : value),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (chosen !== undefined && (isComplete || chosen !== usual)) open(chosen);
        else setWaiting(true);
      },
    },
  };
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
