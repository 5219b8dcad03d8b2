import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useRuns } from '../store/runs.ts';
import { useTasks } from '../store/tasks.ts';
import { formatRange } from './words.ts';

/** What the shown run has asked the gateway for so far, as far as prices are known. */
export function RunCost() {
  const active = useDocuments((state) => state.active);
  const run = useRuns((state) => (active === undefined ? undefined : state.shown[active]));
  const from = useTasks((state) => sum(state.tasks, run, 'from'));
  const to = useTasks((state) => sum(state.tasks, run, 'to'));
  if (run === undefined || to === 0) return null;
  return <span className="text-dim">{t('runs.cost', { price: formatRange({ from, to }) })}</span>;
}

function sum(
  tasks: ReturnType<typeof useTasks.getState>['tasks'],
  run: string | undefined,
  end: 'from' | 'to',
): number {
  return tasks
    .filter((task) => task.run === run && !task.practice && task.state !== 'rejected' && task.state !== 'intent')
    .reduce((total, task) => total + (task.price?.[end] ?? 0), 0);
}
