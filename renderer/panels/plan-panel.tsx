import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { budgetWarnings } from '#core/plan/budget';
import { attempt } from '../commands/registry.ts';
import { localText, t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { askPlan, type PlanHolder, type RunScope, usePlans } from '../store/plans.ts';
import { closePlan, defaultBudget, startRun } from '../store/run-flow.ts';
import { useIsPractice } from '../store/session.ts';
import { announce, openOverlay, useView } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Switch } from '../ui/switch.tsx';
import { nodeName } from './node-name.ts';
import { PlanIssues } from './plan-issues.tsx';
import { PlanList } from './plan-list.tsx';
import { planParts } from './plan-pill.tsx';
import { stoppingIssues } from './plan-words.ts';
import { formatMoney, isAllReused, planPrice } from './words.ts';

/** What a run will do, before it does anything; Enter runs it. */
export function PlanPanel() {
  const isOpen = useView((state) => state.planning);
  const asked = usePlans((state) => state.asked);
  const active = useDocuments((state) => state.active);
  if (!isOpen || asked === undefined || asked.draft !== active) return null;
  return <OpenPlan draft={asked.draft} scope={asked.scope} holder={asked.holder} />;
}

interface OpenPlanProps {
  readonly draft: string;
  readonly scope: RunScope;
  readonly holder: PlanHolder;
}

function OpenPlan({ draft, scope, holder }: OpenPlanProps) {
  const { plan, error } = holder;
  const isPractice = useIsPractice();
  const [budget, setBudget] = useState(defaultBudget);
  const [allowUpload, setAllowUpload] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const runButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    runButton.current?.focus();
    return () => document.querySelector<HTMLElement>('[data-run-button]')?.focus();
  }, []);
  const summary =
    plan === undefined
      ? ''
      : planParts(plan, isPractice)
          .map((part) => `${part.strong} ${part.word}`.trim())
          .join(' · ');
  useEffect(() => {
    if (summary !== '') announce(t('plan.announce', { summary }));
  }, [summary]);
  const isStopped = plan === undefined || stoppingIssues(plan).length > 0;
  const run = (): void => {
    if (isStopped || isStarting) return;
    setStarting(true);
    attempt(() => startRun({ budget, allowUpload }).finally(() => setStarting(false)));
  };
  return (
    <section
      role="dialog"
      data-plan
      aria-label={t('plan.title')}
      className="absolute top-2 right-3 z-30 flex max-h-[calc(100%-16px)] w-110 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-pop"
      onKeyDown={(event) => {
        if (event.key === 'Escape') closePlan();
        else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) run();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="flex items-start gap-2 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{scopeTitle(draft, scope)}</h2>
          <p className="text-dim">{plan === undefined ? (error === undefined ? t('plan.making') : '') : summary}</p>
        </div>
        <IconButton label={t('ui.close')} keys="Esc" small onClick={closePlan}>
          <X size={15} />
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 pb-3">
        {error === undefined ? null : <ErrorBox error={error} />}
        {plan?.connection === undefined ? null : (
          <ErrorBox
            error={plan.connection}
            actions={
              <Button size="small" onClick={() => openOverlay('settings')}>
                {t('mend.connection')}
              </Button>
            }
          />
        )}
        {plan === undefined ? null : (
          <>
            {isAllReused(plan) ? <p className="text-dim">{t('plan.all-reused.text')}</p> : null}
            <PlanIssues draft={draft} plan={plan} />
            <PlanList draft={draft} plan={plan} />
            {isPractice ? null : (
              <div role="status" className="text-warn">
                {budgetWarnings(plan, budget, formatMoney).map((warning) => (
                  <p key={warning.en}>{localText(warning)}</p>
                ))}
              </div>
            )}
            {plan.uploads > 0 ? (
              <Switch
                label={t('plan.allow-upload', { count: plan.uploads })}
                help={t('plan.allow-upload.help')}
                checked={allowUpload}
                onChange={setAllowUpload}
              />
            ) : null}
          </>
        )}
      </div>
      <div className="flex items-center gap-2 border-t border-line px-4 py-3">
        <label className="flex items-center gap-1.5 text-dim" htmlFor="plan-budget">
          {t('plan.budget')}
        </label>
        <NumberField
          id="plan-budget"
          label={t('plan.budget')}
          value={budget}
          onChange={setBudget}
          min={0}
          step={0.5}
          prefix="$"
          live
          placeholder={t('plan.no-budget')}
          className="w-24 shrink-0"
        />
        <div className="flex-1" />
        <FreshButton draft={draft} scope={scope} />
        <Button
          ref={runButton}
          tone="primary"
          aria-disabled={isStopped || isStarting}
          className="px-4"
          data-plan-run
          onClick={run}
        >
          {isStopped || isPractice || plan.unknownPrices > 0 || isAllReused(plan)
            ? t('runs.run')
            : t('plan.start', { price: planPrice(plan) })}
          <span aria-hidden className="font-normal">
            ↵
          </span>
        </Button>
      </div>
    </section>
  );
}

function FreshButton({ draft, scope }: { readonly draft: string; readonly scope: RunScope }) {
  const isFresh = scope.fresh === true;
  const { fresh: _fresh, ...rest } = scope;
  return (
    <Button
      tone={isFresh ? 'plain' : 'quiet'}
      aria-pressed={isFresh}
      title={t('plan.fresh.help')}
      onClick={() => attempt(() => askPlan(draft, isFresh ? rest : { ...rest, fresh: true }))}
    >
      {t('plan.fresh')}
    </Button>
  );
}

function scopeTitle(draft: string, scope: RunScope): string {
  const nameOf = (node: string): string => nodeName(draft, node);
  if (scope.only !== undefined) {
    const [first = ''] = scope.only;
    return scope.only.length === 1
      ? t('plan.title.one', { name: nameOf(first) })
      : t('plan.title.only', { count: scope.only.length });
  }
  if (scope.to !== undefined) return t('plan.title.to', { name: nameOf(scope.to) });
  if (scope.from !== undefined) return t('plan.title.from', { name: nameOf(scope.from) });
  return t('plan.title.all');
}
