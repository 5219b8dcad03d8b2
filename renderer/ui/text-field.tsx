import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export const fieldBox =
  'rounded-md border border-line bg-raise px-2.5 text-text placeholder:text-faint hover:border-faint disabled:opacity-50 aria-invalid:border-bad';

interface FieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  /** Why the value does not do. */
  readonly problem?: string | undefined;
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode;
}

/** A control with its label above it and its help or problem below. */
export function Field({ label, help, problem, children }: FieldProps) {
  const id = useId();
  const note = problem ?? help;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-dim">
        {label}
      </label>
      {children({ id, describedBy: note === undefined ? undefined : `${id}-note` })}
      {note === undefined ? null : (
        <p id={`${id}-note`} className={cx('text-small', problem === undefined ? 'text-faint' : 'text-bad')}>
          {note}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string | undefined;
  readonly problem?: string | undefined;
}

export function TextField({ label, value, onChange, help, problem, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} help={help} problem={problem}>
      {({ id, describedBy }) => (
        <input
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={describedBy}
          aria-invalid={problem !== undefined}
          className={cx(fieldBox, 'h-8 w-full', className)}
          spellCheck={false}
          {...rest}
        />
      )}
    </Field>
  );
}
