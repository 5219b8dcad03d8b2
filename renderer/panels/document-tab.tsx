import { X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { type MenuLine, menuOf } from '../commands/menu-entries.ts';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { documentName, renameDocument, saveAndSay } from '../store/document-actions.ts';
import { closeDocument } from '../store/document-files.ts';
import { activateDocument, useDocuments } from '../store/documents.ts';
import { Button } from '../ui/button.tsx';
import { openContextMenu } from '../ui/context-menu.tsx';
import { cx } from '../ui/cx.ts';
import { requestClose, startRename, useTabs } from './tab-state.ts';

export interface TabDrag {
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
}

const tabMenu: readonly MenuLine[] = [
  'document.save',
  'document.save-as',
  'document.rename',
  'document.copy',
  'document.take-over',
  '-',
  'tab.left',
  'tab.right',
  '-',
  'document.close',
  'document.close-others',
];

/** One open document: its name, whether it has unsaved work, and the way to close it. */
export function DocumentTab({ draft, drag }: { readonly draft: string; readonly drag: TabDrag }) {
  const isActive = useDocuments((state) => state.active === draft);
  const isDirty = useDocuments((state) => state.documents[draft]?.dirty === true);
  const name = useDocuments((state) => state.documents[draft]?.view.workflow.name ?? '');
  const isRenaming = useTabs((state) => state.renaming === draft);
  const isClosing = useTabs((state) => state.closing === draft);
  const shown = name === '' ? t('documents.untitled') : name;
  return (
    <Popover.Root open={isClosing} onOpenChange={(isOpen) => !isOpen && useTabs.setState({ closing: undefined })}>
      <Popover.Anchor asChild>
        <li
          draggable={!isRenaming}
          {...drag}
          className={cx(
            'group relative flex h-11 min-w-24 max-w-52 items-center border-b-2 pr-1 pl-3',
            isActive ? 'border-accent text-text' : 'border-transparent text-dim hover:text-text',
          )}
          onContextMenu={(event) => {
            activateDocument(draft);
            openContextMenu(event, shown, menuOf(tabMenu));
          }}
          onAuxClick={(event) => {
            if (event.button === 1) attempt(() => requestClose(draft));
          }}
        >
          {isRenaming ? (
            <RenameField draft={draft} name={name} />
          ) : (
            <button
              type="button"
              data-tab={draft}
              aria-current={isActive ? 'page' : undefined}
              title={shown}
              className="flex h-full min-w-0 flex-1 cursor-default items-center gap-1.5 text-left focus-visible:-outline-offset-3"
              onClick={() => activateDocument(draft)}
              onDoubleClick={() => startRename(draft)}
            >
              {isDirty ? <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-accent" /> : null}
              <span className="truncate">{shown}</span>
              {isDirty ? <span className="sr-only">{t('documents.dirty')}</span> : null}
            </button>
          )}
          <button
            type="button"
            aria-label={t('documents.close', { name: shown })}
            onClick={() => attempt(() => requestClose(draft))}
            className={cx(
              'ml-0.5 inline-flex size-5 shrink-0 items-center justify-center rounded-sm text-faint hover:bg-raise hover:text-text focus-visible:opacity-100',
              isActive ? 'opacity-100' : 'opacity-0 group-hover:opacity-100',
            )}
          >
            <X size={13} />
          </button>
        </li>
      </Popover.Anchor>
      <CloseQuestion draft={draft} />
    </Popover.Root>
  );
}

function RenameField({ draft, name }: { readonly draft: string; readonly name: string }) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (isTaken: boolean): void => {
    if (isTaken) renameDocument(draft, text);
    useTabs.setState({ renaming: undefined });
  };
  return (
    <input
      ref={field}
      aria-label={t('documents.name')}
      value={text}
      className="h-6 w-full min-w-0 rounded-sm border border-accent bg-raise px-1.5 text-text outline-none"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) end(true);
        if (event.key === 'Escape') end(false);
      }}
    />
  );
}

function CloseQuestion({ draft }: { readonly draft: string }) {
  const end = (action: () => Promise<unknown>): void => {
    attempt(async () => {
      await action();
      useTabs.setState({ closing: undefined });
    });
  };
  return (
    <Popover.Portal>
      <Popover.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        aria-label={t('documents.close-question')}
        className="z-50 w-80 rounded-md border border-line bg-card p-3 shadow-pop outline-none"
      >
        <p className="font-medium">{t('documents.close-question')}</p>
        <p className="mt-0.5 text-dim">{t('documents.close-question.text', { name: documentName(draft) })}</p>
        <div className="mt-3 flex gap-1.5">
          <Button
            tone="primary"
            onClick={() =>
              end(async () => {
                if ((await saveAndSay(draft)) === 'saved') await closeDocument(draft, false);
              })
            }
          >
            {t('documents.close.save')}
          </Button>
          <Button onClick={() => end(() => closeDocument(draft, false))}>{t('documents.close.keep')}</Button>
          <Button tone="quiet" className="ml-auto" onClick={() => end(() => closeDocument(draft, true))}>
            {t('documents.close.discard')}
          </Button>
        </div>
      </Popover.Content>
    </Popover.Portal>
  );
}
