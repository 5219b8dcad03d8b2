import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { TaskView } from '#core/services/views';
import { api } from '../api.ts';
import { t } from '../i18n/index.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { taskName } from './task-row.tsx';

type Answer =
  | { readonly kind: 'loading' }
  | { readonly kind: 'text'; readonly text: string | undefined }
  | { readonly kind: 'error'; readonly error: ErrorInfo };

/** JSON in lines; anything else as it is. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What the gateway said last, beside the list. */
export function TaskDrawer({ task, onClose }: { readonly task: TaskView; readonly onClose: () => void }) {
  const [answer, setAnswer] = useState<Answer>({ kind: 'loading' });
  // A task that moved on has another newest answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the task was changed
  useEffect(() => {
    let isCurrent = true;
    api()
      .call('task.answer', { task: task.id })
      .then(
        ({ text }) => isCurrent && setAnswer({ kind: 'text', text }),
        (error: unknown) => isCurrent && setAnswer({ kind: 'error', error: toAppError(error).info }),
      );
    return () => {
      isCurrent = false;
    };
  }, [task.id, task.updatedAt]);
  return (
    <aside
      aria-label={t('tasks.raw')}
      className="flex w-[38%] min-w-72 shrink-0 flex-col border-l border-line"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className="flex h-8 shrink-0 items-center gap-2 pr-2 pl-3">
        <span className="truncate font-medium">{taskName(task)}</span>
        <span className="selectable min-w-0 flex-1 truncate font-mono text-small text-faint">
          {task.task ?? task.id}
        </span>
        <IconButton label={t('ui.close')} small onClick={onClose}>
          <X size={14} />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto px-3 pb-3">
        {task.error === undefined ? null : <ErrorBox error={task.error} />}
        {task.prompt === undefined ? null : <p className="selectable text-dim">{task.prompt}</p>}
        {answer.kind === 'loading' ? <p className="text-faint">{t('ui.loading')}</p> : null}
        {answer.kind === 'error' ? <ErrorBox error={answer.error} /> : null}
        {answer.kind === 'text' && answer.text === undefined ? (
          <p className="text-dim">{t('tasks.no-answer')}</p>
        ) : null}
        {answer.kind === 'text' && answer.text !== undefined ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
          <pre tabIndex={0} className="selectable rounded-md bg-bg p-2 font-mono text-small whitespace-pre-wrap">
            {prettyText(answer.text)}
          </pre>
        ) : null}
      </div>
    </aside>
  );
}
