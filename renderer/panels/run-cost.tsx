import { useEffect, useState } from 'react';
import type { RunCostView } from '#core/services/run-views';
import { api } from '../api.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { useTasks } from '../store/tasks.ts';
import { formatMoney, formatRange } from './words.ts';

/** What the shown run has cost so far: as expected, or really where the gateway tells. */
export function RunCost() {
  const active = useDocuments((state) => state.active);
  const run = useRuns((state) => (active === undefined ? undefined : state.shown[active]));
  const phase = useRuns((state) => shownRun(state, active)?.phase.state);
  const tasks = useTasks((state) => state.tasks);
  const [cost, setCost] = useState<RunCostView>();
  useEffect(() => {
    let isCurrent = true;
    // Asked anew with every change of the ledger or of the run's state; a run that bought nothing is not asked for.
    if (run === undefined || phase === undefined || !tasks.some((task) => task.run === run)) {
      setCost(undefined);
    } else {
      api()
        .call('run.cost', { run })
        .then((answer) => (isCurrent ? setCost(answer) : undefined))
        // A figure beside the work; the run itself says what is wrong.
        .catch(() => undefined);
    }
    return () => {
      isCurrent = false;
    };
  }, [run, phase, tasks]);
  if (cost === undefined || cost.practice || cost.calls === 0) return null;
  const words = costWords(cost);
  return (
    <span className="text-dim" title={words.join('\n')}>
      {words[0]}
    </span>
  );
}

/** What is known of the cost, the most certain first. */
export function costWords(cost: RunCostView): string[] {
  const { calls, unknown, expected, byTokens, balance } = cost;
  const known = calls - unknown;
  return [
    ...(balance === undefined || balance.fell <= 0 ? [] : [balanceWords(balance.fell, balance.others)]),
    ...(byTokens.calls === 0 ? [] : [t('runs.cost.tokens', { price: formatRange(byTokens), count: byTokens.calls })]),
    ...(known === 0 ? [] : [t('runs.cost.expected', { price: formatRange(expected), count: known })]),
    ...(unknown === 0 ? [] : [t('runs.cost.unknown', { count: unknown })]),
  ];
}

function balanceWords(fell: number, others: boolean): string {
  return t(others ? 'runs.cost.balance-others' : 'runs.cost.balance', { price: formatMoney(fell) });
}
