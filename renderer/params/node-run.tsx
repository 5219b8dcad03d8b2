import { useMemo } from 'react';
import type { NodeRun } from '#core/run/state';
import type { TaskView } from '#core/services/run-views';
import { ItemRow } from '../canvas/cards/items.tsx';
import { MediaGrid } from '../canvas/cards/media.tsx';
import { useStatus } from '../canvas/cards/state-line.tsx';
import { Trouble } from '../canvas/cards/trouble.tsx';
import type { NodeFacts } from '../canvas/facts.ts';
import { nameOfNode } from '../canvas/flow-elements.ts';
import { useLoaded, useNodeRun, useResults } from '../canvas/hooks.ts';
import { firstIssues } from '../canvas/node-keys.ts';
import { togglePin } from '../canvas/node-switches.ts';
import { pinnable } from '../canvas/results.ts';
import { isMapped } from '../canvas/status.ts';
import { runCommand } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { nodeName } from '../panels/node-name.ts';
import { PlanOffer } from '../panels/plan-offer.tsx';
import { reasonWords } from '../panels/plan-words.ts';
import { formatRange, formatWhen } from '../panels/words.ts';
import { useDocuments } from '../store/documents.ts';
import { usePlans } from '../store/plans.ts';
import { useRuns } from '../store/runs.ts';
import { useTasks } from '../store/tasks.ts';
import { Button } from '../ui/button.tsx';
import { Accompanying } from './accompanying.tsx';

interface NodeRunProps {
  readonly draft: string;
  readonly facts: NodeFacts;
}

/** What will become of the node, what the last run did with it, and what can be run from here. */
export function NodeRunSection({ draft, facts }: NodeRunProps) {
  const run = useNodeRun(draft, facts.id);
  return (
    <>
      <Issues draft={draft} facts={facts} />
      <Why draft={draft} facts={facts} />
      {run === undefined ? null : <LastRun draft={draft} facts={facts} run={run} />}
      <Attempts draft={draft} node={facts.id} />
      <Actions draft={draft} facts={facts} run={run} />
    </>
  );
}

function Issues({ draft, facts }: NodeRunProps) {
  const issue = useDocuments((state) => {
    const view = state.documents[draft]?.view;
    return view === undefined ? undefined : firstIssues(view).get(facts.id);
  });
  if (issue === undefined) return null;
  const { message, hint } = inWords(issue);
  return (
    <div className="inspector-part">
      <h2 className="heading">{t('inspector.issues')}</h2>
      <p className="inspector-note">
        {message} {hint}
      </p>
    </div>
  );
}

function Why({ draft, facts }: NodeRunProps) {
  const entry = usePlans((state) => state.plans[draft]?.plan?.entries.find((one) => one.node === facts.id));
  if (entry === undefined) return null;
  const runs = entry.action === 'run' || entry.action === 'local';
  const price = typeof entry.price === 'object' ? formatRange(entry.price) : '';
  return (
    <div className="inspector-part">
      <div className="param">
        <div className="param-head">
          <span className="param-label">{t(runs ? 'inspector.why' : 'inspector.whyNot')}</span>
          <span className="param-source">{price}</span>
        </div>
        <p className="why">{reasonWords(entry, (node) => nodeName(draft, node), Date.now())}</p>
        {entry.offer === undefined ? null : <PlanOffer draft={draft} node={facts.id} offer={entry.offer} />}
      </div>
    </div>
  );
}

function LastRun({ draft, facts, run }: NodeRunProps & { readonly run: NodeRun }) {
  const status = useStatus(draft, facts, run);
  const results = useLoaded(useResults(draft, facts.id, run));
  const media = results.flatMap((result) => (result.kind === 'media' ? [result.media] : []));
  const texts = results.flatMap((result) => (result.kind === 'text' || result.kind === 'json' ? [result.text] : []));
  return (
    <div className="inspector-part">
      <h2 className="heading">{t('inspector.run')}</h2>
      {status === undefined ? null : (
        <p className="run-state">
          <i className="dot" data-tone={status.tone} />
          {t(status.key, status.values)}
        </p>
      )}
      <Trouble draft={draft} node={facts.id} run={run} />
      {run.messages.map((told) => (
        <p key={told.message} className="inspector-note">
          {inWords(told).message}
        </p>
      ))}
      {media.length > 0 ? (
        <div className="inspector-media">
          <MediaGrid media={media} title={nameOfNode(facts)} />
        </div>
      ) : null}
      {media.length === 0 && texts.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <section className="inspector-texts selectable" tabIndex={0} aria-label={t('inspector.outputs')}>
          {texts.slice(0, 20).map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: results have no other name than their place.
            <p key={index}>{text}</p>
          ))}
        </section>
      ) : null}
      <Accompanying facts={facts} run={run} />
      {isMapped(run) ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keyboard.
        <ul className="inspector-items" tabIndex={0} aria-label={t('inspector.items')}>
          {[...run.items].map(([key, item]) => (
            <ItemRow key={key} draft={draft} facts={facts} itemKey={key} item={item} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** What a request really cost by its tokens, else what was expected. */
function priceOf({ cost, price }: TaskView): string {
  if (cost !== undefined) return formatRange(cost);
  return price === undefined ? '' : `≈ ${formatRange(price)}`;
}

/** Each request that may have cost, newest first. */
function Attempts({ draft, node }: { readonly draft: string; readonly node: string }) {
  const run = useRuns((state) => state.shown[draft]);
  const tasks = useTasks((state) => state.tasks);
  const own = useMemo(() => tasks.filter((task) => task.run === run && task.node === node), [tasks, run, node]);
  if (own.length === 0) return null;
  return (
    <div className="inspector-part">
      <h2 className="heading">{t('inspector.attempts', { count: own.length })}</h2>
      <ul className="attempts">
        {own.slice(0, 12).map((task) => (
          <li key={task.id}>
            <span>
              {formatWhen(task.createdAt, Date.now())} · {task.model ?? task.nodeType}
            </span>
            <b>{priceOf(task)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Actions({ draft, facts, run }: NodeRunProps & { readonly run: NodeRun | undefined }) {
  const hasFailed = run !== undefined && [...run.items.values()].some((item) => item.state === 'failed');
  const canPin = !facts.pinned && pinnable(run) !== undefined;
  return (
    <div className="inspector-actions">
      <Button size="small" onClick={() => runCommand('run.to', { node: facts.id })}>
        {t('inspector.runTo')}
      </Button>
      <Button size="small" onClick={() => runCommand('run.from', { node: facts.id })}>
        {t('inspector.runFrom')}
      </Button>
      {hasFailed ? (
        <Button size="small" onClick={() => runCommand('run.retry')}>
          {t('inspector.retry')}
        </Button>
      ) : null}
      {canPin ? (
        <Button size="small" onClick={() => togglePin(draft)}>
          {t('inspector.pin')}
        </Button>
      ) : null}
    </div>
  );
}
