import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { isJournalled, type RunEvent } from '#core/run/event';
import { takeSnapshot } from '#core/run/snapshot';
import { type RunState, reduceRun } from '#core/run/state';
import { type Api, provideApi } from '../../../renderer/api.ts';
import { applyRunEvents, followAgain, followRun, useRuns } from '../../../renderer/store/runs.ts';
import { arbitraryStep, Model, makeEvent, nodeNames, type Step, snapshot } from '../../core/run-support.ts';

/** A main process that emits events when told to, and answers `run.open` when told to. */
class FakeMain {
  private state: RunState | undefined;
  private readonly model = new Model();
  private readonly queue: RunEvent[] = [];
  private readonly asked: { take?: string; resolve: (answer: unknown) => void }[] = [];
  /** What each node has written since it moved last. */
  readonly texts = new Map<string, string>();
  private seq = 0;

  constructor() {
    const first = { kind: 'run-start', node: 'a', path: [], item: [], attempt: 0, shape: 0 } as unknown as Step;
    this.push(makeEvent(first, 0));
  }

  private push(event: RunEvent): void {
    this.seq = event.seq + 1;
    // What travels is a copy, as over any wire.
    this.queue.push(JSON.parse(JSON.stringify(event)) as RunEvent);
    if (!isJournalled(event)) return;
    this.state = reduceRun(this.state, event);
    if ('item' in event) this.texts.delete(keyOf(event));
  }

  emit(step: Step): void {
    const legal = this.model.legal(step);
    if (!this.model.allows(legal)) return;
    this.model.apply(legal);
    this.push(makeEvent(legal, this.seq));
  }

  say(node: string): void {
    const text = `<${this.seq}>`;
    const address = { path: [], node, item: [], attempt: 1 };
    this.texts.set(keyOf(address), `${this.texts.get(keyOf(address)) ?? ''}${text}`);
    const at = '2026-11-23T00:00:00Z';
    this.push({ event: 'node-delta', seq: this.seq, at, run: 'r1', ...address, port: 'text', text });
  }

  /** Everything that was pushed arrives in order, in batches of any size. */
  deliver(count: number): void {
    const events = this.queue.splice(0, count);
    if (events.length > 0) applyRunEvents('r1', events);
  }

  /** A question takes its snapshot at once or later, but always after it was asked. */
  photograph(): void {
    const waiting = this.asked.find((question) => question.take === undefined);
    if (waiting === undefined || this.state === undefined) return;
    const texts = [...this.texts].map(([node, text]) => ({ path: [], node, item: [], port: 'text', text }));
    // The number is that of the last event of any kind.
    const shot = { ...takeSnapshot(this.state), seq: this.seq - 1 };
    waiting.take = JSON.stringify({ snapshot: shot, document: {}, texts });
  }

  /** Answers travel on their own and may overtake each other and the pushes. */
  reply(choice: number): void {
    this.photograph();
    const ready = this.asked.filter((question) => question.take !== undefined);
    const question = ready[choice % Math.max(1, ready.length)];
    if (question?.take === undefined) return;
    this.asked.splice(this.asked.indexOf(question), 1);
    question.resolve(JSON.parse(question.take));
  }

  async settle(): Promise<void> {
    while (this.asked.length > 0) {
      this.reply(0);
      await flush();
    }
    this.deliver(this.queue.length);
    await flush();
    while (this.asked.length > 0) {
      this.reply(0);
      await flush();
    }
  }

  readonly api = {
    call: () => new Promise((resolve) => this.asked.push({ resolve })),
  } as unknown as Api;

  final(): unknown {
    return plain(this.state);
  }
}

const keyOf = (event: { readonly node: string; readonly item: readonly number[] }): string =>
  event.item.length === 0 ? event.node : `${event.node}/${event.item.join('.')}`;

/** A state to compare: maps as lists, whatever the order of keys. The number may be that of an event for the eye. */
const plain = (state: RunState | undefined): unknown => ({ ...JSON.parse(snapshot(state)), seq: undefined });

const flush = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};

type Action =
  | { readonly kind: 'emit'; readonly step: Step }
  | { readonly kind: 'say'; readonly node: string }
  | { readonly kind: 'deliver'; readonly count: number }
  | { readonly kind: 'ask' | 'photograph' }
  | { readonly kind: 'reply'; readonly choice: number };

const arbitraryAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: arbitraryStep.map((step): Action => ({ kind: 'emit', step })) },
  { weight: 2, arbitrary: fc.constantFrom(...nodeNames).map((node): Action => ({ kind: 'say', node })) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }).map((count): Action => ({ kind: 'deliver', count })) },
  { weight: 2, arbitrary: fc.constantFrom('ask' as const, 'photograph' as const).map((kind): Action => ({ kind })) },
  { weight: 2, arbitrary: fc.nat(3).map((choice): Action => ({ kind: 'reply', choice })) },
);

async function play(actions: readonly Action[]): Promise<FakeMain> {
  useRuns.setState({ runs: {}, live: {}, shown: {} });
  const main = new FakeMain();
  provideApi(main.api);
  const asked: Promise<unknown>[] = [followRun('r1')];
  for (const action of actions) {
    if (action.kind === 'emit') main.emit(action.step);
    if (action.kind === 'say') main.say(action.node);
    if (action.kind === 'deliver') main.deliver(action.count);
    if (action.kind === 'ask') asked.push(followRun('r1'));
    if (action.kind === 'photograph') main.photograph();
    if (action.kind === 'reply') main.reply(action.choice);
    await flush();
  }
  await main.settle();
  await Promise.all(asked);
  return main;
}

describe('a followed run', () => {
  beforeEach(() => useRuns.setState({ runs: {}, live: {}, shown: {} }));

  it('ends in the state of the main process, however snapshots and events cross', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryAction, { maxLength: 60 }), async (actions) => {
        const main = await play(actions);
        expect(plain(useRuns.getState().runs['r1']?.state)).toEqual(main.final());
      }),
      { numRuns: 300 },
    );
  });

  it('shows every written word once, however snapshots and events cross', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryAction, { maxLength: 60 }), async (actions) => {
        const main = await play(actions);
        const live = Object.entries(useRuns.getState().live['r1'] ?? {});
        const written = live.map(([key, item]) => [key, item.text]).filter(([, text]) => text !== '');
        expect(Object.fromEntries(written)).toEqual(Object.fromEntries(main.texts));
      }),
      { numRuns: 300 },
    );
  });

  it('takes any snapshot after the main process was away, for that may count anew', async () => {
    const main = new FakeMain();
    provideApi(main.api);
    const first = followRun('r1');
    main.reply(0);
    await first;
    for (let word = 0; word < 5; word += 1) main.say('a');
    main.deliver(9);
    const again = followAgain();
    const reborn = new FakeMain();
    main.photograph();
    main.reply(0);
    await again;
    provideApi(reborn.api);
    const later = followAgain();
    reborn.reply(0);
    await later;
    expect(plain(useRuns.getState().runs['r1']?.state)).toEqual(reborn.final());
    // Its numbers are lower than those that were seen before, and its words count all the same.
    reborn.say('a');
    reborn.deliver(9);
    expect(useRuns.getState().live['r1']?.['a']?.text).toBe(reborn.texts.get('a'));
  });

  it('leaves the state alone while words are written, so that only who shows them is drawn', async () => {
    const main = new FakeMain();
    provideApi(main.api);
    const first = followRun('r1');
    main.reply(0);
    await first;
    const before = useRuns.getState();
    main.say('a');
    main.deliver(9);
    const after = useRuns.getState();
    expect(after.runs).toBe(before.runs);
    expect(after.live['r1']?.['a']?.text).toBe(main.texts.get('a'));
  });

  it('is asked for as a whole again when an event was lost', async () => {
    const main = new FakeMain();
    provideApi(main.api);
    const first = followRun('r1');
    main.reply(0);
    await first;
    // The start of the node never arrives; its end cannot be applied to what is known.
    const address = { path: [], node: 'a', item: [], attempt: 1 };
    const at = '2026-11-23T00:00:09Z';
    applyRunEvents('r1', [{ event: 'node-end', seq: 7, at, run: 'r1', ...address, outputs: {} }]);
    await flush();
    await main.settle();
    expect(plain(useRuns.getState().runs['r1']?.state)).toEqual(main.final());
  });
});
