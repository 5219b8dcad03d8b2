import { useMemo } from 'react';
import { type CostSum, sumOfCosts } from '#core/plan/cost';
import type { RunView, TaskView } from '#core/services/run-views';
import { t } from '../i18n/index.ts';
import { useTasks } from '../store/tasks.ts';
import { formatRange } from './words.ts';

/** What each run has cost as the ledger knows it; a run that bought nothing is not there. Undefined until the ledger is known. */
export function useRunCosts(): ReadonlyMap<string, CostSum> | undefined {
  const tasks = useTasks((state) => state.tasks);
  const isListed = useTasks((state) => state.isListed);
  return useMemo(() => {
    if (!isListed) return undefined;
    const byRun = new Map<string, TaskView[]>();
    for (const task of tasks) {
      const others = byRun.get(task.run);
      if (others === undefined) byRun.set(task.run, [task]);
      else others.push(task);
    }
    return new Map([...byRun].map(([run, own]) => [run, sumOfCosts(own)]));
  }, [tasks, isListed]);
}

/** What a run has cost in the list of runs. What is unknown is never drawn as nothing. */
export function runCostWords(run: Pick<RunView, 'practice'>, cost: CostSum | undefined): string {
  if (run.practice) return t('connection.free');
  if (cost === undefined || cost.calls === 0) return formatRange({ from: 0, to: 0 });
  if (cost.unknown === 0) return formatRange(cost);
  return cost.unknown === cost.calls ? t('plan.unknown') : t('plan.price-more', { price: formatRange(cost) });
}
