import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { cx } from './cx.ts';
import { useDialogFocus } from './dialog-focus.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Stays at the lower edge. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** Takes the whole height that it may have, so that it does not jump while its content changes. */
  readonly tall?: boolean;
}

/** For what cannot be inline. It is drawn while it is open, and Esc closes it. */
export function Dialog({ title, onClose, children, footer, wide, tall }: DialogProps) {
  const focus = useDialogFocus();
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          className={cx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[min(720px,calc(100vh-48px))] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-pop outline-none',
            wide === true ? 'w-[min(860px,calc(100vw-48px))]' : 'w-[min(520px,calc(100vw-48px))]',
            tall === true && 'h-[min(640px,calc(100vh-48px))]',
          )}
        >
          <header className="flex h-11 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
            <Radix.Title className="font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={t('ui.close')}
              className="inline-flex size-7 items-center justify-center rounded-md text-dim hover:bg-raise hover:text-text"
            >
              <X size={16} />
            </Radix.Close>
          </header>
          <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
