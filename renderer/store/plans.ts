import { create } from 'zustand';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { CallInput } from '#core/services/contract';
import type { PlanView } from '#core/services/run-views';
import { api } from '../api.ts';
import { useDocuments } from './documents.ts';
import { useSession } from './session.ts';

/** Which part of a document runs, and whether earlier results count. */
export interface RunScope {
  readonly to?: string;
  readonly from?: string;
  /** These nodes and what they need. */
  readonly only?: string[];
  readonly fresh?: boolean;
  /** Nodes that take what another node has bought for the same request. */
  readonly take?: string[];
}

export interface PlanHolder {
  /** The newest plan that is known; it stays in sight while the next one is made. */
  readonly plan: PlanView | undefined;
  readonly isMaking: boolean;
  readonly error: ErrorInfo | undefined;
}

interface PlansState {
  /** What running everything would do, by draft. */
  readonly plans: Readonly<Record<string, PlanHolder>>;
  /** What is asked for in the plan panel before a run. */
  readonly asked: { readonly draft: string; readonly scope: RunScope; readonly holder: PlanHolder } | undefined;
}

const unknown: PlanHolder = { plan: undefined, isMaking: true, error: undefined };

export const usePlans = create<PlansState>(() => ({ plans: {}, asked: undefined }));

/** What a plan or a run is made of. */
export function runRequest(draft: string, scope: RunScope): CallInput<'plan.make'> | undefined {
  const document = useDocuments.getState().documents[draft];
  if (document === undefined) return undefined;
  const { path, history } = document;
  return { draft, document: history.document, ...(path !== undefined && { path }), ...scope };
}

/** Asks for a plan; what went wrong is in the holder, never thrown. */
async function makePlan(draft: string, scope: RunScope, before: PlanHolder): Promise<PlanHolder> {
  const request = runRequest(draft, scope);
  if (request === undefined) return unknown;
  try {
    return { plan: await api().call('plan.make', request), isMaking: false, error: undefined };
  } catch (error) {
    return { plan: before.plan, isMaking: false, error: toAppError(error).info };
  }
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const making = new Set<string>();
const stale = new Set<string>();

/** Milliseconds of quiet after an edit. */
const quiet = 350;

/** Plans a document again soon; one plan at a time is made for each. */
export function planSoon(draft: string, wait = quiet): void {
  clearTimeout(timers.get(draft));
  const timer = setTimeout(() => {
    timers.delete(draft);
    // A plan keeps its own faults, so nothing is left to be caught.
    planNow(draft).catch(() => undefined);
  }, wait);
  timers.set(draft, timer);
}

async function planNow(draft: string): Promise<void> {
  if (making.has(draft)) {
    stale.add(draft);
    return;
  }
  making.add(draft);
  const before = usePlans.getState().plans[draft] ?? unknown;
  setPlan(draft, { ...before, isMaking: true });
  const holder = await makePlan(draft, {}, before);
  making.delete(draft);
  if (useDocuments.getState().documents[draft] === undefined) return;
  setPlan(draft, holder);
  if (stale.delete(draft)) planSoon(draft, 0);
}

function setPlan(draft: string, holder: PlanHolder): void {
  usePlans.setState({ plans: { ...usePlans.getState().plans, [draft]: holder } });
}

/** Opens the plan of a run for the plan panel. */
export async function askPlan(draft: string, scope: RunScope): Promise<void> {
  const isWhole = Object.keys(scope).length === 0;
  const before = isWhole ? (usePlans.getState().plans[draft] ?? unknown) : unknown;
  usePlans.setState({ asked: { draft, scope, holder: { ...before, isMaking: true } } });
  const holder = await makePlan(draft, scope, before);
  const { asked } = usePlans.getState();
  if (asked?.draft === draft && asked.scope === scope) usePlans.setState({ asked: { draft, scope, holder } });
}

export function dropPlan(): void {
  usePlans.setState({ asked: undefined });
}

/** Keeps the plan of the active document fresh: after edits, and when connection or settings change. */
export function followPlans(): () => void {
  const again = (): void => {
    const { active } = useDocuments.getState();
    if (active !== undefined) planSoon(active);
    const { asked } = usePlans.getState();
    if (asked !== undefined) askPlan(asked.draft, { ...asked.scope }).catch(() => undefined);
  };
  const ends = [
    useDocuments.subscribe((state, before) => {
      const { active } = state;
      if (active === undefined) return;
      const document = state.documents[active];
      const isSame =
        before.active === active && before.documents[active]?.history.document === document?.history.document;
      if (!isSame) again();
    }),
    useSession.subscribe((state, before) => {
      const isSame =
        state.connections === before.connections && state.settings.connection === before.settings.connection;
      if (!isSame) again();
    }),
  ];
  again();
  return () => {
    for (const end of ends) end();
  };
}
