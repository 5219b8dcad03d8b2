import { Square } from 'lucide-react';
import { nodeState, type RunState } from '#core/run/state';
import { runCommand, shortcutOf } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useNow } from '../store/now.ts';
import { draftOfWorkflow } from '../store/run-flow.ts';
import { isUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { revealNode, useView } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { Dot } from '../ui/pill.tsx';
import { formatDuration, runWords } from './words.ts';

/** Brings the node that asks into sight, and its question into the panel. */
function showQuestion(run: RunState): void {
  const asking = [...run.nodes.values()].find((node) => nodeState(node) === 'needs-user');
  const draft = draftOfWorkflow(run.workflow.id);
  useView.setState({ bottom: 'runs' });
  if (asking !== undefined && draft !== undefined) revealNode(draft, asking.node);
}

/** Run; while a run is under way its time, its state and Cancel. */
export function RunControls() {
  const active = useDocuments((state) => state.active);
  const run = useRuns((state) => {
    const shown = shownRun(state, active);
    return isUnderWay(shown) ? shown : undefined;
  });
  const isEmpty = useDocuments((state) =>
    active === undefined ? true : state.documents[active]?.view.workflow.nodes.length === 0,
  );
  const now = useNow(run !== undefined);
  if (run !== undefined) {
    const { phase } = run;
    const { words, tone } = runWords({ state: phase.state, ...(phase.state === 'suspended' && { why: phase.why }) });
    return (
      <>
        <span className="inline-flex shrink-0 items-center gap-1.5 text-dim">
          <Dot tone={tone} />
          {words}
          {phase.state === 'running' ? (
            <span className="min-w-9 text-right text-text">{formatDuration(now - Date.parse(run.startedAt))}</span>
          ) : null}
        </span>
        {phase.state === 'suspended' ? (
          // What a question waits for is an answer; to go on without one would only ask it again.
          <Button
            tone="primary"
            onClick={() => (phase.why === 'user' ? showQuestion(run) : runCommand('run.resume', run.id))}
          >
            {t(phase.why === 'user' ? 'runs.answer' : 'runs.resume')}
          </Button>
        ) : null}
        <Button icon={<Square size={11} fill="currentColor" />} onClick={() => runCommand('run.cancel', run.id)}>
          {t('runs.cancel')}
        </Button>
      </>
    );
  }
  return (
    <Button
      tone="primary"
      disabled={isEmpty}
      className="px-3.5"
      data-run-button
      onClick={() => runCommand('run.plan')}
      aria-keyshortcuts="Control+Enter"
    >
      {t('runs.run')}
      <span aria-hidden className="pl-0.5 font-normal">
        {shortcutOf('run.plan')}
      </span>
    </Button>
  );
}
