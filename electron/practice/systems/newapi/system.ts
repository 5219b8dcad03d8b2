import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask, type VendorState } from '../vendor-task.ts';
import { sidesOf } from '../work.ts';

const shape = ({ message, code }: ErrorFields) => ({ code: code ?? 'invalid_request', message, data: null });
const vendor = { shape, code: 'invalid_request' };
const picture = z.string().regex(/^(https?:\/\/|data:image\/|[A-Za-z0-9+/]{16,})/, 'expected a URL or base64');

const native = z.strictObject({
  model: z.string().min(1),
  prompt: z.string().min(1),
  image: picture.optional(),
  images: z.array(picture).optional(),
  size: z.string().optional(),
  duration: z.number().min(1).max(60).optional(),
  seconds: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  fps: z.int().optional(),
  seed: z.int().optional(),
  n: z.int().min(1).optional(),
  response_format: z.string().optional(),
  user: z.string().optional(),
  metadata: z.record(z.string(), z.json()).optional(),
});
const sibling = z.strictObject({
  model: z.string().min(1),
  prompt: z.string().min(1),
  images: z.array(z.string().regex(/^https?:\/\//, 'expected a public URL')).optional(),
  aspect_ratio: z.enum(['16:9', '9:16']).optional(),
  duration: z.enum(['10', '15']).optional(),
  hd: z.boolean().optional(),
  watermark: z.boolean().optional(),
  private: z.boolean().optional(),
  notify_hook: z.string().optional(),
  character_url: z.string().optional(),
  character_timestamps: z.string().optional(),
});

/** Films as new-api itself has them, and the dialect of sibling sites (PROTOCOL 8.3, 8.4). */
export const system: PracticeSystem = {
  models: [perCall('practice-video', 0.1, 'newapi', 'video')],
  routes: (gateway) => [
    {
      method: 'POST',
      path: '/v1/video/generations',
      handle(request) {
        const order = checkFor(vendor, native, jsonBody(request));
        const images = order.images ?? (order.image === undefined ? [] : [order.image]);
        const ratio =
          order.width === undefined ? (order.size ?? '16:9') : `${order.width}:${order.height ?? order.width}`;
        const seconds = order.duration ?? Number(order.seconds ?? 5);
        const id = begin(gateway, request, { ...order, ratio, seconds, images });
        return jsonAnswer({
          id,
          task_id: id,
          object: 'video',
          status: 'queued',
          created_at: Math.floor(gateway.clock.now() / 1000),
        });
      },
    },
    {
      method: 'GET',
      path: '/v1/video/generations/:id',
      handle: (request) => jsonAnswer({ code: 'success', message: '', data: wrapped(gateway, need(gateway, request)) }),
    },
    {
      method: 'POST',
      path: '/v2/videos/generations',
      handle(request) {
        const order = checkFor(vendor, sibling, jsonBody(request));
        const film = {
          ratio: order.aspect_ratio ?? '9:16',
          seconds: Number(order.duration ?? 10),
          images: order.images ?? [],
        };
        return jsonAnswer({ task_id: begin(gateway, request, { ...order, ...film }) });
      },
    },
    {
      method: 'GET',
      path: '/v2/videos/generations/:id',
      handle(request) {
        const { result_url: output, ...task } = wrapped(gateway, need(gateway, request));
        return jsonAnswer({ ...task, data: { output } });
      },
    },
  ],
};

interface Film {
  readonly model: string;
  readonly prompt: string;
  readonly ratio: string;
  readonly seconds: number;
  readonly images: readonly string[];
}

function begin(gateway: Gateway, request: PracticeRequest, film: Film): string {
  const { model, prompt, images } = film;
  const shape = { ...sidesOf(film.ratio, 384), seconds: film.seconds };
  const order = { system: 'newapi', model, extra: {}, id: () => `task_${gateway.newId()}` };
  const links = images.filter((image) => /^(https?:|data:)/.test(image));
  return beginTask(gateway, request, {
    ...order,
    work: () => workOnFilm(gateway, { model, prompt, shape, images: links }),
  }).id;
}

function need(gateway: Gateway, request: PracticeRequest): VendorState<unknown> {
  const found = askTask(gateway, 'newapi', request.parameters['id'] ?? '');
  if (found !== undefined) return found;
  throw new GatewayError({ status: 400, message: 'task_not_exist', code: 'task_not_exist', shape });
}

function wrapped(gateway: Gateway, found: VendorState<unknown>) {
  const words = { queued: 'SUBMITTED', running: 'IN_PROGRESS', done: 'SUCCESS', failed: 'FAILURE' };
  const seconds = (milliseconds: number | undefined) => Math.floor((milliseconds ?? 0) / 1000);
  const [file] = found.files;
  return {
    task_id: found.task.id,
    action: 'generate',
    status: found.word ?? words[found.state],
    fail_reason: found.state === 'failed' ? found.reason : '',
    submit_time: seconds(found.task.createdAt),
    start_time: seconds(found.task.startedAt),
    finish_time: seconds(found.task.finishedAt),
    progress: `${Math.round(found.share * 100)}%`,
    result_url: file === undefined ? '' : fileUrl(gateway, file),
  };
}
