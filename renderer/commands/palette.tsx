import { Command as List } from 'cmdk';
import { Dialog } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { addNodeAt } from '../canvas/actions.ts';
import { canvasOf } from '../canvas/canvas-handle.ts';
import { localText, t } from '../i18n/index.ts';
import { documentName } from '../store/document-actions.ts';
import { activateDocument, useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { useSession } from '../store/session.ts';
import { useDialogFocus } from '../ui/dialog-focus.ts';
import { type SurfaceProps, useEntered } from '../ui/fetched.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { formatKeys, isMac } from './keys.ts';
import { isEnabled, runCommand, useCommands } from './registry.ts';

/** Everything that can be done, opened or added, by its name. */
export function CommandPalette({ onClose, typed, isEntered }: SurfaceProps) {
  const [search, setSearch] = useState(typed);
  const focus = useDialogFocus();
  const list = useRef<HTMLDivElement>(null);
  useEntered(isEntered && typed !== '', () =>
    // The list has chosen what fits best only after it has drawn everything.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[cmdk-item][aria-selected="true"]')?.click()),
  );
  const choose = (action: () => void): void => {
    onClose();
    // After the palette is gone, so that the focus is where it was.
    setTimeout(action, 0);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          {...focus}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(620px,calc(100vw-48px))] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-panel shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">{t('command.view.commands')}</Dialog.Title>
          <List ref={list} label={t('command.view.commands')} loop className="flex flex-col">
            <List.Input
              data-first-field
              value={search}
              onValueChange={setSearch}
              placeholder={t('commands.search')}
              className="h-11 border-b border-line bg-transparent px-4 text-[14px] outline-none placeholder:text-faint"
            />
            <List.List label={t('command.view.commands')} className="max-h-[min(420px,60vh)] overflow-y-auto p-2">
              <List.Empty className="p-6 text-center text-dim">{t('commands.none')}</List.Empty>
              <CommandGroup choose={choose} />
              <DocumentGroups choose={choose} />
              <NodeGroup choose={choose} />
            </List.List>
          </List>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface GroupProps {
  readonly choose: (action: () => void) => void;
}

function CommandGroup({ choose }: GroupProps) {
  const commands = useCommands().filter((command) => command.hidden !== true && isEnabled(command));
  return (
    <Group heading={t('commands.group.commands')}>
      {commands.map((command) => (
        <Item
          key={command.id}
          id={`command ${command.id}`}
          words={[t(command.title), command.id]}
          onSelect={() => choose(() => runCommand(command.id))}
          side={command.keys?.[0] === undefined ? null : <Kbd>{formatKeys(command.keys[0], isMac)}</Kbd>}
        >
          {command.group === undefined ? null : <span className="text-dim">{t(command.group)} · </span>}
          {t(command.title)}
        </Item>
      ))}
    </Group>
  );
}

function DocumentGroups({ choose }: GroupProps) {
  const tabs = useDocuments((state) => state.tabs);
  const recents = useSession((state) => state.recents);
  const workflows = useSession((state) => state.workflows) ?? recents;
  return (
    <>
      {tabs.length === 0 ? null : (
        <Group heading={t('documents.open')}>
          {tabs.map((draft) => (
            <Item
              key={draft}
              id={`tab ${draft}`}
              words={[documentName(draft)]}
              onSelect={() => choose(() => activateDocument(draft))}
            >
              {documentName(draft)}
            </Item>
          ))}
        </Group>
      )}
      {workflows.length === 0 ? null : (
        <Group heading={t('commands.group.workflows')}>
          {workflows.map((entry) => (
            <Item
              key={entry.path}
              id={`file ${entry.path}`}
              words={[entry.name]}
              onSelect={() => choose(() => runCommand('document.open-path', entry.path))}
              side={<span className="text-small text-dim">{t('documents.nodes', { count: entry.nodes })}</span>}
            >
              {entry.name}
            </Item>
          ))}
        </Group>
      )}
    </>
  );
}

function NodeGroup({ choose }: GroupProps) {
  const active = useDocuments((state) => state.active);
  const isReadOnly = useDocuments((state) => active === undefined || state.documents[active]?.readOnly === true);
  if (active === undefined || isReadOnly) return null;
  return (
    <Group heading={t('commands.group.nodes')}>
      {registry.nodes.map((definition) => (
        <Item
          key={definition.type}
          id={`node ${definition.type}`}
          words={[definition.title.en, definition.title.zh, definition.type, ...(definition.keywords ?? [])]}
          onSelect={() => choose(() => addInSight(active, definition.type))}
          side={<span className="max-w-72 truncate text-small text-dim">{localText(definition.summary)}</span>}
        >
          {localText(definition.title)}
        </Item>
      ))}
    </Group>
  );
}

/** A new node in the middle of what is in sight. */
function addInSight(draft: string, type: string): void {
  const canvas = canvasOf(draft);
  if (canvas === undefined) return;
  const node = addNodeAt(draft, type, canvas.centre());
  if (node !== undefined) requestAnimationFrame(() => canvas.show(node));
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <List.Group
      heading={heading}
      className="**:[[cmdk-group-heading]]:heading **:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-3 **:[[cmdk-group-heading]]:pb-1.5"
    >
      {children}
    </List.Group>
  );
}

interface ItemProps {
  readonly id: string;
  readonly words: readonly string[];
  readonly onSelect: () => void;
  readonly side?: ReactNode;
  readonly children: ReactNode;
}

function Item({ id, words, onSelect, side, children }: ItemProps) {
  return (
    <List.Item
      value={id}
      keywords={[...words]}
      onSelect={onSelect}
      className="flex h-8 cursor-default items-center gap-3 rounded-md px-2 data-[selected=true]:bg-raise"
    >
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {side}
    </List.Item>
  );
}
