import { nodeName } from '../../panels/node-name.ts';
import { actionTone, offerWords, type PlanEntryView, reasonWords } from '../../panels/plan-words.ts';
import { entryPrice } from '../../panels/words.ts';
import { useIsPractice } from '../../store/session.ts';

interface PlanLineProps {
  readonly draft: string;
  readonly entry: PlanEntryView;
}

/** While the plan is shown on the graph: why the node does what it does, what was bought already, and what it may cost. */
export function PlanLine({ draft, entry }: PlanLineProps) {
  const isPractice = useIsPractice();
  const why = reasonWords(entry, (node) => nodeName(draft, node), Date.now());
  const offer = entry.offer === undefined ? undefined : offerWords(entry.offer, Date.now());
  const tone = offer === undefined ? actionTone(entry.action) : 'ok';
  return (
    <div className="state-line" title={offer === undefined ? why : `${why}\n${offer}`}>
      <i className="dot" data-tone={tone === 'accent' ? 'wait' : tone === 'faint' ? 'idle' : tone} />
      <span>{offer ?? why}</span>
      <span className="state-extra">{isPractice ? '' : entryPrice(entry.price)}</span>
    </div>
  );
}
