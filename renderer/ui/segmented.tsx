import { ToggleGroup as Radix } from 'radix-ui';
import { cx } from './cx.ts';

interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
  readonly small?: boolean;
}

/** One of a few, all in sight. */
export function Segmented<V extends string>({ label, value, options, onChange, small }: SegmentedProps<V>) {
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        if (next !== '') onChange(next as V);
      }}
      className="grid auto-cols-fr grid-flow-col overflow-hidden rounded-md border border-line"
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className={cx(
            'min-w-0 cursor-default truncate border-line bg-raise text-dim not-first:border-l hover:text-text focus-visible:-outline-offset-2',
            'data-[state=on]:bg-[color-mix(in_srgb,var(--accent)_18%,var(--raise))] data-[state=on]:text-text',
            small === true ? 'h-6 px-2 text-small' : 'h-7 px-3',
          )}
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
