import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sumOfCosts } from '#core/plan/cost';
import type { PlanView } from '#core/services/run-views';
import { groupPlan, itemWords, reasonWords, stoppingIssues } from '../../../renderer/panels/plan-words.ts';
import { runCostWords } from '../../../renderer/panels/runs-cost.ts';
import {
  countWords,
  entryPrice,
  formatAge,
  formatDuration,
  formatMoney,
  formatRange,
  isAllReused,
  planPrice,
  runWords,
  taskWords,
} from '../../../renderer/panels/words.ts';
import { samplePlan } from '../support/sample-world.ts';
import { prepareTexts } from '../support/texts.ts';

const entry = (rest: Partial<PlanView['entries'][number]>): PlanView['entries'][number] => ({
  node: 'a',
  title: 'A',
  type: 'chat',
  action: 'run',
  reason: { why: 'new' },
  items: 1,
  reusedItems: 0,
  price: { from: 0.1, to: 0.2 },
  uploads: 0,
  ...rest,
});
const plan = (entries: PlanView['entries'], rest: Partial<PlanView> = {}): PlanView => ({
  entries,
  issues: [],
  price: { from: 0, to: 0 },
  unknownPrices: 0,
  uploads: 0,
  ...rest,
});

beforeAll(() => prepareTexts('en'));

describe('money', () => {
  it('is written in cents, and finer only when it is less', () => {
    expect(formatMoney(0)).toBe('$0');
    expect(formatMoney(0.62)).toBe('$0.62');
    expect(formatMoney(0.004)).toBe('$0.004');
    expect(formatMoney(12.4)).toBe('$12.40');
  });

  it('of a range is one number when both ends read the same', () => {
    expect(formatRange({ from: 0.62, to: 0.8 })).toBe('$0.62–0.80');
    expect(formatRange({ from: 0.4, to: 0.4 })).toBe('$0.40');
    expect(formatRange({ from: 0.00007, to: 0.06 })).toBe('$0–0.06');
    expect(formatRange({ from: 0.0002, to: 0.004 })).toBe('$0.0002–0.004');
  });
});

describe('the price of a plan', () => {
  it('stays unknown while it is unknown', () => {
    expect(planPrice(plan([entry({ price: 'unknown' })], { unknownPrices: 1 }))).toBe('price unknown');
    expect(planPrice(samplePlan)).toBe('$0.48–0.68 + unknown');
    expect(planPrice(plan([]))).toBe('$0');
    expect(entryPrice('unknown')).toBe('unknown');
    expect(entryPrice('free')).toBe('');
  });

  it('is nothing when everything is reused, and only then', () => {
    const reused = entry({ action: 'reuse', reason: { why: 'same', run: 'r', at: '2026-11-23T10:00:00Z' } });
    expect(isAllReused(plan([reused, entry({ action: 'local' })]))).toBe(true);
    expect(isAllReused(plan([reused, entry({})]))).toBe(false);
    expect(isAllReused(plan([reused, entry({ action: 'blocked' })]))).toBe(false);
    expect(isAllReused(plan([entry({ action: 'local' })]))).toBe(false);
  });
});

describe('a plan in words', () => {
  it('shows what needs people first', () => {
    const actions = groupPlan(plan([entry({}), entry({ action: 'local' }), entry({ action: 'blocked' })]));
    expect(actions.map((group) => group.action)).toEqual(['blocked', 'run', 'local']);
  });

  it('says how many items run, and when that is not known yet', () => {
    expect(itemWords(entry({}))).toBe('');
    expect(itemWords(entry({ items: 4 }))).toBe('4 items');
    expect(itemWords(entry({ items: 4, reusedItems: 3 }))).toBe('1 new, 3 reused');
    const { items: _items, ...unknown } = entry({});
    expect(itemWords(unknown)).toBe('as many as come');
  });

  it('says why, with the names of other nodes', () => {
    const name = (node: string): string => node.toUpperCase();
    expect(reasonWords(entry({ reason: { why: 'inputs', because: 'b' } }), name, 0)).toBe('B runs before it');
    expect(reasonWords(entry({ reason: { why: 'invalid', message: 'Too long.' } }), name, 0)).toBe('Too long.');
  });

  it('is stopped by faults of its own nodes and of no node, not by those of others', () => {
    const issue = (node: string | undefined, severity: 'error' | 'warning') => ({
      code: 'input.missing' as const,
      severity,
      message: 'm',
      place: { ...(node !== undefined && { node }) },
    });
    const issues = [issue('a', 'error'), issue('other', 'error'), issue(undefined, 'error'), issue('a', 'warning')];
    expect(stoppingIssues(plan([entry({})], { issues }))).toHaveLength(2);
  });
});

describe('times', () => {
  const now = Date.parse('2026-11-23T14:00:00Z');
  it('of durations', () => {
    expect(formatDuration(41_900)).toBe('41 s');
    expect(formatDuration(134_000)).toBe('2:14');
    expect(formatDuration(3_723_000)).toBe('1:02:03');
    expect(formatDuration(-5)).toBe('0 s');
  });

  it('of ages', () => {
    expect(formatAge('2026-11-23T13:59:58Z', now)).toBe('just now');
    expect(formatAge('2026-11-23T13:59:20Z', now)).toBe('40 s ago');
    expect(formatAge('2026-11-23T13:48:00Z', now)).toBe('12 min ago');
    expect(formatAge('2026-11-20T13:48:00Z', now)).toMatch(/^20 Nov/);
    expect(formatAge('2025-11-20T13:48:00Z', now)).toMatch(/2025/);
    expect(formatAge('nonsense', now)).toBe('');
  });
});

describe('states', () => {
  beforeEach(() => prepareTexts('en'));

  it('of runs and tasks have words, unknown ones too', () => {
    expect(runWords({ state: 'suspended', why: 'user' }).words).toBe('waits for your answer');
    expect(taskWords({ state: 'ambiguous' })).toEqual({
      words: 'no answer came; it may have been billed',
      tone: 'warn',
    });
    expect(taskWords({ state: 'from-the-future' }).words).toBe('from-the-future');
  });

  it('are counted, what needs people first', () => {
    expect(countWords({ done: 5, failed: 1, reused: 0 })).toBe('1 failed · 5 done');
  });

  it('are Chinese in Chinese', async () => {
    await prepareTexts('zh-CN');
    expect(countWords({ done: 5, failed: 1 })).toBe('1 个失败 · 5 个完成');
    expect(formatAge('2026-11-23T13:48:00Z', Date.parse('2026-11-23T14:00:00Z'))).toBe('12 分钟前');
  });
});

describe('the cost of a run', () => {
  beforeAll(() => prepareTexts('en'));

  const words = (cost: Partial<Parameters<typeof runCostWords>[1]>, practice = false): string =>
    runCostWords({ practice }, { from: 0, to: 0, calls: 0, unknown: 0, ...cost });

  it('never says that what is unknown is nothing', () => {
    expect(words({ calls: 2, from: 0.4, to: 0.5 })).toBe('$0.40–0.50');
    expect(words({ calls: 2, unknown: 1, from: 0.4, to: 0.4 })).toBe('$0.40 + unknown');
    expect(words({ calls: 2, unknown: 2 })).toBe('unknown');
    expect(words({})).toBe('$0');
    expect(words({ calls: 2, unknown: 2 }, true)).toBe('costs nothing');
  });

  it('takes what was really paid before what was expected, and nothing for what was refused', () => {
    const price = { from: 1, to: 2 };
    expect(
      sumOfCosts([
        { state: 'delivered', price, cost: { from: 0.5, to: 0.5 } },
        { state: 'ambiguous', price },
        { state: 'accepted' },
        { state: 'rejected', price },
        { state: 'failed', price, error: { billed: 'no' } },
      ]),
    ).toEqual({ from: 1.5, to: 2.5, calls: 3, unknown: 1 });
  });
});
