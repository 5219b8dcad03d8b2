import type { ReactNode } from 'react';
import type { ErrorInfo } from '#core/errors';
import { inWords, t } from '../i18n/index.ts';
import { cx } from './cx.ts';

interface ErrorBoxProps {
  readonly error: ErrorInfo;
  /** What people call the node in which it happened. */
  readonly place?: string | undefined;
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** What went wrong, where, whether it was billed and what to do next; what the gateway said is one click away. */
export function ErrorBox({ error, place, actions, className }: ErrorBoxProps) {
  const { message, hint } = inWords(error);
  const field = error.place?.field;
  const where = [place, field].filter((part) => part !== undefined).join(' · ');
  return (
    <div className={cx('rounded-md bg-[color-mix(in_srgb,var(--bad)_12%,var(--card))] p-2.5 text-text', className)}>
      {where === '' ? null : <p className="text-small text-dim">{where}</p>}
      <p className="selectable">
        {message}
        {error.billed === undefined ? null : ` ${t(`error.billed.${error.billed}`)}`}
      </p>
      {hint === undefined ? null : <p className="selectable text-dim">{hint}</p>}
      {actions === undefined ? null : <div className="mt-2 flex flex-wrap gap-1.5">{actions}</div>}
      {error.details === undefined ? null : (
        <details className="mt-1.5">
          <summary className="cursor-default text-small text-dim hover:text-text">{t('error.details')}</summary>
          <pre className="selectable mt-1 max-h-48 overflow-auto rounded-sm bg-bg p-2 font-mono text-small whitespace-pre-wrap">
            {JSON.stringify({ code: error.code, ...error.details }, null, 2)}
          </pre>
        </details>
      )}
    </div>
  );
}
