import { Images } from 'lucide-react';
import { useMemo, useState } from 'react';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useRuns } from '../store/runs.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useNodeName } from './node-name.ts';
import { ResultTile } from './result-tile.tsx';
import { type Result, resultsOf } from './results.ts';
import { openViewer } from './viewer-state.ts';

/** Everything that the shown run has made. */
export function ResultsPanel() {
  const active = useDocuments((state) => state.active);
  const graph = useDocuments((state) => (active === undefined ? undefined : state.documents[active]?.view.graph));
  const shown = useRuns((state) => (active === undefined ? undefined : state.shown[active]));
  const run = useRuns((state) => (shown === undefined ? undefined : state.runs[shown]?.state));
  const [filter, setFilter] = useState<'outputs' | 'all'>('outputs');
  const { outputs, all } = useMemo(() => {
    if (run === undefined) return { outputs: [], all: [] };
    const isOutput = (node: string): boolean => graph?.nodes.get(node)?.node.type === 'output';
    return { outputs: resultsOf(run, isOutput), all: resultsOf(run, (node) => !isOutput(node)) };
  }, [run, graph]);
  if (run === undefined)
    return <EmptyState icon={<Images />} title={t('results.empty')} text={t('results.empty.text')} />;
  const results = filter === 'outputs' && outputs.length > 0 ? outputs : all;
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
      <ResultGrid draft={active} results={results} />
    </div>
  );
}

function ResultGrid({ draft, results }: { readonly draft: string | undefined; readonly results: readonly Result[] }) {
  const nameOf = useNodeName(draft);
  const named = results.map((result) => ({ ...result, name: nameOf(result.node) }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-3 pb-3 focus-visible:-outline-offset-2">
      <ul
        aria-label={t('pane.results')}
        className="grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-2 [&>li]:[contain-intrinsic-size:132px_124px] [&>li]:[content-visibility:auto]"
      >
        {named.map((result, index) => (
          <li key={result.key}>
            <ResultTile result={result} name={result.name} onOpen={() => openViewer(named, index)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
