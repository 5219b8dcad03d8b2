import { useMemo } from 'react';
import type { NodeRun } from '#core/run/state';
import type { SavedValue } from '#core/value/value';
import type { NodeFacts, RawNode } from '../facts.ts';
import { nameOfNode } from '../flow-elements.ts';
import { useLive, useLoaded, useResults } from '../hooks.ts';
import { type Result, resultsOfValue } from '../results.ts';
import { isMapped } from '../status.ts';
import { FileBody, GivenBody } from './given.tsx';
import { ItemList } from './items.tsx';
import { ResultBody } from './result-body.tsx';
import { PromptBody, TextResult } from './text-body.tsx';

interface BodyProps {
  readonly draft: string;
  readonly facts: NodeFacts;
  readonly raw: RawNode;
  readonly run: NodeRun | undefined;
}

/** What a card shows: what the node made, else what it was given. */
export function Body({ draft, facts, raw, run }: BodyProps) {
  const live = useLive(draft, facts.id);
  const isLive = live !== undefined && live.text !== '' && isRunning(run);
  if (facts.type === 'prompt') return <PromptBody draft={draft} facts={facts} />;
  if (facts.type === 'file') return <FileBody draft={draft} facts={facts} />;
  if (isLive) return <TextResult text={live.text} isLive />;
  return (
    <>
      {run !== undefined && isMapped(run) ? <ItemList draft={draft} facts={facts} run={run} /> : null}
      <MadeBody draft={draft} facts={facts} raw={raw} run={run} />
    </>
  );
}

function isRunning(run: NodeRun | undefined): boolean {
  const item = run?.items.get('');
  return item?.state === 'running' || item?.state === 'awaiting';
}

const none: readonly Result[] = [];

function MadeBody({ draft, facts, raw, run }: BodyProps) {
  const made = useResults(draft, facts.id, run);
  const results = useMemo(() => {
    if (made.length > 0) return made;
    const pin = raw['pin'];
    return facts.pinned ? Object.values(pin as Record<string, SavedValue>).flatMap(resultsOfValue) : none;
  }, [made, raw, facts]);
  const loaded = useLoaded(results);
  if (loaded.length === 0) return <GivenBody draft={draft} facts={facts} />;
  return <ResultBody results={loaded} title={nameOfNode(facts)} />;
}
