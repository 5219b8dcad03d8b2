import { ChevronDown, ChevronUp } from 'lucide-react';
import { runCommand, shortcutOf } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useLayout } from '../store/layout.ts';
import { useRuns } from '../store/runs.ts';
import { isOpenTask, useTasks } from '../store/tasks.ts';
import { type BottomPanel as PanelName, useView } from '../store/view.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { IssuesPanel, useIssues } from './issues-panel.tsx';
import { Resizer } from './pane.tsx';
import { Questions, useQuestions } from './questions.tsx';
import { ResultsPanel } from './results-panel.tsx';
import { RunCost } from './run-cost.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { TasksPanel } from './tasks-panel.tsx';

const panels: readonly PanelName[] = ['runs', 'tasks', 'results', 'issues'];

/** Runs, tasks, results and issues; the row of names stays when it is folded. */
export function BottomPanel() {
  const open = useView((state) => state.bottom);
  const height = useLayout((state) => state.bottom);
  const counts = useCounts();
  const hasQuestions = useQuestions().length > 0;
  const isOpen = open !== undefined;
  return (
    <section data-pane="bottom" aria-label={t('pane.bottom')} className="flex min-h-0 shrink-0 flex-col bg-panel">
      {isOpen ? <Resizer pane="bottom" label="pane.bottom.size" /> : <div className="h-px bg-line" />}
      <div className="flex h-8 shrink-0 items-center gap-4 px-3">
        <div role="tablist" aria-label={t('pane.bottom')} className="flex h-full items-center gap-4">
          {panels.map((panel) => (
            <PanelTab key={panel} panel={panel} count={counts[panel]} isOpen={open === panel} />
          ))}
        </div>
        <div className="flex-1" />
        <RunCost />
        <IconButton
          label={t(isOpen ? 'pane.fold' : 'pane.unfold')}
          keys={shortcutOf('view.bottom')}
          side="top"
          small
          aria-expanded={isOpen}
          onClick={() => runCommand('view.bottom')}
        >
          {isOpen ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
        </IconButton>
      </div>
      {hasQuestions ? <Questions /> : null}
      {open === undefined ? null : (
        <div
          role="tabpanel"
          id="bottom-panel"
          aria-labelledby={`bottom-tab-${open}`}
          className="flex min-h-0 flex-col"
          style={{ height: height - 32 }}
        >
          <OpenPanel panel={open} />
        </div>
      )}
    </section>
  );
}

function OpenPanel({ panel }: { readonly panel: PanelName }) {
  switch (panel) {
    case 'runs':
      return <RunsPanel />;
    case 'tasks':
      return <TasksPanel />;
    case 'results':
      return <ResultsPanel />;
    case 'issues':
      return <IssuesPanel />;
  }
}

interface PanelTabProps {
  readonly panel: PanelName;
  readonly count: number;
  readonly isOpen: boolean;
}

function PanelTab({ panel, count, isOpen }: PanelTabProps) {
  const move = (step: number): void => {
    const next = panels[(panels.indexOf(panel) + step + panels.length) % panels.length];
    useView.setState({ bottom: next });
    document.getElementById(`bottom-tab-${next}`)?.focus();
  };
  return (
    <button
      type="button"
      role="tab"
      id={`bottom-tab-${panel}`}
      aria-selected={isOpen}
      {...(isOpen && { 'aria-controls': 'bottom-panel' })}
      className={cx(
        '-mx-1.5 h-full cursor-default rounded-md px-1.5 focus-visible:-outline-offset-4',
        isOpen ? 'font-semibold text-text' : 'text-dim hover:text-text',
      )}
      onClick={() => useView.setState({ bottom: isOpen ? undefined : panel })}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        move(step);
      }}
    >
      {t(`pane.${panel}`)}
      {count > 0 ? <span className="pl-1 font-semibold">{count}</span> : null}
    </button>
  );
}

function useCounts(): Readonly<Record<PanelName, number>> {
  const runs = useRuns(
    (state) => state.list.filter((run) => run.state === 'running' || run.state === 'suspended').length,
  );
  const tasks = useTasks((state) => state.tasks.filter(isOpenTask).length);
  const active = useDocuments((state) => state.active);
  const issues = useIssues(active).length;
  return { runs, tasks, results: 0, issues };
}
