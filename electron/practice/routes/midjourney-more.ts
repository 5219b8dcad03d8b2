import { z } from 'zod';
import { fileUrl, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { checkMidjourney } from '../http/check.ts';
import type { PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { digest } from '../random.ts';
import { acceptedMidjourney, beginMidjourney, midjourneyBody, needMidjourney, refuseMidjourney } from './midjourney.ts';
import { gridSeeds } from './midjourney-task.ts';

const picture = z.string().regex(/^data:image\/\w+;base64,/, 'expected a full data URL');
const bot = z.enum(['MID_JOURNEY', 'NIJI_JOURNEY']).optional();
const hooks = {
  notifyHook: z.string().optional(),
  state: z.string().optional(),
  accountFilter: z.looseObject({}).optional(),
};

const orders = {
  blend: z.strictObject({
    base64Array: z.array(picture).min(2).max(5),
    dimensions: z.enum(['PORTRAIT', 'SQUARE', 'LANDSCAPE']).optional(),
    botType: bot,
    ...hooks,
  }),
  describe: z
    .strictObject({ base64: picture.optional(), link: z.string().optional(), botType: bot, ...hooks })
    .refine(({ base64, link }) => (base64 === undefined) !== (link === undefined), 'one of base64 and link'),
  shorten: z.strictObject({ prompt: z.string().min(1), botType: bot, ...hooks }),
  change: z.strictObject({
    taskId: z.string().min(1),
    action: z.enum(['UPSCALE', 'VARIATION', 'REROLL']),
    index: z.int().min(1).max(4).optional(),
    ...hooks,
  }),
  simple: z.strictObject({ content: z.string().regex(/^\S+ ([UV][1-4]|R)$/, 'expected "<task> U2"'), ...hooks }),
  edits: z.strictObject({
    prompt: z.string().min(1),
    base64Array: z.array(picture).min(1).optional(),
    image: picture.optional(),
    maskBase64: picture.optional(),
    ...hooks,
  }),
  video: z.strictObject({
    prompt: z.string().optional(),
    image: z.string().regex(/^(data:image\/|https?:\/\/)/, 'expected a data URL or a link'),
    motion: z.enum(['low', 'high']).optional(),
    ...hooks,
  }),
  upload: z.strictObject({ base64Array: z.array(picture).min(1), filter: z.looseObject({}).optional() }),
  swap: z.strictObject({ sourceBase64: picture, targetBase64: picture, ...hooks }),
};

/** What Midjourney has beside imagine and its buttons: blend, describe, shorten, change, edits, video, uploads, faces, seeds (PROTOCOL 7). */
export function moreMidjourneyRoutes(gateway: Gateway): Route[] {
  const submit = (path: string, handle: (request: PracticeRequest) => Answer | Promise<Answer>): Route => ({
    method: 'POST',
    path,
    handle,
  });
  return [
    submit('/mj/submit/blend', (request) => {
      const order = checkMidjourney(orders.blend, midjourneyBody(request));
      const shapes = { PORTRAIT: '--ar 2:3', SQUARE: '--ar 1:1', LANDSCAPE: '--ar 3:2' };
      const prompt = `blend ${shapes[order.dimensions ?? 'SQUARE']}`;
      return grid(gateway, request, 'mj_blend', { action: 'BLEND', prompt, of: order.base64Array.join('|') });
    }),
    submit('/mj/submit/describe', (request) => {
      const { base64, link } = checkMidjourney(orders.describe, midjourneyBody(request));
      const words = ['a calm landscape', 'soft evening light', 'wide view', 'watercolour'];
      const lines = words.map((word, index) => `${index + 1}️⃣ ${word} --ar 4:3`).join('\n\n');
      return single(gateway, request, 'mj_describe', { action: 'DESCRIBE', prompt: lines, of: base64 ?? link ?? '' });
    }),
    submit('/mj/submit/shorten', (request) => {
      const { prompt } = checkMidjourney(orders.shorten, midjourneyBody(request));
      const kept = prompt.split(/\s+/).slice(0, 6).join(' ');
      const text = `## Shortened prompts\n1️⃣ ${kept}`;
      return single(gateway, request, 'mj_shorten', { action: 'SHORTEN', prompt: text, of: prompt });
    }),
    submit('/mj/submit/change', (request) => {
      const order = checkMidjourney(orders.change, midjourneyBody(request));
      return change(gateway, request, order.taskId, order.action, order.index);
    }),
    submit('/mj/submit/simple-change', (request) => {
      const [id = '', what = ''] = checkMidjourney(orders.simple, midjourneyBody(request)).content.split(' ');
      const actions = { U: 'UPSCALE', V: 'VARIATION', R: 'REROLL' } as const;
      return change(gateway, request, id, actions[what[0] as 'U' | 'V' | 'R'], Number(what[1]) || undefined);
    }),
    submit('/mj/submit/edits', (request) => {
      const order = checkMidjourney(orders.edits, midjourneyBody(request));
      if (order.image === undefined && order.base64Array === undefined) throw refuseMidjourney('image_is_required ');
      const of = `${order.image ?? order.base64Array?.join('|')}|${order.maskBase64 ?? ''}`;
      return grid(gateway, request, 'mj_edits', { action: 'EDITS', prompt: order.prompt, of });
    }),
    submit('/mj/submit/video', (request) => {
      const order = checkMidjourney(orders.video, midjourneyBody(request));
      return film(gateway, request, order.prompt ?? 'the picture moves', order.image);
    }),
    submit('/mj/submit/upload-discord-images', (request) => upload(gateway, request)),
    submit('/mj/insight-face/swap', (request) => {
      const order = checkMidjourney(orders.swap, midjourneyBody(request));
      const of = `${order.sourceBase64}|${order.targetBase64}`;
      return single(gateway, request, 'swap_face', { action: 'SWAP_FACE', prompt: 'a face', of });
    }),
    {
      method: 'GET',
      path: '/mj/task/:id/image-seed',
      handle(request) {
        const task = needMidjourney(gateway, request.parameters['id'] ?? '');
        const seed = Number.parseInt(digest(task.detail.seeds.join('|'), 8), 16);
        return jsonAnswer({ code: 1, description: '成功', result: String(seed), properties: {} });
      },
    },
  ];
}

interface Order {
  readonly action: string;
  readonly prompt: string;
  /** What tells its pictures from others. */
  readonly of: string;
}

const rest = { state: '', bot: 'MID_JOURNEY', modal: false } as const;

function grid(gateway: Gateway, request: PracticeRequest, model: string, { action, prompt, of }: Order): Answer {
  const seeds = gridSeeds(gateway, prompt, digest(of));
  return acceptedMidjourney(beginMidjourney(gateway, request, model, { action, prompt, seeds, ...rest }));
}

function single(gateway: Gateway, request: PracticeRequest, model: string, { action, prompt, of }: Order): Answer {
  const seeds = [digest(of)];
  return acceptedMidjourney(beginMidjourney(gateway, request, model, { action, prompt, seeds, ...rest }));
}

function film(gateway: Gateway, request: PracticeRequest, prompt: string, image: string): Answer {
  const detail = { action: 'VIDEO', prompt, seeds: [digest(image)], ...rest, film: image };
  return acceptedMidjourney(beginMidjourney(gateway, request, 'mj_video', detail));
}

function change(
  gateway: Gateway,
  request: PracticeRequest,
  id: string,
  action: 'UPSCALE' | 'VARIATION' | 'REROLL',
  index: number | undefined,
): Answer {
  const parent = needMidjourney(gateway, id);
  const { seeds, prompt } = parent.detail;
  if (parent.outcome?.state !== 'done' || seeds.length < 4) throw refuseMidjourney('task_status_error');
  if (action !== 'REROLL' && index === undefined) throw refuseMidjourney('index_is_required ');
  const picked = seeds[(index ?? 1) - 1] ?? '';
  const model = `mj_${action.toLowerCase()}`;
  const own = action === 'UPSCALE' ? [picked] : gridSeeds(gateway, picked, action);
  return acceptedMidjourney(beginMidjourney(gateway, request, model, { action, prompt, seeds: own, ...rest }));
}

async function upload(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const { base64Array } = checkMidjourney(orders.upload, midjourneyBody(request));
  const result: string[] = [];
  for (const url of base64Array) {
    const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    const extension = /^data:image\/(\w+)/.exec(url)?.[1] ?? 'png';
    result.push(fileUrl(gateway, await gateway.files.put(bytes, extension, `image/${extension}`)));
  }
  return jsonAnswer({ code: 1, description: '提交成功', result, properties: {} });
}
