import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

export type MenuEntry =
  | {
      readonly kind?: 'item';
      readonly id: string;
      readonly label: string;
      readonly icon?: ReactNode;
      /** Smaller words at the right. */
      readonly note?: string;
      readonly keys?: string | undefined;
      readonly checked?: boolean;
      readonly disabled?: boolean;
      readonly bad?: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly label: string;
      readonly entries: readonly MenuEntry[];
    }
  | { readonly kind: 'heading'; readonly id: string; readonly label: string }
  | { readonly kind: 'line'; readonly id: string };

export const surface = 'z-50 rounded-md border border-line bg-card p-1 text-text shadow-pop outline-none';
export const surfaceItem =
  'flex h-7 cursor-default items-center gap-2 rounded-sm px-2 outline-none select-none data-[highlighted]:bg-raise data-[disabled]:opacity-45';

interface MenuProps {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

/** A list of actions behind a button. */
export function Menu({ trigger, label, entries, align = 'start' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(surface, 'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto')}
        >
          {entries.map((entry) => (
            <MenuRow key={entry.id} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** One line of a menu, with the lines behind it when it opens others. */
export function MenuRow({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'line') return <Radix.Separator className="my-1 h-px bg-line" />;
  if (entry.kind === 'heading')
    return <Radix.Label className="px-2 pt-1.5 pb-1 text-tiny text-faint">{entry.label}</Radix.Label>;
  if (entry.kind === 'more') {
    return (
      <Radix.Sub>
        <Radix.SubTrigger className={cx(surfaceItem, 'data-[state=open]:bg-raise')}>
          <span className="flex-1">{entry.label}</span>
          <ChevronRight size={14} className="text-faint" aria-hidden />
        </Radix.SubTrigger>
        <Radix.Portal>
          <Radix.SubContent collisionPadding={8} className={cx(surface, 'min-w-44')}>
            {entry.entries.map((inner) => (
              <MenuRow key={inner.id} entry={inner} />
            ))}
          </Radix.SubContent>
        </Radix.Portal>
      </Radix.Sub>
    );
  }
  const inside = (
    <>
      {entry.checked === undefined ? entry.icon : <span className="w-3.5">{entry.checked && <Check size={14} />}</span>}
      <span className="max-w-72 flex-1 truncate">{entry.label}</span>
      {entry.note === undefined ? null : <span className="pl-4 text-small text-faint">{entry.note}</span>}
      {entry.keys === undefined ? null : <Kbd>{entry.keys}</Kbd>}
    </>
  );
  const className = cx(surfaceItem, entry.bad === true && 'text-bad');
  const disabled = entry.disabled === true;
  if (entry.checked !== undefined) {
    return (
      <Radix.CheckboxItem
        checked={entry.checked}
        disabled={disabled}
        onSelect={entry.onSelect}
        className={className}
        textValue={entry.label}
      >
        {inside}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item disabled={disabled} onSelect={entry.onSelect} className={className} textValue={entry.label}>
      {inside}
    </Radix.Item>
  );
}
