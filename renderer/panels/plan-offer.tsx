import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { askPlan, usePlans } from '../store/plans.ts';
import { useView } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { offerWords, type PlanEntryView } from './plan-words.ts';

interface PlanOfferProps {
  readonly draft: string;
  readonly node: string;
  readonly offer: NonNullable<PlanEntryView['offer']>;
}

/** Says that another node bought the same, and takes that in one click: the plan is then made with it. */
export function PlanOffer({ draft, node, offer }: PlanOfferProps) {
  const take = async (): Promise<void> => {
    const { asked } = usePlans.getState();
    const scope = asked?.draft === draft ? asked.scope : {};
    useView.setState({ planning: true });
    await askPlan(draft, { ...scope, take: [...(scope.take ?? []), node] });
  };
  return (
    <div className="mb-1 ml-4 flex items-center gap-2 text-small">
      <span className="min-w-0 flex-1 text-ok">{offerWords(offer, Date.now())}</span>
      <Button size="small" title={t('plan.offer.take.help')} onClick={() => attempt(take)}>
        {t('plan.offer.take')}
      </Button>
    </div>
  );
}
