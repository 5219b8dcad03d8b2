import { useEffect, useState } from 'react';
import { cx } from './cx.ts';
import { fieldBox } from './text-field.tsx';

interface NumberFieldProps {
  readonly label: string;
  /** Undefined: nothing is set. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly placeholder?: string;
  /** Before the number: `$`. */
  readonly prefix?: string;
  /** Each number is told while it is typed, not only when the field is left. */
  readonly live?: boolean;
  readonly id?: string;
  readonly className?: string;
}

/** What was typed as a number; undefined when it is none or out of bounds. */
export function readNumber(text: string, min: number | undefined, max: number | undefined): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return undefined;
  return Math.min(max ?? value, Math.max(min ?? value, value));
}

/**
 * A number that may be typed, or changed by the arrow keys; it is taken when the field is left or on Enter. What is no
 * number changes nothing, and Enter does nothing else with it.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, min, max, step = 1, placeholder, prefix, live = false, id, className } = props;
  const [text, setText] = useState(value === undefined ? '' : String(value));
  // What is just being typed stays as it is, as `0.` on the way to `0.5`.
  useEffect(
    () =>
      setText((before) => (readNumber(before, min, max) === value ? before : value === undefined ? '' : String(value))),
    [value, min, max],
  );
  const isNone = (next: string): boolean => next.trim() !== '' && readNumber(next, min, max) === undefined;
  const tell = (next: string): void => {
    const number = readNumber(next, min, max);
    if (!isNone(next) && number !== value) onChange(number);
  };
  const take = (next: string): void => {
    const number = isNone(next) ? value : readNumber(next, min, max);
    setText(number === undefined ? '' : String(number));
    if (number !== value) onChange(number);
  };
  return (
    <span
      className={cx(fieldBox, 'inline-flex h-7 items-center gap-1 focus-within:border-accent', className ?? 'w-full')}
    >
      {prefix === undefined ? null : <span className="text-faint">{prefix}</span>}
      <input
        {...(id !== undefined && { id })}
        aria-label={label}
        inputMode="decimal"
        value={text}
        placeholder={placeholder}
        className="w-full min-w-0 bg-transparent outline-none placeholder:text-faint"
        aria-invalid={isNone(text)}
        onChange={(event) => {
          setText(event.target.value);
          if (live) tell(event.target.value);
        }}
        onBlur={() => take(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            if (isNone(text)) event.stopPropagation();
            take(text);
          }
          const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
          if (direction === 0) return;
          event.preventDefault();
          const before = readNumber(text, min, max) ?? min ?? 0;
          take(String(Number((before + direction * step).toFixed(6))));
        }}
      />
    </span>
  );
}
