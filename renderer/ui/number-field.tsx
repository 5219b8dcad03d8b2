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

/** A number that may be typed, or changed by the arrow keys; it is taken when the field is left or on Enter. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, min, max, step = 1, placeholder, prefix, id, className } = props;
  const [text, setText] = useState(value === undefined ? '' : String(value));
  useEffect(() => setText(value === undefined ? '' : String(value)), [value]);
  const take = (next: string): void => {
    const number = readNumber(next, min, max);
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
        onChange={(event) => setText(event.target.value)}
        onBlur={() => take(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(text);
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
