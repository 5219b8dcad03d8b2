import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask } from '../vendor-task.ts';
import { sidesOf } from '../work.ts';

const shape = ({ message, code }: ErrorFields, requestId: string) => ({ code, message, request_id: requestId });
const vendor = { shape, code: 'InvalidParameter' };

const models = [
  ...[
    'wan2.5-t2v-preview',
    'wan2.5-i2v-preview',
    'wan2.2-t2v-plus',
    'wan2.2-i2v-plus',
    'wan2.2-i2v-flash',
    'wan2.2-kf2v-flash',
  ],
] as const;
const address = z.string().regex(/^(https?:\/\/|data:image\/)/, 'expected a URL');
const order = z.strictObject({
  model: z.enum(models),
  input: z
    .strictObject({
      prompt: z.string().max(2000).optional(),
      negative_prompt: z.string().max(500).optional(),
      img_url: address.optional(),
      first_frame_url: address.optional(),
      last_frame_url: address.optional(),
      audio_url: z.string().optional(),
      template: z.string().optional(),
    })
    .refine((input) => Object.values(input).some((value) => value !== undefined), 'input is empty'),
  parameters: z
    .strictObject({
      resolution: z.enum(['480P', '720P', '1080P']).optional(),
      size: z
        .string()
        .regex(/^\d{3,4}\*\d{3,4}$/, 'expected WIDTH*HEIGHT')
        .optional(),
      duration: z.int().min(3).max(10).optional(),
      prompt_extend: z.boolean().optional(),
      watermark: z.boolean().optional(),
      audio: z.boolean().optional(),
      seed: z.int().min(0).max(2_147_483_647).optional(),
    })
    .optional(),
});

/** Wan on Bailian: films, as tasks only (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models: models.map((id) => perCall(id, 0.35, 'wan', 'alibailian')),
  routes: (gateway) => [
    {
      method: 'POST',
      path: '/alibailian/api/v1/services/aigc/video-generation/video-synthesis',
      handle: (request) => create(gateway, request),
    },
    {
      method: 'GET',
      path: '/alibailian/api/v1/tasks/:id',
      handle: (request) => query(gateway, request, request.parameters['id'] ?? ''),
    },
  ],
};

function create(gateway: Gateway, request: PracticeRequest): Answer {
  if (request.headers['x-dashscope-async'] !== 'enable') {
    const message = 'current user api does not support synchronous calls.';
    throw new GatewayError({ status: 403, message, code: 'AccessDenied', shape });
  }
  const { model, input, parameters } = checkFor(vendor, order, jsonBody(request));
  if (model.includes('i2v') && input.img_url === undefined) {
    throw new GatewayError({ status: 400, message: 'Field required: input.img_url', code: 'InvalidParameter', shape });
  }
  const images = [input.img_url, input.first_frame_url, input.last_frame_url].filter((image) => image !== undefined);
  const size = sidesOf(parameters?.size?.replace('*', 'x') ?? '16:9', 384);
  const task = beginTask(gateway, request, {
    system: 'wan',
    model,
    extra: { prompt: input.prompt ?? '' },
    id: () => gateway.newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    work: () =>
      workOnFilm(gateway, {
        model,
        prompt: input.prompt ?? 'a film',
        shape: { ...size, seconds: parameters?.duration ?? 5 },
        images,
      }),
  });
  return jsonAnswer({ output: { task_status: 'PENDING', task_id: task.id }, request_id: request.id });
}

function query(gateway: Gateway, request: PracticeRequest, id: string): Answer {
  const found = askTask<{ prompt: string }>(gateway, 'wan', id);
  // What is not known any more is no error here but a state of its own.
  if (found === undefined) {
    return jsonAnswer({ request_id: request.id, output: { task_id: id, task_status: 'UNKNOWN' } });
  }
  const words = { queued: 'PENDING', running: 'RUNNING', done: 'SUCCEEDED', failed: 'FAILED' };
  const file = found.files[0];
  return jsonAnswer({
    request_id: request.id,
    output: {
      task_id: id,
      task_status: found.word ?? words[found.state],
      orig_prompt: found.task.detail.extra.prompt,
      ...(file !== undefined && { video_url: fileUrl(gateway, file) }),
      ...(found.state === 'failed' && { code: 'InternalError', message: found.reason }),
    },
  });
}
