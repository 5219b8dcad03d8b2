import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export type ButtonTone = 'plain' | 'primary' | 'quiet' | 'bad' | 'link';

const tones: Readonly<Record<ButtonTone, string>> = {
  plain: 'border border-line bg-raise text-text hover:border-faint',
  primary: 'border border-transparent bg-accent font-semibold text-on-accent hover:brightness-110',
  quiet: 'border border-transparent text-dim hover:bg-raise hover:text-text',
  bad: 'border border-bad/50 bg-bad/10 text-text hover:bg-bad/20',
  link: 'border-0 px-0! text-accent underline-offset-2 hover:underline',
};

const sizes = { small: 'h-6 px-2 text-small gap-1', normal: 'h-7 px-3 gap-1.5', large: 'h-9 px-4 gap-2' } as const;

interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  readonly size?: keyof typeof sizes;
  /** Drawn before the words. */
  readonly icon?: ReactNode;
}

export function Button({ tone = 'plain', size = 'normal', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={cx(
        'inline-flex shrink-0 cursor-default items-center justify-center rounded-md whitespace-nowrap transition-colors duration-100',
        'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50',
        sizes[size],
        tones[tone],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}
