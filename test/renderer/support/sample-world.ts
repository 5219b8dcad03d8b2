import { readFileSync } from 'node:fs';
import type { ItemRun } from '#core/run/state';
import type { ConnectionView } from '#core/services/connection-views';
import type { CallOutput } from '#core/services/contract';
import type { PlanView, RunView, TaskView } from '#core/services/run-views';
import type { FakeWorld } from './fake-bridge.ts';

type Document = FakeWorld['documents'][string]['base'];

function readExample(name: string): Document {
  return JSON.parse(readFileSync(new URL(`../../../examples/${name}.patchbay`, import.meta.url), 'utf8')) as Document;
}

/** An artifact by a digit, so that pictures of a test can tell which is which. */
export const artifact = (digit: number): `sha256:${string}` => `sha256:${String(digit).repeat(64).slice(0, 64)}`;

const image = (digit: number) => ({
  kind: 'image' as const,
  artifact: artifact(digit),
  mime: 'image/png',
  width: 1024,
  height: 1536,
  bytes: 1_830_000,
});

export const sampleConnections: readonly ConnectionView[] = [
  {
    name: 'winfull',
    baseUrl: 'https://api.winfull.cloud-ip.cc',
    uploadUrl: 'https://imageproxy.zhongzhuan.chat',
    practice: false,
    keyToUploadHost: true,
    key: 'keyring',
    fixed: false,
  },
  {
    name: 'Practice',
    baseUrl: 'http://127.0.0.1:4810',
    practice: true,
    keyToUploadHost: false,
    key: 'none',
    fixed: false,
  },
];

const nodePlan = (
  node: string,
  title: string,
  type: string,
  rest: Partial<PlanView['entries'][number]>,
): PlanView['entries'][number] => ({
  node,
  title,
  type,
  action: 'local',
  reason: { why: 'local' },
  items: 1,
  reusedItems: 0,
  price: 'free',
  uploads: 0,
  ...rest,
});

export const samplePlan: PlanView = {
  entries: [
    nodePlan('subject', 'Subject', 'input', {}),
    nodePlan('idea', 'Idea', 'prompt', {}),
    nodePlan('brief', 'Brief', 'prompt', {}),
    nodePlan('script', 'Script', 'chat', {
      action: 'reuse',
      reason: { why: 'same', run: 'r0', at: '2026-11-23T13:02:00Z' },
      model: 'gpt-5.2',
    }),
    nodePlan('shots', 'Shots', 'text-split', {}),
    nodePlan('pictures', 'Pictures', 'image', {
      action: 'run',
      reason: { why: 'new' },
      model: 'gpt-image-1.5-all',
      items: 3,
      reusedItems: 1,
      price: { from: 0.08, to: 0.12 },
    }),
    nodePlan('all', 'All pictures', 'flatten', {}),
    nodePlan('upload', 'Upload', 'upload', { action: 'run', reason: { why: 'inputs', because: 'all' }, uploads: 3 }),
    nodePlan('film', 'Film', 'video', {
      action: 'run',
      reason: { why: 'inputs', because: 'upload' },
      model: 'sora-2',
      price: { from: 0.4, to: 0.56 },
    }),
    nodePlan('voice', 'Voice-over', 'tts', {
      action: 'run',
      reason: { why: 'new' },
      model: 'tts-1',
      price: 'unknown',
    }),
  ],
  issues: [
    {
      code: 'model.unlisted',
      severity: 'warning',
      message: 'The gateway does not list the model "tts-1" of "Voice-over".',
      hint: 'It lists tts-1-hd, gpt-4o-mini-tts and 4 more.',
      place: { node: 'voice', field: 'model' },
    },
  ],
  price: { from: 0.48, to: 0.68 },
  unknownPrices: 1,
  uploads: 3,
};

const times = { attempt: 1, since: '2026-11-23T14:02:10Z', until: '2026-11-23T14:02:51Z' };
const done = (outputs: Extract<ItemRun, { state: 'done' }>['outputs']): ItemRun => ({
  state: 'done',
  ...times,
  outputs,
  key: undefined,
});

function sampleRun(document: Document): CallOutput<'run.open'> {
  const text = 'Dusk. Gulls circle the tower while the keeper climbs.\nThe lamp turns; light crosses the sea.';
  const items: Readonly<Record<string, readonly (readonly [string, ItemRun])[]>> = {
    subject: [['', done({ value: { type: 'text', value: 'a lighthouse keeper' } })]],
    idea: [['', done({ text: { type: 'text', value: 'A fifteen second teaser about a lighthouse keeper.' } })]],
    script: [
      [
        '',
        {
          state: 'reused',
          attempt: 0,
          outputs: { text: { type: 'text', value: text } },
          from: { run: 'r0', at: '2026-11-23T13:02:00Z' },
        },
      ],
    ],
    pictures: [0, 1, 2].map((index): [string, ItemRun] => [
      String(index),
      done({ images: { type: 'list<image>', value: [image(index + 1)] } }),
    ]),
    film: [
      [
        '',
        {
          state: 'awaiting',
          attempt: 1,
          since: new Date(Date.now() - 134_000).toISOString(),
          task: { id: 'task_01', attempt: 'a1', since: new Date(Date.now() - 134_000).toISOString() },
        },
      ],
    ],
    voice: [
      [
        '',
        {
          state: 'needs-user',
          attempt: 1,
          question: {
            kind: 'ambiguous',
            message: 'No answer came to the request; it may have been billed.',
            choices: ['look', 'send-again', 'give-up'],
          },
        },
      ],
    ],
    'out-pictures': [['', done({ value: { type: 'list<image>', value: [image(1), image(2), image(3)] } })]],
    'out-script': [['', done({ value: { type: 'text', value: text } })]],
  };
  const order = (document['nodes'] as { id: string }[]).map((node) => node.id);
  return {
    document,
    snapshot: {
      id: 'r1',
      workflow: { id: String(document['id']), name: String(document['name']) },
      connection: { name: 'winfull', baseUrl: 'https://api.winfull.cloud-ip.cc', practice: false },
      startedAt: new Date(Date.now() - 160_000).toISOString(),
      at: new Date().toISOString(),
      seq: 40,
      phase: { state: 'running' },
      order,
      nodes: order.map((node) => ({
        key: node,
        node,
        path: [],
        messages: [],
        ...(node === 'pictures' && { shape: [0, 0, 0] as 0[] }),
        items: [...(items[node] ?? [['', { state: 'waiting', attempt: 0 }]])] as never,
      })),
    },
  };
}

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

const runRow = (id: string, name: string, rest: Partial<RunView>): RunView => ({
  id,
  name,
  state: 'done',
  startedAt: ago(4000),
  at: ago(3900),
  practice: false,
  counts: { done: 9, reused: 3 },
  ...rest,
});

const sampleRuns: readonly RunView[] = [
  runRow('r1', 'Lighthouse teaser', {
    workflow: 'wf_teaser',
    state: 'running',
    startedAt: ago(160),
    at: ago(1),
    counts: { running: 1, awaiting: 1, done: 8, reused: 1, waiting: 4, 'needs-user': 1 },
  }),
  runRow('r2', 'Product clips', {
    state: 'suspended',
    why: 'tasks',
    counts: { awaiting: 2, done: 4 },
    startedAt: ago(900),
  }),
  runRow('r3', 'Dub to Mandarin', {
    state: 'failed',
    counts: { failed: 1, skipped: 2, done: 5 },
    startedAt: ago(5400),
  }),
  runRow('r4', 'Lighthouse teaser', { practice: true, startedAt: ago(90_000), at: ago(89_870) }),
  runRow('r5', 'Podcast from notes', {
    state: 'cancelled',
    counts: { cancelled: 3, done: 2 },
    startedAt: ago(260_000),
  }),
];

const taskRow = (id: string, node: string, nodeType: string, rest: Partial<TaskView>): TaskView => ({
  id,
  run: 'r1',
  node,
  item: [],
  nodeType,
  state: 'delivered',
  practice: false,
  createdAt: ago(200),
  updatedAt: ago(120),
  ...rest,
});

const sampleTasks: readonly TaskView[] = [
  taskRow('a1', 'film', 'video', {
    model: 'sora-2',
    state: 'accepted',
    task: 'video_68f2b1c0',
    price: { from: 0.4, to: 0.56 },
    createdAt: ago(134),
    updatedAt: ago(4),
    prompt: 'A fifteen second teaser about a lighthouse keeper. Slow, warm, cinematic, vertical.',
  }),
  taskRow('a2', 'voice', 'tts', {
    model: 'tts-1',
    state: 'ambiguous',
    price: { from: 0.02, to: 0.02 },
    createdAt: ago(150),
  }),
  taskRow('a3', 'pictures', 'image', { model: 'gpt-image-1.5-all', item: [0], price: { from: 0.04, to: 0.04 } }),
  taskRow('a4', 'pictures', 'image', { model: 'gpt-image-1.5-all', item: [1], price: { from: 0.04, to: 0.04 } }),
  taskRow('a5', 'pictures', 'image', {
    model: 'gpt-image-1.5-all',
    item: [2],
    state: 'rejected',
    error: {
      code: 'gateway.refused-content',
      message: 'The gateway refused the prompt: sensitive words.',
      hint: 'Change the prompt.',
      retryable: false,
      billed: 'no',
      details: { status: 400, body: { error: { code: 'sensitive_words_detected' } } },
    },
  }),
  taskRow('a6', 'theme', 'midjourney', { model: 'midjourney', state: 'expired', run: 'r3', createdAt: ago(86_000) }),
];

/** A world with a bit of everything, for the eye and for axe. */
export function sampleWorld(): FakeWorld {
  const teaser = readExample('teaser');
  const hello = readExample('hello');
  const path = '/home/mara/Patchbay/workflows';
  const file = (name: string, nodes: number, seconds: number) => ({
    path: `${path}/${name}.patchbay`,
    name,
    changedAt: ago(seconds),
    nodes,
  });
  const template = (id: string, en: string, zh: string, summary: { en: string; zh: string }, nodes: number) => ({
    id,
    name: { en, zh },
    summary,
    nodes,
    sketch: { nodes: [], wires: [] },
  });
  return {
    start: {
      version: '0.1.0',
      host: 'desktop',
      settings: { theme: 'dark', language: 'en', workflows: path, connection: 'winfull', welcomed: true, budget: 2 },
      connections: [...sampleConnections],
      recents: [
        file('Lighthouse teaser', 16, 400),
        file('Product clips', 9, 8000),
        file('Dub to Mandarin', 7, 200_000),
      ],
      open: [
        { draft: 'd1', elsewhere: false, name: 'Lighthouse teaser', path: `${path}/Lighthouse teaser.patchbay` },
        { draft: 'd2', elsewhere: false, name: 'Hello' },
      ],
      templates: [
        template(
          'wf_teaser',
          'Lighthouse teaser',
          '灯塔预告片',
          { en: 'An idea becomes a script, pictures, a voice and a film.', zh: '从一个想法到剧本、图片、配音和影片。' },
          16,
        ),
        template(
          'dub',
          'Translate and dub',
          '翻译配音',
          { en: 'A film gets a voice in another language.', zh: '为影片配上另一种语言的声音。' },
          8,
        ),
        template(
          'variations',
          'Picture variations',
          '图片变体',
          { en: 'One picture, many styles, side by side.', zh: '一张图，多种风格，并排比较。' },
          6,
        ),
        template(
          'podcast',
          'Podcast from notes',
          '笔记变播客',
          { en: 'Notes become a talk between two voices.', zh: '把笔记变成两个人的对谈。' },
          9,
        ),
        template(
          'product',
          'Product photo to clip',
          '商品图变短片',
          { en: 'A photo of a product becomes a short film.', zh: '把一张商品照片变成短片。' },
          7,
        ),
        template(
          'storyboard',
          'Storyboard',
          '分镜',
          { en: 'A story becomes a row of pictures.', zh: '把故事变成一组分镜图。' },
          10,
        ),
      ],
    },
    documents: {
      d1: {
        draft: 'd1',
        path: `${path}/Lighthouse teaser.patchbay`,
        name: 'Lighthouse teaser',
        base: teaser,
        rows: [],
        revision: '1',
        version: 0,
        readOnly: false,
        lease: 'l1',
      },
      d2: { draft: 'd2', name: 'Hello', base: hello, rows: [], version: 0, readOnly: false, lease: 'l2' },
    },
    answers: {
      'plan.make': samplePlan,
      'run.list': [...sampleRuns],
      'task.list': { tasks: [...sampleTasks], revision: 1 },
      'task.answer': {
        text: '{"id":"video_68f2b1c0","status":"in_progress","progress":58,"model":"sora-2"}',
        loss: { en: 'It may have been billed.', zh: '可能已计费。' },
      },
      'connection.test': [
        { what: 'reachable', ok: true, message: 'It answers in 0.2 s.' },
        { what: 'key', ok: true, message: 'The key is accepted.' },
        { what: 'models', ok: true, message: '214 models.' },
        { what: 'prices', ok: true, message: 'Prices of 190 models are known.' },
        { what: 'balance', ok: true, message: '$12.40 left.' },
        { what: 'upload', ok: false, message: 'The upload host does not answer.', hint: 'Check the upload address.' },
      ],
    },
    runs: { r1: sampleRun(teaser) },
    values: {},
  };
}
