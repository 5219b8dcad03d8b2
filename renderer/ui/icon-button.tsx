import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does: for the tooltip and for those who do not see it. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly small?: boolean;
  readonly active?: boolean;
  readonly children: ReactNode;
}

/** A button that is only a picture, with its words in a tooltip. */
export function IconButton({ label, keys, side, small, active, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys} {...(side !== undefined && { side })}>
      <button
        type="button"
        aria-label={label}
        {...(active !== undefined && { 'aria-pressed': active })}
        className={cx(
          'inline-flex shrink-0 cursor-default items-center justify-center rounded-md text-dim transition-colors duration-100',
          'hover:bg-raise hover:text-text disabled:cursor-not-allowed disabled:opacity-40',
          small === true ? 'size-6' : 'size-7',
          active === true && 'bg-raise text-text',
          className,
        )}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
