import { History } from 'lucide-react';
import { countNodes } from '#core/run/state';
import type { RunView } from '#core/services/run-views';
import { runCommand } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useNow } from '../store/now.ts';
import { useRuns } from '../store/runs.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Dot } from '../ui/pill.tsx';
import { runCostWords, useRunCosts } from './runs-cost.ts';
import { VirtualList } from './virtual-list.tsx';
import { countWords, formatAge, formatDuration, runWords } from './words.ts';

/** Every run, newest first; opening one shows it on the canvas. */
export function RunsPanel() {
  const list = useRuns((state) => state.list);
  const isListed = useRuns((state) => state.isListed);
  const active = useDocuments((state) => state.active);
  const costs = useRunCosts();
  const shown = useRuns((state) => (active === undefined ? undefined : state.shown[active]));
  if (!isListed) return <p className="px-3 py-1 text-faint">{t('ui.loading')}</p>;
  if (list.length === 0) return <EmptyState icon={<History />} title={t('runs.empty')} text={t('runs.empty.text')} />;
  return (
    <>
      <RunHeadings />
      <VirtualList label={t('pane.runs')} items={list} rowHeight={30} keyOf={(run) => run.id}>
        {(run) => (
          <RunRow
            run={run}
            cost={costs === undefined ? '' : runCostWords(run, costs.get(run.id))}
            isShown={run.id === shown}
          />
        )}
      </VirtualList>
    </>
  );
}

const columns =
  'grid grid-cols-[minmax(120px,1.3fr)_minmax(120px,1.2fr)_minmax(110px,2fr)_86px_56px_110px_190px] items-center gap-2 px-3';

/** What stands in which column. */
function RunHeadings() {
  return (
    <div aria-hidden className={cx(columns, 'shrink-0 pb-0.5 text-tiny text-faint')}>
      <span>{t('runs.column.workflow')}</span>
      <span>{t('tasks.column.state')}</span>
      <span>{t('runs.column.nodes')}</span>
      <span>{t('runs.column.age')}</span>
      <span className="text-right">{t('tasks.column.time')}</span>
      <span className="text-right">{t('runs.column.cost')}</span>
    </div>
  );
}

/** The list knows how a running run began; one that is followed is counted as it is, with each tick of the clock. */
function countsOf(run: RunView): RunView['counts'] {
  const followed = useRuns.getState().runs[run.id]?.state;
  return run.state === 'running' && followed !== undefined ? countNodes(followed) : run.counts;
}

interface RunRowProps {
  readonly run: RunView;
  readonly cost: string;
  readonly isShown: boolean;
}

function RunRow({ run, cost, isShown }: RunRowProps) {
  const isOpen = run.state === 'running' || run.state === 'suspended';
  const now = useNow();
  const { words, tone } = runWords(run);
  const end = run.state === 'running' ? now : Date.parse(run.at);
  const openRun = (): boolean => runCommand('run.open', run.id);
  return (
    <div
      className={cx(columns, 'group h-full border-t border-line/60 text-dim hover:bg-raise/60', isShown && 'bg-raise')}
    >
      <button
        type="button"
        className="flex h-full min-w-0 cursor-default items-center gap-2 text-left font-medium text-text"
        onClick={openRun}
        {...(isShown && { 'aria-current': 'true' })}
      >
        <span className="truncate">{run.name === '' ? t('documents.untitled') : run.name}</span>
        {run.practice ? (
          <span className="striped shrink-0 rounded-full border border-line px-1.5 text-tiny font-normal text-dim">
            {t('connection.practice-short')}
          </span>
        ) : null}
      </button>
      <span className="flex min-w-0 items-center gap-1.5">
        <Dot tone={tone} />
        <span className="truncate">{words}</span>
      </span>
      <span className="truncate">{countWords(countsOf(run))}</span>
      <span className="truncate">{formatAge(run.startedAt, now)}</span>
      <span className="text-right">
        {run.state === 'created' ? '' : formatDuration(end - Date.parse(run.startedAt))}
      </span>
      <span className="truncate text-right" title={cost}>
        <span className="sr-only">{t('runs.column.cost')} </span>
        {cost}
      </span>
      <span className="flex justify-end gap-1">
        {run.state === 'suspended' && run.why !== 'user' ? (
          <Button size="small" onClick={() => runCommand('run.resume', run.id)}>
            {t('runs.resume')}
          </Button>
        ) : null}
        {run.state === 'failed' || run.state === 'cancelled' ? (
          <Button size="small" onClick={() => runCommand('run.retry', run.id)}>
            {t('runs.retry')}
          </Button>
        ) : null}
        {isOpen ? (
          <Button size="small" onClick={() => runCommand('run.cancel', run.id)}>
            {t('runs.cancel')}
          </Button>
        ) : null}
        <Button size="small" tone="quiet" onClick={openRun}>
          {t('runs.open')}
        </Button>
      </span>
    </div>
  );
}
