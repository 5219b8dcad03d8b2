import { AlertTriangle, CheckCircle2, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { cx } from './cx.ts';

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad';

const looks = {
  info: { box: 'border-wait/40 bg-[color-mix(in_srgb,var(--wait)_10%,var(--card))]', icon: Info, ink: 'text-wait' },
  good: {
    box: 'border-ok/40 bg-[color-mix(in_srgb,var(--ok)_10%,var(--card))]',
    icon: CheckCircle2,
    ink: 'text-ok',
  },
  warn: {
    box: 'border-warn/40 bg-[color-mix(in_srgb,var(--warn)_10%,var(--card))]',
    icon: AlertTriangle,
    ink: 'text-warn',
  },
  bad: {
    box: 'border-bad/40 bg-[color-mix(in_srgb,var(--bad)_10%,var(--card))]',
    icon: AlertTriangle,
    ink: 'text-bad',
  },
} as const;

interface NoticeProps {
  readonly tone: NoticeTone;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose?: () => void;
  /** A strip over the whole width instead of a card. */
  readonly strip?: boolean;
  readonly className?: string;
}

/** Something that people should know, with what they can do about it. */
export function Notice({ tone, children, actions, onClose, strip, className }: NoticeProps) {
  const { box, icon: Icon, ink } = looks[tone];
  return (
    <div
      className={cx(
        'flex items-center gap-2.5 text-text',
        strip === true ? 'min-h-9 border-b px-3 py-1' : 'rounded-md border px-3 py-2',
        box,
        className,
      )}
    >
      <Icon size={15} className={cx('shrink-0', ink)} aria-hidden />
      <div className="min-w-0 flex-1">{children}</div>
      {actions === undefined ? null : <div className="flex shrink-0 items-center gap-1.5">{actions}</div>}
      {onClose === undefined ? null : (
        <button
          type="button"
          aria-label={t('ui.dismiss')}
          onClick={onClose}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-dim hover:bg-raise hover:text-text"
        >
          <X size={14} />
        </button>
      )}
    </div>
  );
}
