import { useMemo } from 'react';
import type { NodeRun } from '#core/run/state';
import type { NodeFacts, PortFacts } from '../canvas/facts.ts';
import { useLoaded } from '../canvas/hooks.ts';
import { type Result, resultsOfPort } from '../canvas/results.ts';
import { localText } from '../i18n/index.ts';

interface AccompanyingProps {
  readonly facts: NodeFacts;
  readonly run: NodeRun;
}

/** What accompanies the results of a node and is not on its card: thoughts, sources, times; each under its own heading. */
export function Accompanying({ facts, run }: AccompanyingProps) {
  return facts.outputs
    .filter((port) => port.aside === true)
    .map((port) => <Aside key={port.name} port={port} run={run} />);
}

function Aside({ port, run }: { readonly port: PortFacts; readonly run: NodeRun }) {
  const results = useLoaded(useMemo(() => resultsOfPort(run, port.name), [run, port.name]));
  if (results.length === 0) return null;
  const sources = results.flatMap(sourcesIn);
  return (
    <details className="inspector-aside">
      <summary>{localText(port.label)}</summary>
      {sources.length > 0 ? <Sources sources={sources} /> : <Texts results={results} />}
    </details>
  );
}

function Texts({ results }: { readonly results: readonly Result[] }) {
  const texts = results.flatMap((result) => (result.kind === 'text' || result.kind === 'json' ? [result.text] : []));
  return [...new Set(texts)].slice(0, 20).map((text) => (
    <p key={text} className="selectable">
      {text}
    </p>
  ));
}

interface Source {
  readonly url: string;
  readonly title: string;
  readonly text: string | undefined;
}

/** The sources in a result that is a list of them. */
function sourcesIn(result: Result): readonly Source[] {
  if (result.kind !== 'json') return [];
  const list: unknown = JSON.parse(result.text);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown): Source[] => {
    if (typeof entry !== 'object' || entry === null || !('url' in entry) || typeof entry.url !== 'string') return [];
    const title = 'title' in entry && typeof entry.title === 'string' ? entry.title : entry.url;
    const text = 'text' in entry && typeof entry.text === 'string' ? entry.text : undefined;
    return [{ url: entry.url, title, text }];
  });
}

function Sources({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <ol>
      {sources.map(({ url, title, text }) => (
        <li key={`${url} ${text ?? ''}`}>
          {url.startsWith('https://') ? (
            <a href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
          ) : (
            title
          )}
          {text === undefined ? null : <q className="selectable">{text}</q>}
        </li>
      ))}
    </ol>
  );
}
