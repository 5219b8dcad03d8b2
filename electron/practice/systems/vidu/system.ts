import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { TaskOutcome } from '../../tasks.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask } from '../vendor-task.ts';
import { recordSpeech, sidesOf, workOnPictures } from '../work.ts';

const shape = ({ message, code }: ErrorFields) => ({ code, message, metadata: {} });
const vendor = { shape, code: 'InvalidRequest' };

const model = z.enum(['viduq2', 'viduq2-pro', 'viduq2-turbo', 'viduq1', 'vidu2.0', 'audio1.0']);
const prompt = z.string().min(1).max(2000);
const picture = z.string().regex(/^(https?:\/\/|data:image\/(png|jpeg|webp);base64,)/, 'expected a URL or a data URL');
const hooks = { payload: z.string().max(1_048_576).optional(), callback_url: z.string().optional() };
const film = {
  model,
  duration: z.int().min(1).max(10).optional(),
  seed: z.int().optional(),
  resolution: z.enum(['540p', '720p', '1080p']).optional(),
  movement_amplitude: z.enum(['auto', 'small', 'medium', 'large']).optional(),
  bgm: z.boolean().optional(),
  audio: z.boolean().optional(),
  voice_id: z.string().optional(),
  off_peak: z.boolean().optional(),
  watermark: z.boolean().optional(),
  ...hooks,
};
const ratio = z.enum(['16:9', '9:16', '1:1', '4:3', '3:4']).optional();
const subjects = z.array(z.strictObject({ id: z.string(), images: z.array(picture).min(1).max(3) })).max(7);

/** What each path takes (PROTOCOL 8.5, Vidu). */
const orders = {
  text2video: z.strictObject({
    ...film,
    prompt,
    aspect_ratio: ratio,
    style: z.enum(['general', 'anime']).optional(),
  }),
  img2video: z.strictObject({ ...film, prompt: prompt.optional(), images: z.array(picture).length(1) }),
  'start-end2video': z.strictObject({ ...film, prompt: prompt.optional(), images: z.array(picture).length(2) }),
  reference2video: z.strictObject({
    ...film,
    prompt,
    images: z.array(picture).min(1).max(7).optional(),
    subjects: subjects.optional(),
    aspect_ratio: ratio,
  }),
  reference2image: z.strictObject({
    model,
    prompt,
    images: z.array(picture).max(7).optional(),
    seed: z.int().optional(),
    aspect_ratio: ratio.unwrap().or(z.literal('auto')).optional(),
    resolution: z.enum(['1080p', '2K', '4K']).optional(),
    ...hooks,
  }),
  text2audio: z.strictObject({
    model,
    prompt: prompt.max(1500),
    duration: z.number().min(2).max(10).optional(),
    seed: z.int().optional(),
    ...hooks,
  }),
  'audio-tts': z.strictObject({
    text: z.string().min(1).max(2000),
    voice_setting_voice_id: z.string().min(1),
    voice_setting_speed: z.number().min(0.5).max(2).optional(),
    voice_setting_vol: z.int().min(0).max(10).optional(),
    voice_setting_pitch: z.int().min(-12).max(12).optional(),
    voice_setting_emotion: z.string().optional(),
    payload: hooks.payload,
  }),
} as const;
type Path = keyof typeof orders;

interface Order {
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
  readonly text?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly subjects?: readonly { readonly images: readonly string[] }[] | undefined;
  readonly aspect_ratio?: string | undefined;
  readonly duration?: number | undefined;
  readonly payload?: string | undefined;
}

/** Vidu: films from text, a picture, first and last picture, references; pictures and sounds (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models: [
    perCall('viduq2', 0.2, 'vidu', 'vidu'),
    perCall('viduq2-pro', 0.3, 'vidu', 'vidu'),
    perCall('viduq2-turbo', 0.15, 'vidu', 'vidu'),
    perCall('viduq1', 0.2, 'vidu', 'vidu'),
    perCall('audio1.0', 0.02, 'vidu', 'vidu'),
  ],
  routes: (gateway): Route[] => [
    ...(Object.keys(orders) as Path[]).map(
      (path): Route => ({
        method: 'POST',
        path: `/ent/v2/${path}`,
        handle: (request) => create(gateway, request, path),
      }),
    ),
    {
      method: 'GET',
      path: '/ent/v2/tasks/:id/creations',
      handle: (request) => query(gateway, request.parameters['id'] ?? ''),
    },
  ],
};

function create(gateway: Gateway, request: PracticeRequest, path: Path): Answer {
  const order: Order = checkFor(vendor, orders[path], jsonBody(request));
  if (path === 'reference2video' && (order.images === undefined) === (order.subjects === undefined)) {
    throw new GatewayError({ status: 400, message: 'one of images and subjects is required', ...vendor });
  }
  const named = order.model ?? 'audio1.0';
  const task = beginTask(gateway, request, {
    system: 'vidu',
    model: named,
    extra: { payload: order.payload ?? '' },
    id: () => gateway.newNumber(),
    work: () => work(gateway, path, named, order),
  });
  return jsonAnswer({
    task_id: task.id,
    state: 'created',
    model: named,
    prompt: order.prompt ?? order.text ?? '',
    images: order.images ?? [],
    credits: 4,
    payload: order.payload ?? '',
    created_at: new Date(task.createdAt).toISOString(),
  });
}

async function work(gateway: Gateway, path: Path, named: string, order: Order): Promise<TaskOutcome> {
  const text = order.prompt ?? order.text ?? 'a film';
  const images = order.images ?? order.subjects?.flatMap((subject) => subject.images) ?? [];
  const size = sidesOf(order.aspect_ratio ?? '16:9', 384);
  if (path === 'reference2image') {
    return workOnPictures(gateway, { model: named, prompt: text, ...size, count: 1, references: images });
  }
  if (path === 'text2audio' || path === 'audio-tts') {
    return { state: 'done', files: [await recordSpeech(gateway, { model: named, text })] };
  }
  return workOnFilm(gateway, { model: named, prompt: text, shape: { ...size, seconds: order.duration ?? 5 }, images });
}

function query(gateway: Gateway, id: string): Answer {
  const found = askTask<{ payload: string }>(gateway, 'vidu', id);
  if (found === undefined) throw new GatewayError({ status: 404, message: 'task not found', code: 'NotFound', shape });
  const words = { queued: 'queueing', running: 'processing', done: 'success', failed: 'failed' };
  return jsonAnswer({
    id,
    state: found.word ?? words[found.state],
    err_code: found.state === 'failed' ? found.reason : '',
    credits: 4,
    payload: found.task.detail.extra.payload,
    creations: found.files.map((file) => ({
      id: file.hash.slice(0, 16),
      url: fileUrl(gateway, file),
      cover_url: '',
      watermarked_url: '',
    })),
  });
}
