import type { Issue } from '#core/issue';
import type { NodeRun } from '#core/run/state';
import { currentLanguage, inWords, localText, t } from '../../i18n/index.ts';
import { nodeName } from '../../panels/node-name.ts';
import { useNow } from '../../store/now.ts';
import { registry } from '../../store/registry.ts';
import { shownRun, useRuns } from '../../store/runs.ts';
import type { NodeFacts } from '../facts.ts';
import { sourcesOf, useIsPractice, useLive, useSuspension } from '../hooks.ts';
import { issueText } from '../issue-text.ts';
import { countItems, isMapped, isTicking, leadingItem, type Status, statusOfItem, waitsForNode } from '../status.ts';
import { SavedLines, useSavedNote } from './saved-line.tsx';

interface StateLineProps {
  readonly draft: string;
  readonly facts: NodeFacts;
  readonly run: NodeRun | undefined;
  readonly issue: Issue | undefined;
  /** At the right: the size of a picture. */
  readonly extra: string;
}

/** The state of a node in exact words. */
export function useStatus(draft: string, facts: NodeFacts, run: NodeRun | undefined): Status | undefined {
  const suspended = useSuspension(draft);
  const now = useNow(suspended === undefined && isTicking(run));
  const live = useLive(draft, facts.id);
  const item = run === undefined ? undefined : leadingItem(run);
  const waitsFor = useRuns((state) =>
    item?.state === 'waiting' ? waitsForNode(shownRun(state, draft), facts.id, sourcesOf(draft, facts.id)) : undefined,
  );
  if (item === undefined) return undefined;
  return statusOfItem(item, {
    now,
    language: currentLanguage(),
    nameOf: (node) => nodeName(draft, node),
    waitsFor,
    written: live?.text.length ?? 0,
    progress: live?.progress,
    word: live?.status === undefined ? undefined : localText(live.status),
    usual: registry.recipeFor(facts.type, facts.params)?.task?.usual,
    isMuted: facts.mode === 'muted',
    suspended,
  });
}

export function StateLine({ draft, facts, run, issue, extra }: StateLineProps) {
  const status = useStatus(draft, facts, run);
  const isPractice = useIsPractice(draft);
  const saved = useSavedNote(draft, facts, run);
  if (status === undefined || run === undefined) {
    if (issue === undefined || facts.mode !== 'active') return null;
    const text = issueText(issue, facts);
    return (
      <div className="state-line" title={inWords(issue).message}>
        <i className="dot" data-tone={issue.severity === 'error' ? 'warn' : 'idle'} />
        <span>{text}</span>
      </div>
    );
  }
  if (saved !== undefined) return <SavedLines draft={draft} node={facts.id} run={run} note={saved} />;
  // What takes no time and no money says nothing about it.
  if (status.key === 'state.done' && registry.node(facts.type)?.work.kind === 'compute') return null;
  const mapped = isMapped(run);
  const counts = countItems(run);
  const progress = mapped && status.tone === 'wait' ? counts.finished / Math.max(1, counts.total) : status.progress;
  const failed = mapped && counts.failed > 0 && status.tone !== 'bad' ? counts.failed : 0;
  return (
    <>
      <div className="state-line">
        <i className="dot" data-tone={status.tone} />
        <span>
          {t(status.key, status.values)}
          {failed > 0 ? ` · ${t('state.itemsFailed', { count: failed })}` : ''}
        </span>
        <span className="state-extra">
          {isPractice && status.tone !== 'idle' ? <span className="practice-mark">{t('node.practice')}</span> : extra}
        </span>
      </div>
      {progress === undefined ? null : <ProgressLine progress={progress} tone={status.tone} />}
    </>
  );
}

function ProgressLine({ progress, tone }: { readonly progress: number | null; readonly tone: string }) {
  const percent = progress === null ? undefined : Math.round(Math.min(1, Math.max(0.02, progress)) * 100);
  return (
    <div
      className="progress-line"
      data-tone={tone}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={t('state.running')}
      {...(percent !== undefined && { 'aria-valuenow': percent })}
    >
      <i
        className={percent === undefined ? 'unknown' : ''}
        style={percent === undefined ? {} : { width: `${percent}%` }}
      />
    </div>
  );
}
