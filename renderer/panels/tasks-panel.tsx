import { ReceiptText, SearchX } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { TaskView } from '#core/services/run-views';
import { t } from '../i18n/index.ts';
import { useRuns } from '../store/runs.ts';
import { openTask, type TaskGroup, taskGroups, useTasks } from '../store/tasks.ts';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { fieldBox } from '../ui/text-field.tsx';
import { TaskDrawer } from './task-drawer.tsx';
import { taskText } from './task-name.ts';
import { TaskHeadings, TaskRow } from './task-row.tsx';
import { VirtualList } from './virtual-list.tsx';

type Filter = 'all' | TaskGroup;
const filters: readonly Filter[] = ['all', ...(Object.keys(taskGroups) as TaskGroup[])];

function inGroup(task: TaskView, filter: Filter): boolean {
  return filter === 'all' || (taskGroups[filter] as readonly string[]).includes(task.state);
}

/** Every request that may have cost, and what became of it. */
export function TasksPanel() {
  const tasks = useTasks((state) => state.tasks);
  const isListed = useTasks((state) => state.isListed);
  const opened = useTasks((state) => state.opened);
  // Names of workflows come from there.
  const runs = useRuns((state) => state.list);
  const [filter, setFilter] = useState<Filter>('all');
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed).trim().toLowerCase();
  const counts = useMemo(
    () => filters.map((each) => ({ filter: each, count: tasks.filter((task) => inGroup(task, each)).length })),
    [tasks],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts depend on the list of runs too
  const texts = useMemo(
    () => (words === '' ? undefined : new Map(tasks.map((task) => [task.id, taskText(task)]))),
    [tasks, runs, words === ''],
  );
  const shown = useMemo(
    () => tasks.filter((task) => inGroup(task, filter) && (texts?.get(task.id)?.includes(words) ?? true)),
    [tasks, filter, texts, words],
  );
  if (!isListed) return <p className="px-3 py-1 text-faint">{t('ui.loading')}</p>;
  if (tasks.length === 0) {
    return <EmptyState icon={<ReceiptText />} title={t('tasks.empty')} text={t('tasks.empty.text')} />;
  }
  const task = tasks.find((candidate) => candidate.id === opened);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="@container flex min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 items-center gap-2 px-3 pb-1.5">
          <Segmented
            label={t('tasks.filter')}
            small
            value={filter}
            onChange={setFilter}
            options={counts.map(({ filter: value, count }) => ({
              value,
              label: t(`tasks.filter.${value}`, { count }),
            }))}
          />
          <input
            type="search"
            aria-label={t('tasks.search')}
            placeholder={t('tasks.search')}
            value={typed}
            spellCheck={false}
            className={cx(fieldBox, 'h-6 w-52 min-w-24 shrink text-small')}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        {shown.length === 0 ? (
          <EmptyState icon={<SearchX />} title={t('tasks.none-found')} text={t('tasks.none-found.text')} />
        ) : (
          <>
            <TaskHeadings />
            <VirtualList label={t('pane.tasks')} items={shown} rowHeight={30} keyOf={(each) => each.id}>
              {(each) => <TaskRow task={each} isOpened={each.id === opened} onOpen={() => openTask(each.id)} />}
            </VirtualList>
          </>
        )}
      </div>
      {task === undefined ? null : <TaskDrawer key={task.id} task={task} onClose={() => openTask(undefined)} />}
    </div>
  );
}
