import { MoreHorizontal } from 'lucide-react';
import type { TaskView } from '#core/services/run-views';
import { attempt, runCommand } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { useNow } from '../store/now.ts';
import { askToForget, checkTask, isOpenTask, openTask, useTasks } from '../store/tasks.ts';
import { notify } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { Dot } from '../ui/pill.tsx';
import { typeName } from './node-name.ts';
import { runOfTask, taskName } from './task-name.ts';
import { formatAge, formatDuration, formatRange, taskWords } from './words.ts';

interface TaskRowProps {
  readonly task: TaskView;
  readonly isOpened: boolean;
  readonly onOpen: () => void;
}

/** Beside an opened task there is no room for all of them. */
const columns =
  'grid grid-cols-[minmax(90px,1fr)_minmax(90px,1fr)_minmax(170px,2.2fr)_86px_56px_110px_116px] items-center gap-2 px-3 @max-[800px]:grid-cols-[minmax(90px,1fr)_minmax(90px,1.6fr)_96px_116px]';
const onlyInWide = '@max-[800px]:hidden';

/** What stands in which column. */
export function TaskHeadings() {
  return (
    <div aria-hidden className={cx(columns, 'shrink-0 pb-0.5 text-tiny text-faint')}>
      <span>{t('tasks.column.node')}</span>
      <span className={onlyInWide}>{t('tasks.column.model')}</span>
      <span>{t('tasks.column.state')}</span>
      <span className={onlyInWide}>{t('tasks.column.age')}</span>
      <span className={cx(onlyInWide, 'text-right')}>{t('tasks.column.time')}</span>
      <span className="text-right">{t('tasks.column.price')}</span>
    </div>
  );
}

/** By the tokens where the gateway told them, else as expected; what may not have been billed has a question mark. */
function priceWords({ cost, price, state }: TaskView): string {
  if (cost !== undefined) return formatRange(cost);
  if (price === undefined) return t('plan.unknown');
  return `${formatRange(price)}${state === 'ambiguous' || state === 'intent' ? '?' : ''}`;
}

/** One request that may have cost. */
export function TaskRow({ task, isOpened, onOpen }: TaskRowProps) {
  const now = useNow();
  const { words, tone } = taskWords(task);
  const error = task.error === undefined ? undefined : inWords(task.error).message;
  const end = isOpenTask(task) ? now : Date.parse(task.updatedAt);
  return (
    <div className={cx(columns, 'h-full border-t border-line/60 text-dim hover:bg-raise/60', isOpened && 'bg-raise')}>
      <button
        type="button"
        className="h-full min-w-0 cursor-default truncate text-left font-medium text-text"
        title={task.prompt}
        onClick={onOpen}
      >
        {taskName(task)}
      </button>
      <span className={cx(onlyInWide, 'truncate')}>{task.model ?? typeName(task.nodeType)}</span>
      <span className="flex min-w-0 items-center gap-1.5" title={error}>
        <Dot tone={tone} />
        <span className="truncate">{error === undefined ? words : `${words}: ${error}`}</span>
      </span>
      <span className={cx(onlyInWide, 'truncate')}>{formatAge(task.createdAt, now)}</span>
      <span className={cx(onlyInWide, 'text-right')}>{formatDuration(end - Date.parse(task.createdAt))}</span>
      <span className="truncate text-right">
        {task.practice ? (
          <span className="striped rounded-full border border-line px-1.5 text-tiny">
            {t('connection.practice-short')}
          </span>
        ) : (
          priceWords(task)
        )}
      </span>
      <span className="flex justify-end gap-1">
        {task.state === 'accepted' || task.state === 'received' ? <CollectButton task={task} /> : null}
        <TaskMenu task={task} onOpen={onOpen} />
      </span>
    </div>
  );
}

/** Asks for a result at the gateway, or brings one home that is there. */
export function CollectButton({ task, tone }: { readonly task: TaskView; readonly tone?: 'primary' }) {
  const isCollecting = useTasks((state) => state.collecting.has(task.id));
  const isAtGateway = task.state === 'accepted';
  const [idle, busy] = isAtGateway
    ? (['tasks.check', 'tasks.checking'] as const)
    : (['tasks.collect', 'tasks.collecting'] as const);
  return (
    <Button
      size="small"
      {...(tone !== undefined && { tone })}
      disabled={isCollecting}
      title={t(isAtGateway ? 'tasks.check.help' : 'tasks.collect.help')}
      onClick={() => checkNow(task)}
    >
      {t(isCollecting ? busy : idle)}
    </Button>
  );
}

/** Whether there is something to fetch: also again, when the file of what was delivered is gone. */
export function isCollectable(task: TaskView): boolean {
  if (task.state === 'accepted' || task.state === 'received' || task.state === 'delivered') return true;
  return (task.state === 'failed' || task.state === 'expired') && task.task !== undefined;
}

function TaskMenu({ task, onOpen }: Pick<TaskRowProps, 'task' | 'onOpen'>) {
  const id = task.task ?? task.id;
  const entries: MenuEntry[] = [
    { id: 'raw', label: t('tasks.details'), onSelect: onOpen },
    ...(runOfTask(task) === undefined
      ? []
      : [{ id: 'run', label: t('tasks.show-run'), onSelect: () => runCommand('run.open', task.run) }]),
    ...(isCollectable(task)
      ? [
          {
            id: 'collect',
            label: t(task.state === 'accepted' ? 'tasks.check' : 'tasks.collect'),
            onSelect: () => checkNow(task),
          },
        ]
      : []),
    { id: 'copy', label: t('tasks.copy'), note: id.slice(0, 14), onSelect: () => attempt(() => copy(id)) },
    ...(task.state === 'forgotten'
      ? []
      : ([
          { kind: 'line', id: 'line' },
          {
            id: 'forget',
            label: t('tasks.forget.ask'),
            bad: true,
            onSelect: () => askToForget(task.id),
          },
        ] satisfies MenuEntry[])),
  ];
  return (
    <Menu
      label={t('tasks.menu', { name: taskName(task) })}
      align="end"
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={t('tasks.menu', { name: taskName(task) })}
          className="inline-flex size-6 items-center justify-center rounded-md text-dim hover:bg-raise hover:text-text"
        >
          <MoreHorizontal size={15} />
        </button>
      }
    />
  );
}

/** Asks the gateway at once; what it says is shown with the task. */
export function checkNow(task: TaskView): void {
  openTask(task.id);
  attempt(() => checkTask(task.id));
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  notify('info', t('ui.copied'));
}
