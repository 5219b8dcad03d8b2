import { nodeName } from '../../panels/node-name.ts';
import { actionTone, type PlanEntryView, reasonWords } from '../../panels/plan-words.ts';
import { entryPrice } from '../../panels/words.ts';
import { useIsPractice } from '../../store/session.ts';

interface PlanLineProps {
  readonly draft: string;
  readonly entry: PlanEntryView;
}

/** While the plan is shown on the graph: why the node does what it does, and what that may cost. */
export function PlanLine({ draft, entry }: PlanLineProps) {
  const isPractice = useIsPractice();
  const why = reasonWords(entry, (node) => nodeName(draft, node), Date.now());
  const tone = actionTone(entry.action);
  return (
    <div className="state-line" title={why}>
      <i className="dot" data-tone={tone === 'accent' ? 'wait' : tone === 'faint' ? 'idle' : tone} />
      <span>{why}</span>
      <span className="state-extra">{isPractice ? '' : entryPrice(entry.price)}</span>
    </div>
  );
}
