import { useEffect } from 'react';
import { attempt } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { dismissNotice, type Notice as NoticeData, notify, useView } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Milliseconds for which a message stays; what went wrong stays longer, and what has a raw answer or a path until it is closed. */
const stays = { info: 4000, good: 4000, bad: 12_000 } as const;

/** Short messages in the corner. */
export function Notices() {
  const notices = useView((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <ul
      aria-label={t('notices.title')}
      className="pointer-events-none fixed bottom-4 left-1/2 z-60 flex w-110 -translate-x-1/2 flex-col gap-2"
    >
      {notices.map((notice) => (
        <li key={notice.id} className="pointer-events-auto rounded-md shadow-pop">
          <NoticeRow notice={notice} />
        </li>
      ))}
    </ul>
  );
}

function NoticeRow({ notice }: { readonly notice: NoticeData }) {
  const { id, tone, error, copy } = notice;
  const told = error === undefined ? undefined : inWords(error);
  useEffect(() => {
    if (error?.details !== undefined || copy !== undefined) return;
    const timer = setTimeout(() => dismissNotice(id), stays[tone]);
    return () => clearTimeout(timer);
  }, [id, tone, error, copy]);
  return (
    <Notice
      tone={tone}
      onClose={() => dismissNotice(id)}
      actions={copy === undefined ? undefined : <CopyButton id={id} text={copy} />}
    >
      <p className="selectable [overflow-wrap:anywhere]">
        {told?.message ?? notice.text}
        {error?.billed === undefined ? null : ` ${t(`error.billed.${error.billed}`)}`}
      </p>
      {told?.hint === undefined ? null : <p className="text-dim">{told.hint}</p>}
      {error?.details === undefined ? null : (
        <details className="mt-1">
          <summary className="cursor-default text-small text-dim hover:text-text">{t('error.details')}</summary>
          <pre className="selectable mt-1 max-h-40 overflow-auto font-mono text-small whitespace-pre-wrap">
            {JSON.stringify({ code: error.code, ...error.details }, null, 2)}
          </pre>
        </details>
      )}
    </Notice>
  );
}

function CopyButton({ id, text }: { readonly id: number; readonly text: string }) {
  const copy = (): void =>
    attempt(async () => {
      await navigator.clipboard.writeText(text);
      dismissNotice(id);
      notify('info', t('ui.copied'));
    });
  return (
    <Button size="small" onClick={copy}>
      {t('reveal.copy')}
    </Button>
  );
}

/** What is said to those who do not see the screen. */
export function Announcer() {
  const { text, id } = useView((state) => state.announcement);
  return (
    <div aria-live="polite" className="sr-only">
      {/* The same words twice are said twice only when the text differs. */}
      {text}
      {id % 2 === 0 ? '' : '\u00A0'}
    </div>
  );
}
