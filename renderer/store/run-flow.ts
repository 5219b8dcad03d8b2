import type { OpenedRun } from '#core/services/run-views';
import { api } from '../api.ts';
import { activateDocument, useDocuments } from './documents.ts';
import { askPlan, dropPlan, planSoon, type RunScope, runRequest, usePlans } from './plans.ts';
import { followRun, isUnderWay, refreshRuns, shownRun, showRun, useRuns } from './runs.ts';
import { useSession } from './session.ts';
import { useView } from './view.ts';

/** Shows what a run would do before anything is done. */
export function requestRun(draft: string, scope: RunScope = {}): void {
  useView.setState({ planning: true });
  // A plan keeps its own faults.
  askPlan(draft, scope).catch(() => undefined);
}

export function closePlan(): void {
  useView.setState({ planning: false });
  dropPlan();
}

export interface RunConsent {
  readonly budget: number | undefined;
  readonly allowUpload: boolean;
}

/** Starts what the plan panel shows and follows it on the canvas. @throws AppError */
export async function startRun(consent: RunConsent): Promise<void> {
  const { asked } = usePlans.getState();
  if (asked === undefined) return;
  const { draft, scope } = asked;
  const request = runRequest(draft, scope);
  if (request === undefined) return;
  const { run } = await api().call('run.start', {
    ...request,
    budget: consent.budget ?? null,
    ...(consent.allowUpload && { allowUpload: true }),
  });
  closePlan();
  showRun(draft, run);
  await followRun(run);
  await refreshRuns();
}

/** The run of the active document when it is not over. */
export function currentRun(): string | undefined {
  const { active } = useDocuments.getState();
  const run = shownRun(useRuns.getState(), active);
  return isUnderWay(run) ? run.id : undefined;
}

/** @throws AppError */
export async function cancelRun(run: string): Promise<void> {
  await api().call('run.cancel', { run });
}

/** Goes on with a run, or runs again what failed in it. @throws AppError */
export async function continueRun(run: string, how: 'resume' | 'retry'): Promise<void> {
  await followRun(run);
  await api().call(how === 'resume' ? 'run.resume' : 'run.retry', { run });
}

/** @throws AppError */
export async function answerQuestion(
  run: string,
  node: string,
  item: readonly number[],
  choice: string,
): Promise<void> {
  await api().call('run.answer', { run, node, item: [...item], choice });
}

/** The open document that a run was made from. */
export function draftOfWorkflow(workflow: string): string | undefined {
  const { documents, active } = useDocuments.getState();
  const fits = Object.values(documents).filter((document) => document.view.workflow.id === workflow);
  return (fits.find((document) => document.draft === active) ?? fits[0])?.draft;
}

/** How many runs are looked at to find the newest one of a document. */
const mostTried = 3;

/** Shows a document its newest run, so that yesterday's results are there again. */
export async function showLatestRun(draft: string): Promise<void> {
  const workflow = useDocuments.getState().documents[draft]?.view.workflow;
  const state = useRuns.getState();
  if (workflow === undefined || state.shown[draft] !== undefined) return;
  // A list that does not say whose runs they are still tells them by name; the run itself decides.
  const candidates = state.list.filter(
    (run) =>
      run.state !== 'created' &&
      (run.workflow ?? workflow.id) === workflow.id &&
      (run.workflow !== undefined || run.name === workflow.name),
  );
  for (const { id } of candidates.slice(0, mostTried)) {
    try {
      const { snapshot } = await followRun(id);
      if (snapshot.workflow.id !== workflow.id) continue;
      if (useRuns.getState().shown[draft] === undefined) showRun(draft, id);
      return;
    } catch {
      // The document is what was asked for; a run that cannot be read is said when it is opened itself.
    }
  }
}

/** Runs that are not over are followed from the start: their questions are asked wherever people are. */
export async function followOpenRuns(): Promise<void> {
  await refreshRuns();
  const open = useRuns.getState().list.filter((run) => run.state === 'running' || run.state === 'suspended');
  await Promise.allSettled(open.slice(0, mostFollowed).map((run) => followRun(run.id)));
  await Promise.allSettled(useDocuments.getState().tabs.map(showLatestRun));
}

/** How many unfinished runs are followed at the start. */
const mostFollowed = 20;

/** Shows a run in the tab of its workflow; `open` opens one when there is none. Gives the draft. @throws AppError */
export async function openRun(run: string, open: (run: OpenedRun) => Promise<string>): Promise<string> {
  const opened = await followRun(run);
  const draft = draftOfWorkflow(opened.snapshot.workflow.id) ?? (await open(opened));
  activateDocument(draft);
  showRun(draft, run);
  return draft;
}

/** Results of a run change what the next one reuses. While it works they come one by one: its end is waited for. */
export function planAfterRun(): void {
  const { active } = useDocuments.getState();
  if (active !== undefined && shownRun(useRuns.getState(), active)?.phase.state !== 'running') planSoon(active, 100);
}

/** The limit that a run starts with. */
export function defaultBudget(): number | undefined {
  return useSession.getState().settings.budget;
}
