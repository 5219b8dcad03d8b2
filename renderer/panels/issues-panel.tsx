import { CircleCheck } from 'lucide-react';
import { useMemo } from 'react';
import type { Issue } from '#core/issue';
import type { PlanView } from '#core/services/run-views';
import { inWords, t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { usePlans } from '../store/plans.ts';
import { revealNode, select } from '../store/view.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Dot } from '../ui/pill.tsx';
import { useNodeName } from './node-name.ts';
import { VirtualList } from './virtual-list.tsx';

type AnyIssue = Issue | PlanView['issues'][number];

const keyOf = (issue: AnyIssue): string =>
  JSON.stringify([issue.code, issue.place.node, issue.place.edge, issue.place.field, issue.message]);

/** What validation found here and what only the main process can know (files, models), each once, errors first. */
export function mergeIssues(own: readonly AnyIssue[], planned: readonly AnyIssue[]): readonly AnyIssue[] {
  const seen = new Map<string, AnyIssue>();
  for (const issue of [...own, ...planned]) if (!seen.has(keyOf(issue))) seen.set(keyOf(issue), issue);
  const rank = (issue: AnyIssue): number => (issue.severity === 'error' ? 0 : 1);
  return [...seen.values()].sort((a, b) => rank(a) - rank(b));
}

/** Only these come from the plan alone; whatever else it says was validated from an older state of the document. */
const plannedOnly: ReadonlySet<string> = new Set(['file.missing', 'model.unlisted']);

const none: readonly AnyIssue[] = [];

export function useIssues(draft: string | undefined): readonly AnyIssue[] {
  const own = useDocuments((state) => (draft === undefined ? none : (state.documents[draft]?.view.issues ?? none)));
  const plan = usePlans((state) => (draft === undefined ? undefined : state.plans[draft]?.plan));
  return useMemo(
    () =>
      mergeIssues(
        own,
        (plan?.issues ?? []).filter((issue) => plannedOnly.has(issue.code)),
      ),
    [own, plan],
  );
}

/** Everything that is wrong or should be known; a click shows where. */
export function IssuesPanel() {
  const active = useDocuments((state) => state.active);
  const issues = useIssues(active);
  const nameOf = useNodeName(active);
  if (issues.length === 0) {
    return <EmptyState icon={<CircleCheck />} title={t('issues.empty')} text={t('issues.empty.text')} />;
  }
  return (
    <VirtualList label={t('pane.issues')} items={issues} rowHeight={30} keyOf={keyOf}>
      {(issue) => (
        <IssueRow
          issue={issue}
          name={issue.place.node === undefined ? t('issues.workflow') : nameOf(issue.place.node)}
          onClick={() => show(active, issue)}
        />
      )}
    </VirtualList>
  );
}

interface IssueRowProps {
  readonly issue: AnyIssue;
  /** What people call the node that it is about. */
  readonly name: string;
  readonly onClick: () => void;
}

function IssueRow({ issue, name, onClick }: IssueRowProps) {
  const { message, hint } = inWords(issue);
  return (
    <button
      type="button"
      className="flex h-full w-full cursor-default items-center gap-2 border-t border-line/60 px-3 text-left hover:bg-raise/60 focus-visible:-outline-offset-2"
      onClick={onClick}
      title={hint}
    >
      <Dot tone={issue.severity === 'error' ? 'bad' : 'warn'} />
      <span className="sr-only">{t(`issues.${issue.severity}`)}</span>
      <span className="w-32 shrink-0 truncate font-medium">{name}</span>
      <span className="min-w-0 flex-1 truncate text-dim">
        {message}
        {hint === undefined ? null : <span className="text-faint"> {hint}</span>}
      </span>
    </button>
  );
}

function show(draft: string | undefined, issue: AnyIssue): void {
  if (draft === undefined) return;
  const { node, edge } = issue.place;
  if (node !== undefined) revealNode(draft, node);
  if (edge !== undefined) select(draft, node === undefined ? [] : [node], [edge]);
}
