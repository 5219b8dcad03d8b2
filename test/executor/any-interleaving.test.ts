import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '#core/errors';
import type { SubmitOutcome } from '#core/gateway/contract';
import type { RunState } from '#core/run/state';
import { answerOf, edges, node, World } from './world.ts';

const error = (billed: 'no' | 'maybe', retryable = false) =>
  new AppError(
    retryable ? 'gateway.rate-limited' : 'gateway.rejected',
    { en: 'No.', zh: '不。' },
    { billed, retryable },
  ).info;

/** What the gateway does with a creating request, and with the questions about its task. */
const answers = ['received', 'accepted', 'rejected', 'busy', 'lost before', 'lost after'] as const;
const ends = ['done', 'failed', 'expired', 'no-answer', 'running'] as const;

/** A life of a process: it dies before or after its so-manieth effect, and with power cuts the newest events are forgotten. */
const life = fc.record({
  effects: fc.integer({ min: 1, max: 14 }),
  after: fc.boolean(),
  powerCut: fc.boolean(),
  forgotten: fc.integer({ min: 0, max: 20 }),
});

const story = fc.record({
  answers: fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 8 }),
  ends: fc.array(fc.constantFrom(...ends), { minLength: 1, maxLength: 8 }),
  lives: fc.array(life, { maxLength: 5 }),
  choices: fc.array(fc.constantFrom('send-again', 'give-up'), { minLength: 1, maxLength: 4 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

const document = {
  nodes: [
    node('l', 'texts', { texts: ['a', 'b', 'c'] }),
    node('s', 'say'),
    node('j', 'join'),
    node('t', 'say'),
    node('o', 'output'),
  ],
  edges: edges('l.texts>s.prompt', 's.text>j.texts', 'j.text>t.prompt', 's.text>o.value'),
};

const never = new Promise<never>(() => undefined);

/** The gateway's own books: which attempts it has sold something for. */
class Books {
  readonly sold = new Map<string, number>();
  readonly tasks = new Map<string, string>();
  private submits = 0;
  private polls = 0;

  constructor(private readonly script: Story) {}

  sell(attempt: string, world: World): SubmitOutcome {
    const { answers: list } = this.script;
    const answer = list[this.submits++ % list.length];
    // The gateway gets tired of refusing, so that every story ends.
    const kind = this.submits > 40 ? 'received' : answer;
    const bought = (): void => void this.sold.set(attempt, (this.sold.get(attempt) ?? 0) + 1);
    switch (kind) {
      case 'accepted': {
        bought();
        this.tasks.set(`task of ${attempt}`, attempt);
        return world.task(`task of ${attempt}`);
      }
      case 'rejected':
        return { kind: 'rejected', error: error('no') };
      case 'busy':
        return { kind: 'unsent', error: error('no', true) };
      case 'lost after':
        bought();
        return { kind: 'ambiguous', error: error('maybe') };
      case 'lost before':
        return { kind: 'ambiguous', error: error('maybe') };
      default:
        bought();
        return { kind: 'received', answer: answerOf(`said for ${attempt}`) };
    }
  }

  ask(id: string): Awaited<ReturnType<World['gateway']['poll']>> {
    const { ends: list } = this.script;
    const kind = this.polls > 60 ? 'done' : list[this.polls++ % list.length];
    switch (kind) {
      case 'failed':
      case 'expired':
        return { kind, error: error('maybe') };
      case 'no-answer':
        return { kind, error: error('no', true) };
      case 'running':
        return { kind, status: 'working', progress: undefined };
      default:
        return { kind: 'done', answer: answerOf(id) };
    }
  }
}

/** The world as one process sees it: after its death nothing it does has an effect, and nothing comes back to it. */
function processOf(world: World, books: Books, dies: Story['lives'][number] | undefined) {
  let effects = 0;
  let isDead = false;
  let died: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  const effect = async <T>(make: () => T | Promise<T>): Promise<T> => {
    if (isDead) return never;
    effects += 1;
    if (effects !== dies?.effects) {
      const result = await make();
      return isDead ? never : result;
    }
    isDead = true;
    if (dies.after) await make();
    died();
    return never;
  };
  const { ledger, gateway, journal } = world;
  const view = Object.create(world, {
    ledger: {
      value: { ...ledger, record: (...all: Parameters<typeof ledger.record>) => effect(() => ledger.record(...all)) },
    },
    gateway: {
      value: {
        ...gateway,
        submit: (_call: unknown, _media: unknown, options: { mark?: string; sink: { begin(): void } }) =>
          effect(() => {
            options.sink.begin();
            return books.sell(options.mark ?? '', world);
          }),
        poll: (task: { id: string }) => effect(() => books.ask(task.id)),
      },
    },
    // Ids are unique in a home folder, over all its processes.
    ids: {
      get: () => world['ids'],
      set: (value: number) => {
        world['ids'] = value;
      },
    },
    journal: { value: { push: (event: never) => (isDead ? 0 : journal.push(event)) } },
  }) as World;
  return { view, death };
}

/** The questions of a run that waits for its user. */
function openQuestion(state: RunState): { node: string; item: number[] } | undefined {
  for (const run of state.nodes.values()) {
    for (const [key, item] of run.items) {
      if (item.state !== 'needs-user') continue;
      return { node: run.node, item: key === '' ? [] : key.split('.').map(Number) };
    }
  }
  return undefined;
}

/** Lives through a story until the run has ended, and gives what is left. */
async function live(script: Story) {
  const world = new World();
  const books = new Books(script);
  const lives = [...script.lives];
  let resent = 0;
  for (let turn = 0; turn < 60; turn += 1) {
    const state = world.journalled();
    if (state !== undefined && state.phase.state !== 'running' && state.phase.state !== 'suspended') {
      return { world, books, state, resent };
    }
    const question = state?.phase.state === 'suspended' ? openQuestion(state) : undefined;
    const choice = script.choices[turn % script.choices.length] ?? 'give-up';
    if (question !== undefined && choice === 'send-again') resent += 1;
    const dies = lives.shift();
    const { view, death } = processOf(world, books, dies);
    const run = view.run(document, {
      ...(state !== undefined && { state }),
      ...(question !== undefined && { answer: { ...question, choice } }),
    });
    await Promise.race([run.done, death]);
    if (dies?.powerCut === true) {
      world.boot = `boot ${turn + 2}`;
      world.journal.splice(Math.max(0, world.journal.length - dies.forgotten));
    }
  }
  throw new Error('the story does not come to its end');
}

/** The answer is in the journal, the question about the request that it led to is lost with the power. */
const answerOfAnEarlierRequest: Story = {
  answers: ['lost after'],
  ends: ['done'],
  lives: [
    { effects: 10, after: false, powerCut: false, forgotten: 0 },
    { effects: 5, after: false, powerCut: true, forgotten: 3 },
  ],
  choices: ['send-again'],
};

it('keeps at most one sale for an attempt, and every accepted task comes to an end, whatever happens in between', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (script) => {
      const { world, books, state, resent } = await live(script);
      const attempts = world.ledger.attempts();
      for (const [attempt, sales] of books.sold) {
        expect(sales, `sales for ${attempt}`).toBe(1);
        expect(world.ledger.attempt(attempt), `attempt ${attempt}`).toBeDefined();
      }
      for (const { id, state: word } of attempts) {
        expect(['rejected', 'delivered', 'failed', 'expired', 'forgotten', 'resent', 'given-up'], id).toContain(word);
      }
      for (const [task, attempt] of books.tasks) {
        const { state: word, task: known } = world.ledger.attempt(attempt) ?? {};
        // A task whose answer never came was asked about, and its user has decided.
        const mayHaveEnded =
          known?.id === task ? ['delivered', 'failed', 'expired', 'forgotten'] : ['resent', 'given-up'];
        expect(mayHaveEnded, `${task} is ${word}`).toContain(word);
      }
      // Nobody buys again but the user: one sale for an item, and one more each time that he wanted it.
      const perItem = new Map<string, number>();
      for (const attempt of attempts) {
        if (!books.sold.has(attempt.id)) continue;
        const item = `${attempt.address.node} ${attempt.address.item.join('.')}`;
        perItem.set(item, (perItem.get(item) ?? 0) + 1);
      }
      const extra = [...perItem.values()].reduce((sum, sales) => sum + sales - 1, 0);
      expect(extra, 'sales that nobody asked for').toBeLessThanOrEqual(resent);
      expect(['done', 'failed']).toContain(state.phase.state);
    }),
    { numRuns: 120, examples: [[answerOfAnEarlierRequest]] },
  );
}, 60_000);
