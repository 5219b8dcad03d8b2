import type { ErrorInfo } from '#core/errors';
import type { ItemRun } from '#core/run/state';
import type { CallOutput } from '#core/services/contract';
import type { FakeWorld } from './fake-bridge.ts';
import { artifact } from './sample-world.ts';

/** A canvas with everything that a node can be: every state, every kind of result, and what is broken. */

type Document = FakeWorld['documents'][string]['base'];
type SceneItems = readonly (readonly [string, ItemRun])[];

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

interface SceneNode {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly at: readonly [number, number];
  readonly params?: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
  readonly items?: SceneItems;
}

const one = (item: ItemRun): SceneItems => [['', item]];
const done = (seconds: number, outputs: Extract<ItemRun, { state: 'done' }>['outputs']): ItemRun => ({
  state: 'done',
  attempt: 1,
  since: ago(200 + seconds),
  until: ago(200),
  outputs,
  key: undefined,
});
const picture = (digit: number, width = 1024, height = 1024) => ({
  kind: 'image' as const,
  artifact: artifact(digit),
  mime: 'image/png',
  width,
  height,
});
const tooLong: ErrorInfo = {
  code: 'param.invalid',
  message: 'The text is 4,310 characters; tts-1 takes 4,096.',
  hint: 'Split it.',
  retryable: false,
  billed: 'no',
  place: { field: 'text' },
};
const waiting: SceneItems = one({ state: 'waiting', attempt: 0 });

const nodes: readonly SceneNode[] = [
  {
    id: 'idea',
    type: 'prompt',
    title: 'Idea',
    at: [0, 0],
    params: { text: 'A keeper lights the lamp of a lighthouse at {{time}}, {{weather}}. Slow, warm, cinematic.' },
    items: one(done(0, { text: { type: 'text', value: 'A keeper lights the lamp.' } })),
  },
  {
    id: 'script',
    type: 'chat',
    title: 'Script',
    at: [0, 230],
    params: { model: 'gpt-5.2' },
    items: one({ state: 'running', attempt: 1, since: ago(6) }),
  },
  {
    id: 'keeper',
    type: 'image',
    title: 'Keeper',
    at: [280, 18],
    params: { model: 'gpt-image-1.5' },
    items: one({
      state: 'reused',
      attempt: 0,
      outputs: { images: { type: 'list<image>', value: [picture(1, 1536, 1024)] } },
      from: { run: 'r0', at: ago(4000) },
    }),
  },
  {
    id: 'shots',
    type: 'image',
    title: 'Shots',
    at: [280, 270],
    params: { model: 'gpt-image-1.5-all' },
    items: one(done(41, { images: { type: 'list<image>', value: [2, 3, 4, 5].map((digit) => picture(digit)) } })),
  },
  {
    id: 'voice',
    type: 'tts',
    title: 'Voice-over',
    at: [280, 540],
    items: one({ state: 'failed', attempt: 1, error: tooLong }),
  },
  {
    id: 'clip',
    type: 'video',
    title: 'Clip',
    at: [570, 0],
    params: { model: 'sora-2' },
    items: one({
      state: 'awaiting',
      attempt: 2,
      since: ago(134),
      task: { id: 'task', attempt: 'a1', since: ago(134) },
    }),
  },
  {
    id: 'transcript',
    type: 'transcribe',
    title: 'Transcript',
    at: [570, 560],
    items: one({ state: 'skipped', attempt: 0, reason: { why: 'failed', because: 'voice' } }),
  },
  { id: 'teaser', type: 'output', title: 'Teaser', at: [850, 60], params: { name: 'Teaser' }, items: waiting },
  {
    id: 'sound',
    type: 'tts',
    title: 'Narration',
    at: [570, 180],
    items: one(
      done(12, {
        audio: {
          type: 'audio',
          value: { kind: 'audio', artifact: artifact(8), mime: 'audio/mpeg', duration: 14.2 },
        },
      }),
    ),
  },
  {
    id: 'film',
    type: 'video',
    title: 'Product clip',
    at: [850, 200],
    params: { model: 'veo3.1' },
    items: one(
      done(220, {
        video: {
          type: 'video',
          value: { kind: 'video', artifact: artifact(9), mime: 'video/mp4', width: 1280, height: 720, duration: 8 },
        },
      }),
    ),
  },
  {
    id: 'many',
    type: 'image',
    title: 'Fifty posters',
    at: [570, 330],
    items: Array.from({ length: 50 }, (_, index): [string, ItemRun] => [
      String(index),
      index < 4
        ? done(9, { images: { type: 'list<image>', value: [picture((index % 6) + 1)] } })
        : index === 4
          ? { state: 'failed', attempt: 1, error: { ...tooLong, message: 'Refused: sensitive words.' } }
          : index < 8
            ? { state: 'running', attempt: 1, since: ago(5) }
            : { state: 'waiting', attempt: 0 },
    ]),
  },
  {
    id: 'asks',
    type: 'midjourney',
    title: 'Poster',
    at: [850, 420],
    items: one({
      state: 'needs-user',
      attempt: 1,
      question: {
        kind: 'ambiguous',
        message: 'No answer came; it may have been billed.',
        choices: ['look', 'send-again', 'give-up'],
      },
    }),
  },
  { id: 'future', type: 'hologram', title: '', at: [850, 620], items: waiting },
  {
    id: 'long',
    type: 'prompt',
    title:
      'A title that goes on and on, as long as two hundred characters are, because somebody wrote their whole idea into it and never stopped '.padEnd(
        200,
        'x',
      ),
    at: [1110, 0],
    params: { text: Array.from({ length: 20 }, (_, index) => `{{part${index + 1}}}`).join(' ') },
  },
  { id: 'muted', type: 'upload', title: 'Upload', at: [1110, 500], more: { mode: 'muted' } },
  { id: 'bypassed', type: 'text-replace', title: '', at: [1110, 580], more: { mode: 'bypassed' } },
  { id: 'small', type: 'json-pick', title: 'Collapsed', at: [1110, 690], more: { collapsed: true } },
  {
    id: 'chinese',
    type: 'prompt',
    title: '黄昏的灯塔',
    at: [0, 480],
    params: { text: '黄昏时分，守塔人点亮灯塔，海面上{{天气}}，镜头缓慢推进，暖色调，电影质感。' },
  },
  { id: 'empty', type: 'file', title: '', at: [0, 640] },
];

const wires: readonly (readonly [string, string, string, string])[] = [
  ['idea', 'text', 'keeper', 'prompt'],
  ['idea', 'text', 'clip', 'prompt'],
  ['script', 'text', 'shots', 'prompt'],
  ['script', 'text', 'voice', 'text'],
  ['keeper', 'images', 'clip', 'images'],
  ['shots', 'images', 'clip', 'images'],
  ['voice', 'audio', 'transcript', 'audio'],
  ['clip', 'video', 'teaser', 'value'],
  ['shots', 'images', 'many', 'images'],
  ['many', 'images', 'future', 'glow'],
  ['keeper', 'gone', 'sound', 'text'],
];

export function canvasDocument(): Document {
  return {
    format: 'patchbay.workflow',
    version: 1,
    id: 'wf_canvas',
    name: 'Lighthouse teaser',
    description: '',
    nodes: nodes.map(({ id, type, title, at, params, more }) => ({
      id,
      type,
      version: 1,
      title,
      position: { x: at[0], y: at[1] },
      params: params ?? {},
      mode: 'active',
      ...more,
    })) as Document['nodes'] & object,
    edges: wires.map(([from, output, to, input], index) => ({
      id: `e${index}`,
      from: { node: from, port: output },
      to: { node: to, port: input },
    })),
    frames: [{ id: 'frame-1', title: 'Storyboard', position: { x: 262, y: -8 }, size: { width: 250, height: 500 } }],
    notes: [
      {
        id: 'note-1',
        text: 'Ask Mei for the voice that she liked.',
        position: { x: 300, y: 720 },
        size: { width: 200, height: 64 },
      },
    ],
  };
}

function _canvasRun(document: Document): CallOutput<'run.open'> {
  return {
    document,
    snapshot: {
      id: 'rc',
      workflow: { id: 'wf_canvas', name: 'Lighthouse teaser' },
      connection: { name: 'winfull', baseUrl: 'https://api.winfull.cloud-ip.cc', practice: false },
      startedAt: ago(200),
      at: ago(0),
      seq: 60,
      phase: { state: 'running' },
      order: nodes.filter((node) => node.items !== undefined).map((node) => node.id),
      nodes: nodes.flatMap(({ id, items }) =>
        items === undefined
          ? []
          : [
              {
                key: id,
                node: id,
                path: [],
                messages: [],
                ...(items.length > 1 && { shape: items.map(() => 0 as const) }),
                items: items.map(([key, item]) => [key, item]) as never,
              },
            ],
      ),
    },
  };
}
