import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { CallOutput } from '#core/services/contract';
import type { TaskView } from '#core/services/run-views';
import { api } from '../api.ts';
import { attempt, runCommand } from '../commands/registry.ts';
import { inWords, localText, t } from '../i18n/index.ts';
import { askToForget, forgetTask, isOpenTask, useTasks } from '../store/tasks.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { LostTask } from './lost-task.tsx';
import { runOfTask, taskName } from './task-name.ts';
import { TaskOutputs } from './task-outputs.tsx';
import { CollectButton, isCollectable } from './task-row.tsx';
import { formatClockTime, formatRange, formatWhen, taskWords } from './words.ts';

type Answer =
  | { readonly kind: 'loading' }
  | { readonly kind: 'told'; readonly told: CallOutput<'task.answer'> }
  | { readonly kind: 'error'; readonly error: ErrorInfo };

/** JSON in lines; anything else as it is. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** One attempt, beside the list: what it gave, what the gateway said last, and what can be done about it. */
export function TaskDrawer({ task, onClose }: { readonly task: TaskView; readonly onClose: () => void }) {
  const [answer, setAnswer] = useState<Answer>({ kind: 'loading' });
  const check = useTasks((state) => state.checks[task.id]);
  const isForgetting = useTasks((state) => state.forgetting === task.id);
  // A task that moved on, or was asked about, has another newest answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the task was changed
  useEffect(() => {
    let isCurrent = true;
    api()
      .call('task.answer', { task: task.id })
      .then(
        (told) => isCurrent && setAnswer({ kind: 'told', told }),
        (error: unknown) => isCurrent && setAnswer({ kind: 'error', error: toAppError(error).info }),
      );
    return () => {
      isCurrent = false;
    };
  }, [task.id, task.updatedAt, check]);
  const told = answer.kind === 'told' ? answer.told : undefined;
  return (
    <aside
      aria-label={t('tasks.details')}
      className="flex w-[42%] min-w-80 shrink-0 flex-col border-l border-line"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (isForgetting) askToForget(undefined);
        else onClose();
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
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto px-3 pb-3 focus-visible:-outline-offset-2"
      >
        {isForgetting && told !== undefined ? <ForgetQuestion task={task} loss={localText(told.loss)} /> : null}
        <p className="selectable text-dim">{factsOf(task)}</p>
        <Actions task={task} isForgetting={isForgetting} />
        <CheckAnswer task={task} />
        {told?.lost === undefined ? null : <LostTask task={task} place={told.lost} />}
        {task.error === undefined ? null : <ErrorBox error={task.error} />}
        <TaskOutputs key={check?.at} task={task} collected={check?.answer} />
        {task.prompt === undefined ? null : <p className="selectable text-dim">{task.prompt}</p>}
        {answer.kind === 'loading' ? <p className="text-faint">{t('ui.loading')}</p> : null}
        {answer.kind === 'error' ? <ErrorBox error={answer.error} /> : null}
        {told === undefined ? null : told.text === undefined ? (
          <p className="text-dim">{t('tasks.no-answer')}</p>
        ) : (
          <figure aria-label={t('tasks.raw')}>
            <figcaption className="pb-1 text-small text-faint">{t('tasks.raw')}</figcaption>
            <pre className="selectable rounded-md bg-bg p-2 font-mono text-small whitespace-pre-wrap">
              {prettyText(told.text)}
            </pre>
          </figure>
        )}
      </div>
    </aside>
  );
}

/** State, workflow, when it was sent and what it costs, in one line. */
function factsOf(task: TaskView): string {
  const { price, cost, model } = task;
  const run = runOfTask(task);
  const money = task.practice
    ? t('connection.practice-short')
    : cost !== undefined
      ? t('tasks.cost', { price: formatRange(cost) })
      : price === undefined
        ? t('plan.price-unknown')
        : t('tasks.price', { price: formatRange(price) });
  return [taskWords(task).words, run?.name ?? t('tasks.run-gone'), model, formatWhen(task.createdAt, Date.now()), money]
    .filter((fact) => fact !== undefined && fact !== '')
    .join(' · ');
}

function Actions({ task, isForgetting }: { readonly task: TaskView; readonly isForgetting: boolean }) {
  return (
    <div className="flex shrink-0 flex-wrap gap-1.5">
      {isCollectable(task) ? <CollectButton task={task} {...(isOpenTask(task) && { tone: 'primary' })} /> : null}
      {runOfTask(task) === undefined ? null : (
        <Button size="small" onClick={() => runCommand('run.open', task.run)}>
          {t('tasks.show-run')}
        </Button>
      )}
      {task.state === 'forgotten' || isForgetting ? null : (
        <Button size="small" onClick={() => askToForget(task.id)}>
          {t('tasks.forget.ask')}
        </Button>
      )}
    </div>
  );
}

/** What the gateway said when the user asked, and when. */
function CheckAnswer({ task }: { readonly task: TaskView }) {
  const check = useTasks((state) => state.checks[task.id]);
  if (check === undefined) return null;
  const { answer, at } = check;
  const progress =
    answer.kind === 'running' && answer.progress !== undefined ? ` · ${Math.round(answer.progress * 100)} %` : '';
  const said =
    answer.kind === 'running'
      ? t('tasks.said.running', { status: `${answer.status}${progress}` })
      : answer.kind === 'failed'
        ? inWords(answer.error).message
        : t('tasks.said.delivered');
  return (
    <p role="status" className="selectable shrink-0">
      <span className="text-dim">{t('tasks.asked', { when: formatClockTime(at) })}</span> {said}
    </p>
  );
}

/** Asked before anything is given up. */
function ForgetQuestion({ task, loss }: { readonly task: TaskView; readonly loss: string }) {
  return (
    <div role="alertdialog" aria-label={t('tasks.forget.question')} className="shrink-0">
      <Notice
        tone="warn"
        actions={
          <>
            <Button size="small" autoFocus onClick={() => askToForget(undefined)}>
              {t('tasks.forget.keep')}
            </Button>
            <Button size="small" tone="bad" onClick={() => attempt(() => forgetTask(task.id))}>
              {t('tasks.forget')}
            </Button>
          </>
        }
      >
        <b>{t('tasks.forget.question')}</b> {loss}
      </Notice>
    </div>
  );
}
