import type { PlanView } from '#core/services/run-views';
import { inWords, t } from '../i18n/index.ts';
import { revealNode } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { stoppingIssues, warningIssues } from './plan-words.ts';

/** How many faults are drawn here; all of them are in the panel of issues. */
const mostShown = 8;

/** What stops the run, and what should be known before it costs something. */
export function PlanIssues({ draft, plan }: { readonly draft: string; readonly plan: PlanView }) {
  const errors = stoppingIssues(plan);
  const warnings = warningIssues(plan);
  if (errors.length === 0 && warnings.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      {errors.length === 0 ? null : (
        <p className="font-medium text-bad">{t('plan.stopped', { count: errors.length })}</p>
      )}
      {[...errors, ...warnings].slice(0, mostShown).map((issue) => {
        const { node } = issue.place;
        const { message, hint } = inWords(issue);
        return (
          <div
            key={`${issue.code}${node}${issue.place.field}${issue.message}`}
            className={cx(
              'flex items-start gap-2 rounded-md p-2',
              issue.severity === 'error'
                ? 'bg-[color-mix(in_srgb,var(--bad)_12%,var(--card))]'
                : 'bg-[color-mix(in_srgb,var(--warn)_12%,var(--card))]',
            )}
          >
            <div className="min-w-0 flex-1">
              <p>{message}</p>
              {hint === undefined ? null : <p className="text-dim">{hint}</p>}
            </div>
            {node === undefined ? null : (
              <Button size="small" onClick={() => revealNode(draft, node)}>
                {t('ui.show')}
              </Button>
            )}
          </div>
        );
      })}
      {errors.length > mostShown ? (
        <p className="text-dim">{t('ui.more', { count: errors.length - mostShown })}</p>
      ) : null}
    </div>
  );
}
