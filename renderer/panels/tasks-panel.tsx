import { ReceiptText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { t } from '../i18n/index.ts';
import { isOpenTask, openTask, useTasks } from '../store/tasks.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TaskDrawer } from './task-drawer.tsx';
import { TaskRow } from './task-row.tsx';
import { VirtualList } from './virtual-list.tsx';

/** Every request that may have cost, and what became of it. */
export function TasksPanel() {
  const tasks = useTasks((state) => state.tasks);
  const isListed = useTasks((state) => state.isListed);
  const [filter, setFilter] = useState<'all' | 'open'>('all');
  const opened = useTasks((state) => state.opened);
  const shown = useMemo(() => (filter === 'all' ? tasks : tasks.filter(isOpenTask)), [tasks, filter]);
  if (!isListed) return <p className="px-3 py-1 text-faint">{t('ui.loading')}</p>;
  if (tasks.length === 0) {
    return <EmptyState icon={<ReceiptText />} title={t('tasks.empty')} text={t('tasks.empty.text')} />;
  }
  const task = tasks.find((candidate) => candidate.id === opened);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 items-center gap-2 px-3 pb-1.5">
          <Segmented
            label={t('tasks.filter')}
            small
            value={filter}
            onChange={setFilter}
            options={[
              { value: 'all', label: t('tasks.all', { count: tasks.length }) },
              { value: 'open', label: t('tasks.open', { count: tasks.filter(isOpenTask).length }) },
            ]}
          />
        </div>
        {shown.length === 0 ? (
          <EmptyState title={t('tasks.none-open')} text={t('tasks.none-open.text')} />
        ) : (
          <VirtualList label={t('pane.tasks')} items={shown} rowHeight={30} keyOf={(each) => each.id}>
            {(each) => <TaskRow task={each} isOpened={each.id === opened} onOpen={() => openTask(each.id)} />}
          </VirtualList>
        )}
      </div>
      {task === undefined ? null : <TaskDrawer key={task.id} task={task} onClose={() => openTask(undefined)} />}
    </div>
  );
}
