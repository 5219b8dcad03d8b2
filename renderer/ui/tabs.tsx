import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface TabEntry<V extends string> {
  readonly value: V;
  readonly label: string;
  /** A number behind the label, when there is something to say. */
  readonly count?: number;
  readonly content: ReactNode;
}

interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly entries: readonly TabEntry<V>[];
  readonly onChange: (value: V) => void;
  /** At the right end of the row of tabs. */
  readonly side?: ReactNode;
  readonly orientation?: 'horizontal' | 'vertical';
}

/** Several pages in one place; only the chosen one is drawn. */
export function Tabs<V extends string>({
  label,
  value,
  entries,
  onChange,
  side,
  orientation = 'horizontal',
}: TabsProps<V>) {
  const isRow = orientation === 'horizontal';
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as V)}
      orientation={orientation}
      className={cx('flex min-h-0 min-w-0 flex-1', isRow && 'flex-col')}
    >
      <div
        className={cx(
          'flex shrink-0',
          isRow ? 'h-8 items-center gap-2 px-3' : 'w-44 flex-col border-r border-line p-2',
        )}
      >
        <Radix.List
          aria-label={label}
          className={cx('flex min-w-0', isRow ? 'h-full items-center gap-4' : 'flex-col gap-0.5')}
        >
          {entries.map((entry) => (
            <Radix.Trigger
              key={entry.value}
              value={entry.value}
              className={cx(
                'cursor-default whitespace-nowrap text-dim hover:text-text data-[state=active]:text-text',
                isRow
                  ? '-mx-1.5 h-full rounded-md px-1.5 focus-visible:-outline-offset-4 data-[state=active]:font-semibold'
                  : 'h-8 rounded-md px-2.5 text-left hover:bg-raise data-[state=active]:bg-raise',
              )}
            >
              {entry.label}
              {entry.count === undefined || entry.count === 0 ? null : <span className="pl-1">{entry.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {side === undefined ? null : <div className="ml-auto flex min-w-0 items-center gap-2">{side}</div>}
      </div>
      {entries.map((entry) => (
        <Radix.Content
          key={entry.value}
          value={entry.value}
          tabIndex={-1}
          className="flex min-h-0 min-w-0 flex-1 flex-col outline-none data-[state=inactive]:hidden"
        >
          {entry.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
