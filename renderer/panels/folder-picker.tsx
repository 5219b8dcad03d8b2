import { ArrowUp, Folder, FolderPlus, Workflow } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { FolderView } from '#core/services/document-views';
import { api } from '../api.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { fieldBox } from '../ui/text-field.tsx';

interface FolderPickerProps {
  /** Where it begins; the workflows folder when undefined. */
  readonly start: string | undefined;
  /** Told of each folder that is looked into. */
  readonly onFolder?: (folder: FolderView) => void;
  /** Workflows in the folders are listed when they can be chosen. */
  readonly onWorkflow?: (path: string) => void;
}

/** Folders of this computer, one at a time, with the way up and a new one. */
export function FolderPicker({ start, onFolder, onWorkflow }: FolderPickerProps) {
  const [view, setView] = useState<FolderView | undefined>(undefined);
  const [error, setError] = useState<ErrorInfo | undefined>(undefined);
  const [newName, setNewName] = useState<string | undefined>(undefined);
  const go = (ask: () => Promise<FolderView>): void => {
    ask().then(
      (next) => {
        setView(next);
        setError(undefined);
        setNewName(undefined);
        onFolder?.(next);
      },
      (thrown: unknown) => setError(toAppError(thrown).info),
    );
  };
  const look = (path: string | undefined): void =>
    go(() => api().call('folder.list', { ...(path !== undefined && { path }) }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins once; after that people go where they like.
  useEffect(() => look(start), []);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-md border border-line">
      <div className="flex h-9 shrink-0 items-center gap-1 border-b border-line bg-raise px-1.5">
        <IconButton
          label={t('folder.up')}
          small
          disabled={view?.parent === undefined}
          onClick={() => look(view?.parent)}
        >
          <ArrowUp size={14} />
        </IconButton>
        <span className="min-w-0 flex-1 truncate font-mono text-small" title={view?.path}>
          {view?.name ?? t('ui.loading')}
        </span>
        {newName === undefined ? (
          <IconButton label={t('folder.new')} small disabled={view === undefined} onClick={() => setNewName('')}>
            <FolderPlus size={14} />
          </IconButton>
        ) : (
          <form
            className="flex items-center gap-1"
            onSubmit={(event) => {
              event.preventDefault();
              event.stopPropagation();
              const name = newName.trim();
              if (view !== undefined && name !== '') go(() => api().call('folder.make', { path: view.path, name }));
            }}
          >
            <input
              // biome-ignore lint/a11y/noAutofocus: it was asked for just now.
              autoFocus
              aria-label={t('folder.new.name')}
              placeholder={t('folder.new.name')}
              value={newName}
              className={`${fieldBox} h-6 w-40`}
              onChange={(event) => setNewName(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return;
                event.stopPropagation();
                setNewName(undefined);
              }}
            />
            <Button size="small" type="submit" disabled={newName.trim() === ''}>
              {t('folder.new.make')}
            </Button>
          </form>
        )}
      </div>
      {error === undefined ? null : <ErrorBox error={error} className="m-2" />}
      <ul aria-label={t('folder.list')} className="min-h-24 flex-1 overflow-y-auto p-1">
        {view?.folders.map((folder) => (
          <Row key={folder.path} icon={<Folder size={14} />} name={folder.name} onChoose={() => look(folder.path)} />
        ))}
        {onWorkflow === undefined
          ? null
          : view?.workflows.map((entry) => (
              <Row
                key={entry.path}
                icon={<Workflow size={14} />}
                name={entry.name}
                note={t('documents.nodes', { count: entry.nodes })}
                onChoose={() => onWorkflow(entry.path)}
              />
            ))}
        {view !== undefined && view.folders.length + (onWorkflow === undefined ? 0 : view.workflows.length) === 0 ? (
          <li className="p-3 text-center text-dim">{t('folder.empty')}</li>
        ) : null}
      </ul>
    </div>
  );
}

interface RowProps {
  readonly icon: React.ReactNode;
  readonly name: string;
  readonly note?: string;
  readonly onChoose: () => void;
}

function Row({ icon, name, note, onChoose }: RowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={onChoose}
        className="flex h-7 w-full cursor-default items-center gap-2 rounded-sm px-2 text-left hover:bg-raise focus-visible:-outline-offset-2"
      >
        <span className="text-faint" aria-hidden>
          {icon}
        </span>
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {note === undefined ? null : <span className="text-small text-dim">{note}</span>}
      </button>
    </li>
  );
}
