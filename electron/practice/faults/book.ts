import { type CheckedFault, type FaultKind, faultRule } from './rule.ts';

/** What a rule is compared with. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly model?: string | undefined;
}

/** A rule with its count of requests that it fitted and of those that it spoiled. */
export interface FaultState {
  readonly rule: CheckedFault;
  fitted: number;
  used: number;
}

/** The rules in force. The first that fits wins. */
export interface FaultBook {
  add(rule: unknown): void;
  clear(): void;
  list(): readonly FaultState[];
  /** Takes (and counts) the first rule of these kinds that fits. */
  take<K extends FaultKind>(kinds: readonly K[], target: FaultTarget): Extract<CheckedFault, { kind: K }> | undefined;
  /** Takes every rule of these kinds that fits, at most one of each kind. */
  takeEach<K extends FaultKind>(kinds: readonly K[], target: FaultTarget): Extract<CheckedFault, { kind: K }>[];
}

/** A book with these rules; throws a ZodError on a wrong one. */
export function createFaultBook(rules: readonly unknown[]): FaultBook {
  let states: FaultState[] = [];
  const add = (rule: unknown) => {
    states.push({ rule: faultRule.parse(rule), fitted: 0, used: 0 });
  };
  for (const rule of rules) add(rule);

  const take: FaultBook['take'] = (kinds, target) => {
    for (const state of states) {
      const { rule } = state;
      if (!isOf(rule, kinds) || !fits(rule, target)) continue;
      state.fitted += 1;
      if (state.fitted <= (rule.after ?? 0)) continue;
      if (rule.times !== undefined && rule.kind !== 'completed-empty-url' && state.used >= rule.times) continue;
      state.used += 1;
      return rule;
    }
    return undefined;
  };
  return {
    add,
    take,
    clear() {
      states = [];
    },
    list: () => states,
    takeEach: (kinds, target) => kinds.flatMap((kind) => take([kind], target) ?? []),
  };
}

function isOf<K extends FaultKind>(
  rule: CheckedFault,
  kinds: readonly K[],
): rule is Extract<CheckedFault, { kind: K }> {
  return kinds.some((kind) => kind === rule.kind);
}

function fits(rule: CheckedFault, target: FaultTarget): boolean {
  const { method, path, model } = rule.match;
  return (
    (method === undefined || method.toUpperCase() === target.method) &&
    (path === undefined || target.path.startsWith(path)) &&
    (model === undefined || model === target.model)
  );
}
