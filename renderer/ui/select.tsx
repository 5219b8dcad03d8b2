import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { cx } from './cx.ts';
import { surface, surfaceItem } from './menu.tsx';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of several; for few of them take `Segmented`. */
export function Select({ label, value, options, onChange, id, disabled = false, className }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger
        {...(id !== undefined && { id })}
        aria-label={label}
        className={cx(
          'inline-flex h-7 w-full cursor-default items-center justify-between gap-2 rounded-md border border-line bg-raise px-2.5',
          'hover:border-faint disabled:opacity-50',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value />
        </span>
        <ChevronDown size={14} className="shrink-0 text-faint" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} collisionPadding={8} className={cx(surface, 'max-h-80')}>
          <Radix.Viewport className="min-w-(--radix-select-trigger-width)">
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className={surfaceItem}>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <span className="ml-auto flex items-center gap-2 text-small text-faint">
                  {option.note}
                  <Radix.ItemIndicator>
                    <Check size={14} />
                  </Radix.ItemIndicator>
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
