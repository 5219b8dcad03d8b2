import { Images } from 'lucide-react';
import { useMemo, useState } from 'react';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useRuns } from '../store/runs.ts';
import { openContextMenu } from '../ui/context-menu.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useNodeName } from './node-name.ts';
import { resultMenu, revealResult } from './result-actions.ts';
import { ResultTile } from './result-tile.tsx';
import { outputsOf, type Result, resultsOf } from './results.ts';
import { type NamedResult, openViewer } from './viewer-state.ts';

/** Everything that the shown run has made. */
export function ResultsPanel() {
  const active = useDocuments((state) => state.active);
  const shown = useRuns((state) => (active === undefined ? undefined : state.shown[active]));
  const run = useRuns((state) => (shown === undefined ? undefined : state.runs[shown]?.state));
  const [filter, setFilter] = useState<'outputs' | 'all'>('outputs');
  const nameOf = useNodeName(active);
  const outputs = useMemo(() => (run === undefined ? [] : outputsOf(run)), [run]);
  const graph = useDocuments((state) => (active === undefined ? undefined : state.documents[active]?.view.graph));
  const all = useMemo(() => {
    const saves = (node: string): boolean => graph?.nodes.get(node)?.node.type === 'save';
    return run === undefined ? [] : resultsOf(run, saves);
  }, [run, graph]);
  if (run === undefined)
    return <EmptyState icon={<Images />} title={t('results.empty')} text={t('results.empty.text')} />;
  const isShort = filter === 'outputs' && outputs.length > 0;
  const results = isShort ? outputs : all.map((result) => ({ ...result, name: nameOfResult(result, nameOf) }));
  if (results.length === 0) return <EmptyState icon={<Images />} title={t('results.none-yet')} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {outputs.length === 0 || all.length === 0 ? null : (
        <div className="flex shrink-0 px-3 pb-1.5">
          <Segmented
            label={t('results.filter')}
            small
            value={filter}
            onChange={setFilter}
            options={[
              { value: 'outputs', label: t('results.outputs', { count: outputs.length }) },
              { value: 'all', label: t('results.all', { count: all.length }) },
            ]}
          />
        </div>
      )}
      <ResultGrid results={results} />
    </div>
  );
}

function nameOfResult({ content, node }: Result, nameOf: (node: string) => string): string {
  return content.kind === 'file' ? content.file.slice(content.file.lastIndexOf('/') + 1) : nameOf(node);
}

function ResultGrid({ results }: { readonly results: readonly NamedResult[] }) {
  const viewable = results.filter(({ content }) => content.kind !== 'file');
  const open = (result: NamedResult): void => {
    if (result.content.kind === 'file') attempt(() => revealResult(result));
    else openViewer(viewable, viewable.indexOf(result));
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-3 pb-3 focus-visible:-outline-offset-2">
      <ul
        aria-label={t('pane.results')}
        className="grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-2 [&>li]:[contain-intrinsic-size:132px_124px] [&>li]:[content-visibility:auto]"
      >
        {results.map((result) => (
          <li
            key={result.key}
            onContextMenu={(event) => {
              openContextMenu(
                event,
                result.name,
                resultMenu(result, () => open(result)),
              );
            }}
          >
            <ResultTile result={result} name={result.name} onOpen={() => open(result)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
