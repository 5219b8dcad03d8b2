import type { ErrorInfo } from '#core/errors';
import { parseItemKey } from '#core/run/address';
import type { ItemRun, NodeRun } from '#core/run/state';
import { attempt } from '../../commands/registry.ts';
import { inWords, type TextKey, t } from '../../i18n/index.ts';
import { Candidates } from '../../panels/candidates.tsx';
import { answerQuestion, continueRun, requestRun } from '../../store/run-flow.ts';
import { shownRun, useRuns } from '../../store/runs.ts';
import { openTask, useTasks } from '../../store/tasks.ts';
import { openOverlay, revealNode } from '../../store/view.ts';
import { focusField } from '../focus-field.ts';

interface TroubleProps {
  readonly draft: string;
  readonly node: string;
  readonly run: NodeRun;
}

/** What went wrong, or what is asked: one sentence, whether it was billed, and what mends it. */
export function Trouble({ draft, node, run }: TroubleProps) {
  const entries = [...run.items];
  const asking = entries.find(([, item]) => item.state === 'needs-user');
  const failed = entries.find(([, item]) => item.state === 'failed');
  const [key, item] = asking ?? failed ?? [];
  if (key === undefined || item === undefined) return null;
  return item.state === 'needs-user' ? (
    <Question draft={draft} node={node} itemKey={key} item={item} />
  ) : item.state === 'failed' ? (
    <Failure draft={draft} node={node} error={item.error} />
  ) : null;
}

interface QuestionProps {
  readonly draft: string;
  readonly node: string;
  readonly itemKey: string;
  readonly item: Extract<ItemRun, { state: 'needs-user' }>;
}

function Question({ draft, node, itemKey, item }: QuestionProps) {
  const run = useRuns((state) => state.shown[draft]);
  return (
    <div className="trouble question">
      <p>{inWords(item.question).message}</p>
      <Candidates
        candidates={item.question.candidates}
        onChoose={(task) => {
          if (run !== undefined) attempt(() => answerQuestion(run, node, parseItemKey(itemKey), task));
        }}
      />
      <div className="trouble-actions">
        {item.question.choices.map((choice) => (
          <button
            key={choice}
            type="button"
            className="nodrag"
            disabled={run === undefined}
            onClick={() => {
              if (run !== undefined) attempt(() => answerQuestion(run, node, parseItemKey(itemKey), choice));
            }}
          >
            {t(`answer.${choice}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface Mend {
  readonly key: TextKey;
  readonly act: () => void;
}

/** The one action that mends an error. */
function mendOf(error: ErrorInfo, draft: string, node: string, retried: string | undefined): Mend {
  if (error.code.startsWith('connection.')) return { key: 'mend.connection', act: () => openOverlay('settings') };
  const field = error.place?.field;
  if (field !== undefined) {
    return {
      key: 'mend.field',
      act: () => {
        revealNode(draft, node);
        focusField(field);
      },
    };
  }
  // The same again helps only when the fault was not in what was sent; else what stands here now is run.
  if (retried !== undefined && error.retryable) {
    return { key: 'mend.retry', act: () => attempt(() => continueRun(retried, 'retry')) };
  }
  return { key: 'mend.run', act: () => requestRun(draft, { only: [node] }) };
}

function Failure({ draft, node, error }: { readonly draft: string; readonly node: string; readonly error: ErrorInfo }) {
  const run = useRuns((state) => state.shown[draft]);
  const canRetry = useRuns((state) => ['failed', 'cancelled'].includes(shownRun(state, draft)?.phase.state ?? ''));
  const task = useTasks((state) => state.tasks.find((one) => one.run === run && one.node === node)?.id);
  const mend = mendOf(error, draft, node, canRetry ? run : undefined);
  const { message, hint } = inWords(error);
  return (
    <div className="trouble" role="note">
      <p>
        {message} {error.billed === undefined ? null : t(`billed.${error.billed}`)}{' '}
        {hint === undefined ? null : <span className="hint">{hint}</span>}
      </p>
      <div className="trouble-actions">
        <button type="button" className="nodrag" onClick={mend.act}>
          {t(mend.key)}
        </button>
        {task === undefined ? null : (
          <button type="button" className="nodrag quiet" onClick={() => openTask(task)}>
            {t('tasks.raw')}
          </button>
        )}
      </div>
    </div>
  );
}
