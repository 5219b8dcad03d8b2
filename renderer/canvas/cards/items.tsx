import { ChevronDown, ChevronRight } from 'lucide-react';
import { formatItem, parseItemKey } from '#core/run/address';
import type { ItemRun, NodeRun } from '#core/run/state';
import { currentLanguage, inWords, localText, t } from '../../i18n/index.ts';
import { nodeName } from '../../panels/node-name.ts';
import { useNow } from '../../store/now.ts';
import { toggleUnfolded, useCanvas } from '../canvas-store.ts';
import type { NodeFacts } from '../facts.ts';
import { useLive, useSuspension } from '../hooks.ts';
import { statusOfItem } from '../status.ts';

interface ItemListProps {
  readonly draft: string;
  readonly facts: NodeFacts;
  readonly run: NodeRun;
}

/** How many items a card lists; the inspector lists them all. */
const mostRows = 50;

/** The items of a mapped node: a strip of small blocks, or a list with the words for each. */
export function ItemList({ draft, facts, run }: ItemListProps) {
  const isOpen = useCanvas((state) => state.unfolded.has(facts.id));
  const entries = [...run.items];
  return (
    <div className="items">
      <button
        type="button"
        className="items-head nodrag"
        aria-expanded={isOpen}
        aria-label={isOpen ? t('node.items.hide') : t('node.items.show')}
        onClick={() => toggleUnfolded(facts.id)}
      >
        {isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
        <span className="item-strip" aria-hidden>
          {entries.slice(0, mostRows).map(([key, item]) => (
            <i key={key} data-state={item.state} />
          ))}
        </span>
      </button>
      {isOpen ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keyboard.
        <ul className="item-rows nowheel" tabIndex={0} aria-label={t('inspector.items')}>
          {entries.slice(0, mostRows).map(([key, item]) => (
            <ItemRow key={key} draft={draft} facts={facts} itemKey={key} item={item} />
          ))}
          {entries.length > mostRows ? (
            <li className="faint">{t('node.more', { count: entries.length - mostRows })}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

interface ItemRowProps {
  readonly draft: string;
  readonly facts: NodeFacts;
  readonly itemKey: string;
  readonly item: ItemRun;
}

export function ItemRow({ draft, facts, itemKey, item }: ItemRowProps) {
  const isActive = item.state === 'running' || item.state === 'awaiting';
  const suspended = useSuspension(draft);
  const now = useNow(isActive && suspended === undefined);
  const live = useLive(draft, `${facts.id}/${itemKey}`);
  const status = statusOfItem(item, {
    now,
    language: currentLanguage(),
    nameOf: (node) => nodeName(draft, node),
    waitsFor: undefined,
    written: live?.text.length ?? 0,
    progress: live?.progress,
    word: live?.status === undefined ? undefined : localText(live.status),
    usual: undefined,
    isMuted: facts.mode === 'muted',
    suspended,
  });
  return (
    <li title={item.state === 'failed' ? inWords(item.error).message : ''}>
      <span className="item-number">{formatItem(parseItemKey(itemKey))}</span>
      <i className="dot" data-tone={status.tone} />
      <span>{t(status.key, status.values)}</span>
    </li>
  );
}
