import { Fragment } from 'react';
import type { PlanView } from '#core/services/run-views';
import { runCommand } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { usePlans } from '../store/plans.ts';
import { isUnderWay as isRunUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { useIsPractice } from '../store/session.ts';
import { cx } from '../ui/cx.ts';
import { PillButton } from '../ui/pill.tsx';
import { countPlan, isAllReused, planPrice } from './words.ts';

/** The parts of the pill: a number or amount in front, its word behind. */
export function planParts(
  plan: PlanView,
  isPractice: boolean,
): { readonly strong: string; readonly word: string; readonly bad?: true }[] {
  const { run, reused, blocked, uploads } = countPlan(plan);
  const part = (count: number, key: 'run' | 'reused' | 'blocked' | 'upload') => ({
    strong: String(count),
    word: t(`plan.${key}`, { count }),
  });
  if (isAllReused(plan))
    return [
      { strong: '', word: t('plan.all-reused') },
      { strong: '$0', word: '' },
    ];
  return [
    ...(blocked > 0 ? [{ ...part(blocked, 'blocked'), bad: true as const }] : []),
    ...(run > 0 ? [part(run, 'run')] : []),
    ...(reused > 0 ? [part(reused, 'reused')] : []),
    ...(uploads > 0 ? [part(uploads, 'upload')] : []),
    ...(run > 0 || blocked === 0 ? [{ strong: isPractice ? t('connection.free') : planPrice(plan), word: '' }] : []),
  ];
}

/** What a run would do and cost, beside Run all the time. */
export function PlanPill() {
  const active = useDocuments((state) => state.active);
  const holder = usePlans((state) => (active === undefined ? undefined : state.plans[active]));
  const isPractice = useIsPractice();
  const isEmpty = useDocuments((state) =>
    state.active === undefined ? true : state.documents[state.active]?.view.workflow.nodes.length === 0,
  );
  const isUnderWay = useRuns((state) => isRunUnderWay(shownRun(state, active)));
  if (isEmpty) return null;
  const plan = holder?.plan;

  return (
    <PillButton
      aria-busy={holder?.isMaking === true}
      // In a small window what goes on now comes before what would come next.
      className={cx(holder?.isMaking === true && 'italic', isUnderWay && 'max-[1180px]:hidden')}
      onClick={() => runCommand('run.plan')}
    >
      {plan === undefined ? (
        <span>{holder?.error === undefined ? t('plan.making') : t('plan.failed')}</span>
      ) : (
        planParts(plan, isPractice).map((part, index) => (
          <Fragment key={`${part.strong}${part.word}`}>
            {index > 0 ? <span aria-hidden>·</span> : null}
            <span className={cx(part.bad === true && 'text-bad')}>
              {part.strong === '' ? null : (
                <b className={cx('font-medium', part.bad !== true && 'text-text')}>{part.strong}</b>
              )}
              {part.strong === '' || part.word === '' ? '' : ' '}
              {part.word}
            </span>
          </Fragment>
        ))
      )}
    </PillButton>
  );
}
