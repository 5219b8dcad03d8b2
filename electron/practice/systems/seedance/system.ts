import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { check } from '../../http/check.ts';
import { GatewayError, modelNotFound } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask, listTasks, type VendorState } from '../vendor-task.ts';
import { sidesOf } from '../work.ts';

const address = z
  .string()
  .regex(/^(?:https?:\/\/\S+|data:image\/[a-z+.-]+;base64,.+)$/s, 'a link or a data URL is expected');
const resolution = z.enum(['480p', '720p', '1080p']);
const ratio = z.enum(['16:9', '9:16', '4:3', '3:4', '1:1', '21:9', 'adaptive']);

const orderSchema = z.strictObject({
  model: z.string().min(1),
  content: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
        z.strictObject({
          type: z.literal('image_url'),
          image_url: z.strictObject({ url: address }),
          role: z.enum(['first_frame', 'last_frame', 'reference_image']).optional(),
        }),
      ]),
    )
    .min(1),
  resolution: resolution.optional(),
  ratio: ratio.optional(),
  duration: z.int().min(2).max(15).optional(),
  generate_audio: z.boolean().optional(),
  camera_fixed: z.boolean().optional(),
  return_last_frame: z.boolean().optional(),
  seed: z.int().min(-1).optional(),
  watermark: z.boolean().optional(),
});

/** What may stand behind a prompt as `--name value`. */
const flagsSchema = z.strictObject({
  rs: resolution.optional(),
  rt: ratio.optional(),
  dur: z.coerce.number().int().min(2).max(15).optional(),
  fps: z.literal('24').optional(),
  wm: z.enum(['true', 'false']).optional(),
  cf: z.enum(['true', 'false']).optional(),
  seed: z.coerce.number().int().optional(),
});

const base = '/volc/v1/contents/generations/tasks';

const models = [
  perCall('doubao-seedance-2-0-260128', 0.6, 'seedance', 'video'),
  perCall('doubao-seedance-2-0-fast-260128', 0.4, 'seedance', 'video'),
  perCall('doubao-seedance-1-5-pro-251215', 0.4, 'seedance', 'video'),
  perCall('doubao-seedance-1-0-pro-250528', 0.3, 'seedance', 'video'),
  perCall('doubao-seedance-1-0-pro-fast-251015', 0.2, 'seedance', 'video'),
  perCall('doubao-seedance-1-0-lite-t2v-250428', 0.15, 'seedance', 'video'),
  perCall('doubao-seedance-1-0-lite-i2v-250428', 0.15, 'seedance', 'video'),
];

/** Seedance: creating a task, asking for one, listing them (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models,
  routes: (gateway) => [
    { method: 'POST', path: base, handle: (request) => create(gateway, request) },
    { method: 'GET', path: base, handle: (request) => list(gateway, request) },
    { method: 'GET', path: `${base}/:id`, handle: (request) => query(gateway, request) },
  ],
};

function create(gateway: Gateway, request: PracticeRequest): Answer {
  const order = check(orderSchema, jsonBody(request));
  const model = models.find(({ id }) => id === order.model);
  if (model === undefined) throw modelNotFound(order.model);
  const text = order.content.find((part) => part.type === 'text')?.text ?? '';
  const [prompt = '', ...flags] = text.split(/\s--(?=[a-z]+\s)/);
  const entries = flags.map((flag): [string, string] => [flag.split(/\s+/)[0] ?? '', flag.split(/\s+/)[1] ?? '']);
  const { rs, rt, dur } = check(flagsSchema, Object.fromEntries(entries));
  const images = order.content.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : []));
  const film = {
    model: model.id,
    prompt: prompt.trim(),
    shape: { ...sidesOf(order.ratio ?? rt ?? '16:9', rs === '480p' ? 480 : 640), seconds: order.duration ?? dur ?? 5 },
    // Pictures that came along as data need not be looked up.
    images: images.filter((url) => !url.startsWith('data:')),
  };
  const task = beginTask(gateway, request, {
    system: 'seedance',
    model: model.id,
    extra: {},
    id: () => `cgt-${gateway.newId().slice(0, 20)}`,
    work: () => workOnFilm(gateway, film),
  });
  return jsonAnswer({ id: task.id, status: 'submitted' });
}

function query(gateway: Gateway, request: PracticeRequest): Answer {
  const id = request.parameters['id'] ?? '';
  const found = askTask(gateway, 'seedance', id);
  if (found === undefined) {
    throw new GatewayError({ status: 404, message: `task_not_exist: ${id}`, code: 'task_not_exist' });
  }
  return jsonAnswer(describe(gateway, found));
}

function list(gateway: Gateway, request: PracticeRequest): Answer {
  const number = (name: string, fallback: number): number => Number(request.query.get(name) ?? fallback);
  const found = listTasks(gateway, 'seedance', number('page_num', 1), Math.min(500, number('page_size', 20)));
  return jsonAnswer({ items: found.map((each) => describe(gateway, each)), total: found.length });
}

function describe(gateway: Gateway, found: VendorState<unknown>): Record<string, unknown> {
  const { task, state, word, files } = found;
  const words = { queued: 'queued', running: 'running', done: 'succeeded', failed: 'failed' };
  const [file] = files;
  return {
    id: task.id,
    model: task.model,
    status: word ?? words[state],
    created_at: Math.floor(task.createdAt / 1000),
    updated_at: Math.floor(gateway.clock.now() / 1000),
    ...(state === 'done' && {
      content: { video_url: file === undefined ? '' : fileUrl(gateway, file) },
      usage: { completion_tokens: 50_000, total_tokens: 50_000 },
    }),
    ...(state === 'failed' && { error: { code: 'InternalServiceError', message: found.reason } }),
  };
}
