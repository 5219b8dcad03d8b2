import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'ok' | 'wait' | 'warn' | 'bad' | 'faint' | 'accent';

const dots: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok',
  wait: 'bg-wait',
  warn: 'bg-warn',
  bad: 'bg-bad',
  faint: 'bg-faint',
  accent: 'bg-accent',
};

/** A state as a point of colour; it never stands without its words. */
export function Dot({ tone }: { readonly tone: Tone }) {
  return <span aria-hidden className={cx('inline-block size-1.75 shrink-0 rounded-full', dots[tone])} />;
}

const pillBox =
  'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full border border-line bg-raise px-2.5 whitespace-nowrap text-dim';

interface PillProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly striped?: boolean;
  readonly className?: string;
}

/** A short fact. Practice is striped. */
export function Pill({ children, tone, striped, className }: PillProps) {
  return (
    <span className={cx(pillBox, striped === true && 'striped', className)}>
      {tone === undefined ? null : <Dot tone={tone} />}
      {children}
    </span>
  );
}

interface PillButtonProps extends ComponentProps<'button'> {
  readonly tone?: Tone;
  readonly striped?: boolean;
}

/** A short fact that opens what is behind it. */
export function PillButton({ tone, striped, className, children, ...rest }: PillButtonProps) {
  return (
    <button
      type="button"
      className={cx(
        pillBox,
        'cursor-default hover:border-faint hover:text-text',
        striped === true && 'striped',
        className,
      )}
      {...rest}
    >
      {tone === undefined ? null : <Dot tone={tone} />}
      {children}
    </button>
  );
}
