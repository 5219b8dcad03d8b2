import type { PlanView } from '#core/services/run-views';
import { t } from '../i18n/index.ts';
import { useIsPractice } from '../store/session.ts';
import { revealNode } from '../store/view.ts';
import { Dot } from '../ui/pill.tsx';
import { useNodeName } from './node-name.ts';
import { PlanOffer } from './plan-offer.tsx';
import { actionTone, groupPlan, itemWords, type PlanEntryView, reasonWords } from './plan-words.ts';
import { entryPrice } from './words.ts';

/** How many nodes of a group are drawn; a plan of a thousand must not be slow. */
const mostShown = 200;

/** Every node of the run: what it does, why, and what it may cost. */
export function PlanList({ draft, plan }: { readonly draft: string; readonly plan: PlanView }) {
  return groupPlan(plan).map(({ action, entries }) => {
    const isQuiet = action === 'local' || action === 'pass' || action === 'skip';
    const title = t(`plan.group.${action}`, { count: entries.length });
    if (isQuiet) {
      return (
        <details key={action}>
          <summary className="cursor-default text-dim hover:text-text">{title}</summary>
          <Rows draft={draft} entries={entries} />
        </details>
      );
    }
    return (
      <div key={action}>
        <h3 className="heading pb-1">{title}</h3>
        <Rows draft={draft} entries={entries} />
      </div>
    );
  });
}

function Rows({ draft, entries }: { readonly draft: string; readonly entries: readonly PlanEntryView[] }) {
  const more = entries.length - mostShown;
  return (
    <ul className="flex flex-col">
      {entries.slice(0, mostShown).map((entry) => (
        <PlanRow key={entry.node} draft={draft} entry={entry} />
      ))}
      {more > 0 ? <li className="px-1.5 py-1 text-faint">{t('ui.more', { count: more })}</li> : null}
    </ul>
  );
}

function PlanRow({ draft, entry }: { readonly draft: string; readonly entry: PlanEntryView }) {
  const nameOf = useNodeName(draft);
  const isPractice = useIsPractice();
  const details = [entry.model, itemWords(entry)].filter((part) => part !== undefined && part !== '').join(' · ');
  const reason = reasonWords(entry, nameOf, Date.now());
  return (
    <li>
      <button
        type="button"
        className="-mx-1.5 flex w-[calc(100%+12px)] cursor-default items-baseline gap-2 rounded-sm px-1.5 py-1 text-left hover:bg-raise"
        onClick={() => revealNode(draft, entry.node)}
      >
        <Dot tone={actionTone(entry.action)} />
        <span className="min-w-0 flex-1">
          <span className="flex gap-2">
            <span className="truncate font-medium">{nameOf(entry.node)}</span>
            <span className="truncate text-dim">{details}</span>
          </span>
          <span className="block text-small text-dim">{reason}</span>
        </span>
        <span className="shrink-0 text-right">
          {isPractice ? null : entryPrice(entry.price)}
          {entry.uploads > 0 ? (
            <span className="block text-small text-warn">{t('plan.uploads', { count: entry.uploads })}</span>
          ) : null}
        </span>
      </button>
      {entry.offer === undefined ? null : <PlanOffer draft={draft} node={entry.node} offer={entry.offer} />}
    </li>
  );
}
