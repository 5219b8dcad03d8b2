import { DropdownMenu as Radix } from 'radix-ui';
import type { MouseEvent } from 'react';
import { create } from 'zustand';
import { cx } from './cx.ts';
import { type MenuEntry, MenuRow, surface } from './menu.tsx';

interface OpenMenu {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly at: { readonly x: number; readonly y: number };
  /** What had the focus, and gets it back. */
  readonly before: Element | null;
}

const useMenu = create<{ readonly menu: OpenMenu | undefined }>(() => ({ menu: undefined }));

/**
 * Opens a menu where the pointer is, or beside what has the focus when it was asked for by the keyboard (the Menu key,
 * Shift+F10). What is chosen in it is done at once, after the focus is back where it was: what is
 * typed next goes to what was opened.
 */
export function openContextMenu(event: MouseEvent, label: string, entries: readonly MenuEntry[]): void {
  event.preventDefault();
  event.stopPropagation();
  if (entries.length === 0) return;
  const before = document.activeElement;
  const isPointed = event.clientX !== 0 || event.clientY !== 0;
  const box = event.currentTarget.getBoundingClientRect();
  const at = isPointed ? { x: event.clientX, y: event.clientY } : { x: box.left + 16, y: box.top + 16 };
  useMenu.setState({ menu: { label, entries: entries.map(later), at, before } });
}

function later(entry: MenuEntry): MenuEntry {
  if (entry.kind === 'more') return { ...entry, entries: entry.entries.map(later) };
  if (entry.kind === 'line' || entry.kind === 'heading') return entry;
  return {
    ...entry,
    onSelect: () => {
      close();
      entry.onSelect();
    },
  };
}

function close(): void {
  const { menu } = useMenu.getState();
  useMenu.setState({ menu: undefined });
  if (menu?.before instanceof HTMLElement || menu?.before instanceof SVGElement)
    menu.before.focus({ preventScroll: true });
}

/** The one menu of the window that opens at a place. */
export function ContextMenu() {
  const menu = useMenu((state) => state.menu);
  if (menu === undefined) return null;
  const { at, entries, label } = menu;
  return (
    <Radix.Root key={`${at.x} ${at.y}`} open modal={false} onOpenChange={(isOpen) => !isOpen && close()}>
      <Radix.Trigger asChild>
        <span
          aria-hidden
          tabIndex={-1}
          className="pointer-events-none fixed size-0"
          style={{ left: at.x, top: at.y }}
        />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          side="right"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onContextMenu={(event) => event.preventDefault()}
          className={cx(surface, 'max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto')}
        >
          {entries.map((entry) => (
            <MenuRow key={entry.id} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
