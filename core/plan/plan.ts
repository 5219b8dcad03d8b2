import type { PriceRange } from '../gateway/contract.ts';
import type { Issue } from '../issue.ts';
import type { Wording } from '../text.ts';

/** Why a node is going to do what it does. */
export type PlanReason =
  /** Nothing like it was made before on this connection. */
  | { readonly why: 'new' }
  /** A node before it runs, so its inputs are not known yet. */
  | { readonly why: 'inputs'; readonly because: string }
  /** It was asked to run again. */
  | { readonly why: 'fresh' }
  /** It works here and costs nothing. */
  | { readonly why: 'local' }
  | { readonly why: 'same'; readonly run: string; readonly at: string }
  /** It was made before, but of something else. */
  | { readonly why: 'changed'; readonly run: string; readonly at: string; readonly changes: readonly PlanChange[] }
  /** Another node bought the same, and the user takes that. */
  | ({ readonly why: 'taken' } & PlanSource)
  | { readonly why: 'pinned' | 'muted' | 'bypassed' }
  /** A node before it gives nothing. */
  | { readonly why: 'missing'; readonly because: string }
  | ({ readonly why: 'invalid' } & Readonly<Wording>);

/** What is not as it was the last time; values are short texts, absent where they are long or not there. */
export interface PlanChange {
  readonly what: 'param' | 'input' | 'recipe' | 'connection' | 'variation';
  /** Of the param or input. */
  readonly name?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Which node of which workflow bought a result, and when. Names as people gave them. */
export interface PlanSource {
  readonly run: string;
  readonly at: string;
  readonly node: string;
  readonly workflow: string;
}

/**
 * What a run will do with a node: `run` calls the gateway, `local` works here, `reuse` takes an earlier result, `pass` is
 * pinned or bypassed, `skip` does nothing, `blocked` cannot run.
 */
export type PlanAction = 'run' | 'local' | 'reuse' | 'pass' | 'skip' | 'blocked';

export interface PlanEntry {
  readonly node: string;
  readonly title: string;
  readonly type: string;
  readonly action: PlanAction;
  readonly reason: PlanReason;
  /** How many items run or are reused; undefined when a list that is not made yet decides that. */
  readonly items: number | undefined;
  /** Of the items, how many are reused when some of them are. */
  readonly reusedItems: number;
  readonly model: string | undefined;
  /** For all items together, in US dollars; undefined when unknown, absent for what costs nothing. */
  readonly price: PriceRange | 'unknown' | 'free';
  /** Files that get a public link because this node needs one. */
  readonly uploads: number;
  /** The same request was bought by another node: for so many of the items that run. Never taken without being asked for. */
  readonly offer?: PlanSource & { readonly items: number };
}

/** What a run would do, before it does anything. */
export interface Plan {
  readonly entries: readonly PlanEntry[];
  readonly issues: readonly Issue[];
  /** The sum of the known prices. */
  readonly price: PriceRange;
  /** How many entries have an unknown price. */
  readonly unknownPrices: number;
  readonly uploads: number;
}
