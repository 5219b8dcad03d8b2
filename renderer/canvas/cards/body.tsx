import { useEffect, useMemo, useState } from 'react';
import { type FileRef, fileRefSchema } from '#core/node/param';
import type { NodeRun } from '#core/run/state';
import type { MediaValue, SavedValue } from '#core/value/value';
import { api } from '../../api.ts';
import { t } from '../../i18n/index.ts';
import { useDocuments } from '../../store/documents.ts';
import type { NodeFacts, RawNode } from '../facts.ts';
import { nameOfNode } from '../flow-elements.ts';
import { useLive, useLoaded, useResults } from '../hooks.ts';
import { chosenResults, type Result, resultsOfValue } from '../results.ts';
import { isMapped } from '../status.ts';
import { ItemList } from './items.tsx';
import { MediaGrid } from './media.tsx';
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
      <ResultBody draft={draft} facts={facts} raw={raw} run={run} />
    </>
  );
}

function isRunning(run: NodeRun | undefined): boolean {
  const item = run?.items.get('');
  return item?.state === 'running' || item?.state === 'awaiting';
}

const none: readonly Result[] = [];

function ResultBody({ draft, facts, raw, run }: BodyProps) {
  const made = useResults(draft, facts.id, run);
  const results = useMemo(() => {
    if (made.length > 0) return made;
    const pin = raw['pin'];
    return facts.pinned ? Object.values(pin as Record<string, SavedValue>).flatMap(resultsOfValue) : none;
  }, [made, raw, facts]);
  const loaded = useLoaded(results);
  const chosen = useMemo(() => chosenResults(loaded), [loaded]);
  const [first] = chosen;
  if (first === undefined) return <GivenBody facts={facts} />;
  if (first.kind === 'media') {
    const media = chosen.flatMap((result) => (result.kind === 'media' ? [result.media] : []));
    return <MediaGrid media={media} title={nameOfNode(facts)} />;
  }
  const texts = chosen.flatMap((result) => (result.kind === 'text' || result.kind === 'json' ? [result.text] : []));
  if (texts.length === 1) return <TextResult text={texts[0] ?? ''} isLive={false} />;
  return (
    <ol className="text-list">
      {texts.slice(0, 6).map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: results have no other name than their place.
        <li key={index}>{text.slice(0, 160)}</li>
      ))}
      {texts.length > 6 ? <li className="faint">{t('node.more', { count: texts.length - 6 })}</li> : null}
    </ol>
  );
}

/** Before anything was made: the words that were typed into the node itself. */
function GivenBody({ facts }: { readonly facts: NodeFacts }) {
  const { prompt, text, value, path } = facts.params;
  const given = [prompt, text, facts.params['default'], value, path].find((held) => held !== undefined && held !== '');
  if (given === undefined) return null;
  const shown = typeof given === 'string' ? given : JSON.stringify(given);
  return <div className="text-body given">{shown.slice(0, 300)}</div>;
}

function FileBody({ draft, facts }: { readonly draft: string; readonly facts: NodeFacts }) {
  const held = facts.params['file'];
  const file = useMemo(() => {
    const parsed = fileRefSchema.safeParse(held);
    return parsed.success ? (held as FileRef) : undefined;
  }, [held]);
  const media = useFile(draft, file);
  if (file === undefined) return <div className="text-body faint">{t('node.chooseFile')}</div>;
  if (media === undefined) return <div className="text-body faint">{file.name ?? file.path ?? ''}</div>;
  return <MediaGrid media={[media]} title={file.name ?? media.name ?? nameOfNode(facts)} />;
}

const opened = new Map<string, MediaValue>();

/** What is known of a file that a node names. */
export function useFile(draft: string, file: FileRef | undefined): MediaValue | undefined {
  const path = useDocuments((state) => state.documents[draft]?.path);
  const key =
    file === undefined ? '' : JSON.stringify([file.artifact, file.artifact === undefined ? path : '', file.path]);
  const [media, setMedia] = useState(() => opened.get(key));
  useEffect(() => {
    setMedia(opened.get(key));
    if (file === undefined || opened.has(key)) return;
    let isGone = false;
    api()
      .call('file.open', { file, ...(path !== undefined && { path }) })
      .then((value) => {
        opened.set(key, value);
        if (!isGone) setMedia(value);
      })
      // A file that is not there shows its name; validation says the rest.
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [key, file, path]);
  return media;
}
