import { createHash } from 'node:crypto';
import { AppError } from '#core/errors';
import type {
  Answer,
  AnswerSink,
  Found,
  Gateway,
  LookOutcome,
  NodeCall,
  PollOutcome,
  PreparedCall,
  SubmitOutcome,
} from '#core/gateway/contract';
import { viewDocument } from '#core/graph/document';
import { validateWorkflow } from '#core/graph/validate';
import { defineNode } from '#core/node/definition';
import { createRegistry } from '#core/node/registry';
import { defineRecipe, type RecipeSource } from '#core/recipe/schema';
import type { JournalEvent, RunEvent } from '#core/run/event';
import { type RunState, reduceRun } from '#core/run/state';
import { verbatim } from '#core/text';
import type { ToolCall } from '#core/tool';
import type { ArtifactId, Json } from '#core/value/value';
import { createExecutor, freshNodes, type RunHandle, runScope } from '#electron/executor/executor';
import type { Attempt, AttemptChange, DiskReserve, Journal, Ledger, ReuseEntry } from '#electron/executor/services';
import { FakeClock } from '../support/fake-clock.ts';
import { plenty, plentyOfRoom } from '../support/room.ts';

const label = { en: 'x', zh: '某' };
const common = { version: 1, family: 'text', title: label, summary: label, example: {} } as const;

/** Local nodes: a text, a list of texts, one that fails on demand, one that takes its time, and a collector. */
const nodes = [
  defineNode({
    ...common,
    type: 'text',
    params: { text: { type: 'text', label, default: '' } },
    inputs: { in: { type: 'text', label } },
    outputs: { text: { type: 'text', label } },
    work: { kind: 'compute', compute: ({ inputs, params }) => ({ text: `${inputs.in ?? ''}${params.text}` }) },
  }),
  defineNode({
    ...common,
    type: 'texts',
    params: { texts: { type: 'json', label, default: [] } },
    inputs: {},
    outputs: { texts: { type: 'list<text>', label } },
    work: { kind: 'compute', compute: ({ params }) => ({ texts: params.texts }) },
  }),
  defineNode({
    ...common,
    type: 'fail-on',
    params: { word: { type: 'text', label, default: 'bad' } },
    inputs: { text: { type: 'text', label, required: true } },
    outputs: { text: { type: 'text', label } },
    work: {
      kind: 'compute',
      compute: ({ inputs, params }) => {
        if (inputs.text === params.word) throw new AppError('input.invalid', verbatim(`It says ${params.word}.`));
        return { text: inputs.text };
      },
    },
  }),
  defineNode({
    ...common,
    type: 'join',
    params: {},
    inputs: { texts: { type: 'list<text>', label, required: true } },
    outputs: { text: { type: 'text', label } },
    work: { kind: 'compute', compute: ({ inputs }) => ({ text: inputs.texts.join('+') }) },
  }),
  defineNode({
    ...common,
    type: 'output',
    params: { name: { type: 'text', label, default: '' } },
    inputs: { value: { type: 'any', label, required: true } },
    outputs: {},
    takesGaps: true,
    work: { kind: 'compute', compute: () => ({}) },
  }),
  defineNode({
    ...common,
    type: 'tool',
    params: { tool: { type: 'json', label } },
    inputs: {},
    outputs: { tool: { type: 'json', label } },
    work: { kind: 'compute', compute: ({ params }) => ({ tool: params.tool ?? null }) },
  }),
  defineNode({
    ...common,
    type: 'say',
    params: {
      prompt: { type: 'text', label, default: '' },
      model: { type: 'model', label, default: 'm' },
      max_turns: { type: 'integer', label },
    },
    inputs: { prompt: { type: 'text', label, required: true }, tools: { type: 'list<json>', label } },
    outputs: { text: { type: 'text', label } },
    work: { kind: 'call' },
  }),
];

const sayRecipe: RecipeSource = defineRecipe({
  id: 'test/say',
  version: 1,
  nodes: ['say'],
  system: 'test',
  title: label,
  models: [{ id: 'm' }],
  params: {},
  charges: true,
  submit: { method: 'POST', path: '/say', json: { object: { prompt: { input: 'prompt' } } } },
  outputs: { text: { as: 'text', paths: ['text'] } },
});

export const registry = createRegistry(nodes, [sayRecipe]);

/** What the scripted gateway does with the next call whose prompt is this; the default is an answer with `said <prompt>`. */
export type Script = (
  call: PreparedCall,
  tries: number,
) => Partial<{ submit: SubmitOutcome | Promise<SubmitOutcome> }> | undefined;

export const answerOf = (text: string): Answer => ({
  name: text,
  file: text,
  status: 200,
  contentType: 'application/json',
  bytes: 0,
});

const taskOf = (id: string) => ({ baseUrl: 'http://gateway.test', recipe: 'test/say', id, params: {} });

const noRoute = (): Promise<never> => Promise.reject(new Error('not in this test'));

/** A world without disk, network and real time. It outlives the "processes" that run in it. */
export class World {
  readonly clock = new FakeClock();
  readonly events: RunEvent[] = [];
  readonly journal: JournalEvent[] = [];
  readonly rows: AttemptChange[] = [];
  readonly submitted: string[] = [];
  readonly polls: string[] = [];
  script: Script = () => undefined;
  poll: (id: string, count: number) => PollOutcome = (id) => ({ kind: 'done', answer: answerOf(`task ${id}`) });
  /** The functions that an answer, known by its text, wants called. */
  calls: (answer: string) => readonly ToolCall[] = () => [];
  /** What the gateway answers when it is asked which tasks there are. */
  listed: LookOutcome = { kind: 'listed', tasks: [] };
  private readonly attempts = new Map<string, Attempt>();
  private readonly texts = new Map<string, string>();
  readonly reuse = new Map<string, ReuseEntry>();
  private ids = 0;
  private readonly begun = new Set<string>();
  /** Whether requests get as far as to the gateway. */
  leaves = true;
  boot = 'boot 1';
  reserve: DiskReserve = plentyOfRoom;
  mayBuy: () => void = () => undefined;

  readonly ledger: Ledger = {
    record: async (change) => {
      this.rows.push(change);
      const before = this.attempts.get(change.id);
      const at = new Date(this.clock.now()).toISOString();
      const attempt = { createdAt: at, ...before, ...change, updatedAt: at } as Attempt;
      this.attempts.set(change.id, attempt);
      return attempt;
    },
    attempt: (id) => this.attempts.get(id),
    attempts: () => [...this.attempts.values()],
    attemptsOf: (run) => [...this.attempts.values()].filter((attempt) => attempt.address.run === run),
    newestOf: (key) => [...this.attempts.values()].filter((attempt) => attempt.key === key).at(-1),
  };

  readonly gateway: Gateway = {
    connection: { name: 'test', baseUrl: 'http://gateway.test', uploadUrl: undefined, practice: false },
    recall: () => undefined,
    prepare: ({ params, inputs }: NodeCall) => ({
      recipe: registry.recipe('test/say') as PreparedCall['recipe'],
      recipeDigest: 'digest',
      params: Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as Record<
        string,
        Json
      >,
      inputs,
      system: 'test',
      model: 'm',
      charges: true,
      media: [],
    }),
    submit: async (call, _media, { sink, signal }) => {
      const prompt = [call.inputs['prompt'], ...(call.turns ?? [])].join(' ');
      if (this.leaves) sink.begin();
      this.submitted.push(prompt);
      const tries = this.submitted.filter((other) => other === prompt).length;
      await sink.close();
      const answer = this.script(call, tries)?.submit ?? { kind: 'received', answer: answerOf(`said ${prompt}`) };
      const stopped = new Promise<SubmitOutcome>((resolve) => {
        const error = new AppError('gateway.no-answer', verbatim('Stopped.'), { billed: 'maybe' }).info;
        signal.addEventListener('abort', () => resolve({ kind: 'ambiguous', error }), { once: true });
      });
      return Promise.race([answer, stopped]);
    },
    poll: async (task) => {
      this.polls.push(task.id);
      return this.poll(task.id, this.polls.filter((id) => id === task.id).length);
    },
    read: async (_recipe, answer): Promise<Record<string, Found>> => ({ text: { kind: 'value', value: answer.name } }),
    callsIn: async (answer) => this.calls(answer.name),
    continueCall: async (call, _answer, results) => ({
      ...call,
      turns: [...(call.turns ?? []), ...results.map(({ value }) => String(value))],
    }),
    usage: async () => undefined,
    together: () => undefined,
    pollTogether: noRoute,
    look: async () => this.listed,
    referTo: (_call, id, createdAt) => ({ ...taskOf(id), createdAt }),
    download: noRoute,
    upload: noRoute,
  };

  private readonly sink: AnswerSink = {
    name: 'answer',
    file: 'answer',
    begin: () => undefined,
    write: async () => undefined,
    close: async () => undefined,
  };

  task(id: string): SubmitOutcome {
    const createdAt = new Date(this.clock.now()).toISOString();
    return { kind: 'accepted', task: { ...taskOf(id), createdAt }, answer: answerOf('created') };
  }

  graph(document: Record<string, Json>) {
    const { workflow } = viewDocument({ format: 'patchbay.workflow', version: 1, edges: [], ...document });
    const { graph, issues } = validateWorkflow(workflow, registry);
    return { workflow, graph, issues };
  }

  /** Starts a "process" with a run; with a state it goes on with one. */
  run(
    document: Record<string, Json>,
    options: {
      id?: string;
      state?: RunState;
      retry?: boolean;
      to?: string;
      from?: string;
      fresh?: boolean;
      waitLimit?: number;
      prices?: number;
      budget?: number;
      answer?: { node: string; item: number[]; choice: string };
    } = {},
  ): RunHandle {
    const { graph } = this.graph(document);
    const journal: Journal = {
      append: (event) => {
        this.journal.push(event);
      },
      flush: async () => undefined,
      close: async () => undefined,
    };
    const executor = createExecutor({
      registry,
      ledger: this.ledger,
      answers: {
        create: async (id) => ({ ...this.sink, begin: () => this.begun.add(id) }),
        hasBegun: (id) => this.begun.has(id),
      },
      artifacts: {
        temporary: () => 'none',
        part: () => undefined,
        fill: noRoute,
        adopt: noRoute,
        find: noRoute,
        putText: (text) => {
          const id: ArtifactId = `sha256:${createHash('sha256').update(text).digest('hex')}`;
          this.texts.set(id, text);
          return id;
        },
        getText: (id) => this.texts.get(id) ?? '',
      },
      reserve: this.reserve,
      mayBuy: () => this.mayBuy(),
      reuse: {
        find: (key) => this.reuse.get(key),
        findPurchase: (id) => [...this.reuse.values()].findLast(({ purchase }) => purchase?.id === id),
        lastOf: ({ workflow, node: owner }) =>
          [...this.reuse.values()].findLast(({ by }) => by?.workflow.id === workflow && by.node === owner),
        add: (key, entry) => {
          this.reuse.set(key, entry);
        },
      },
      uploads: { find: () => undefined, add: () => undefined },
      clock: this.clock,
      random: () => 0.5,
      newId: () => `a${++this.ids}`,
      boot: this.boot,
      pollMilliseconds: 1000,
    });
    const scope = runScope(graph, options);
    const { prices } = options;
    return executor.start({
      id: options.id ?? 'run_1',
      workflow: { id: 'wf', name: 'W' },
      graph,
      scope,
      fresh: options.fresh === true ? freshNodes(graph, scope, options.from) : new Set(),
      journal,
      space: plenty,
      files: { open: noRoute, readJson: noRoute, save: noRoute, split: noRoute },
      gateway: this.gateway,
      prices:
        prices === undefined
          ? undefined
          : {
              priceOf: () => (prices < 0 ? undefined : { from: prices, to: prices }),
              costOf: () => undefined,
              groupsOf: () => ({ groups: [], hidden: 0 }),
            },
      budget: options.budget,
      consent: { allowed: () => false, allow: () => undefined },
      waitLimit: options.waitLimit ?? 3_600_000,
      listener: (event) => {
        this.events.push(event);
      },
      state: options.state,
      ...(options.retry !== undefined && { retry: options.retry }),
      ...(options.answer !== undefined && { answer: options.answer }),
    });
  }

  /** The state of a run as a new process finds it in the journal. */
  journalled(id = 'run_1'): RunState | undefined {
    let state: RunState | undefined;
    for (const event of this.journal) if (event.run === id) state = reduceRun(state, JSON.parse(JSON.stringify(event)));
    return state;
  }
}

export const node = (
  id: string,
  type: string,
  params: Record<string, Json> = {},
  more: Record<string, Json> = {},
): Json => ({
  id,
  type,
  params,
  ...more,
});

/** `a.text>b.in` as an edge. */
export const edges = (...texts: string[]): Json[] =>
  texts.map((text, index) => {
    const [from = '', to = ''] = text.split('>');
    const [fromNode = '', fromPort = ''] = from.split('.');
    const [toNode = '', toPort = ''] = to.split('.');
    return { id: `e${index}`, from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } };
  });

export const stateOf = (state: RunState, id: string, item = '') => state.nodes.get(id)?.items.get(item);
