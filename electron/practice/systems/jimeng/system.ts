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

const flat = ({ message, code }: ErrorFields) => ({ code: code ?? 'invalid_request', message, data: null });
const volc = ({ message, code }: ErrorFields, requestId: string) => ({
  code,
  message,
  request_id: requestId,
  data: null,
});
const ratio = z.enum(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9']).optional();

const submission = z.strictObject({
  prompt: z.string().min(1),
  image_url: z
    .string()
    .regex(/^https?:\/\//, 'expected a public URL')
    .optional(),
  duration: z.literal([5, 10]).optional(),
  aspect_ratio: ratio,
  cfg_scale: z.number().min(0).max(1).optional(),
});
const official = z.strictObject({
  req_key: z.string().regex(/^jimeng_/),
  prompt: z.string().min(1).max(800),
  image_urls: z.array(z.string().regex(/^https?:\/\//, 'expected a public URL')).optional(),
  binary_data_base64: z.array(z.string()).optional(),
  frames: z.literal([121, 241]).optional(),
  aspect_ratio: ratio,
  seed: z.int().optional(),
});
const question = z.strictObject({ req_key: z.string(), task_id: z.string().min(1), req_json: z.string().optional() });

/** Jimeng's films, on the gateway's short route and on the vendor's own with actions (PROTOCOL 8.1, 8.5). */
export const system: PracticeSystem = {
  models: [
    perCall('jimeng-videos', 0.3, 'jimeng-vendor', 'jimeng'),
    ...['jimeng_t2v_v30', 'jimeng_vgfm_t2v_l20', 'jimeng_vgfm_i2v_l20'].map((id) =>
      perCall(id, 0.3, 'jimeng-vendor', 'jimeng'),
    ),
  ],
  routes: (gateway) => [
    { method: 'POST', path: '/jimeng/submit/videos', handle: (request) => submit(gateway, request) },
    {
      method: 'GET',
      path: '/jimeng/fetch/:id',
      handle: (request) => fetchTask(gateway, request.parameters['id'] ?? ''),
    },
    { method: 'POST', path: '/jimeng/', handle: (request) => act(gateway, request) },
  ],
};

function begin(
  gateway: Gateway,
  request: PracticeRequest,
  order: { model: string; prompt: string; ratio: string | undefined; seconds: number; images: readonly string[] },
): string {
  const { model, prompt, images } = order;
  const shape = { ...sidesOf(order.ratio ?? '16:9', 384), seconds: order.seconds };
  const task = beginTask(gateway, request, {
    system: 'jimeng',
    model,
    extra: {},
    id: () => gateway.newNumber(),
    work: () => workOnFilm(gateway, { model, prompt, shape, images }),
  });
  return task.id;
}

function submit(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkFor({ shape: flat, code: 'invalid_request' }, submission, jsonBody(request));
  const id = begin(gateway, request, {
    model: 'jimeng-videos',
    prompt: order.prompt,
    ratio: order.aspect_ratio,
    seconds: order.duration ?? 5,
    images: order.image_url === undefined ? [] : [order.image_url],
  });
  return jsonAnswer({ code: 'success', message: '', data: id });
}

function fetchTask(gateway: Gateway, id: string): Answer {
  const found = askTask(gateway, 'jimeng', id);
  if (found === undefined) {
    throw new GatewayError({ status: 400, message: 'task_not_exist', code: 'task_not_exist', shape: flat });
  }
  const words = { queued: 'QUEUED', running: 'IN_PROGRESS', done: 'SUCCESS', failed: 'FAILURE' };
  const [file] = found.files;
  return jsonAnswer({
    code: 'success',
    message: '',
    data: {
      task_id: id,
      status: found.word ?? words[found.state],
      fail_reason: found.state === 'failed' ? found.reason : '',
      progress: `${Math.round(found.share * 100)}%`,
      data: { video_url: file === undefined ? '' : fileUrl(gateway, file) },
    },
  });
}

function act(gateway: Gateway, request: PracticeRequest): Answer {
  const vendor = { shape: volc, code: 50_400 };
  const action = request.query.get('Action');
  if (request.query.get('Version') !== '2022-08-31' || !/^CVSync2Async(SubmitTask|GetResult)$/.test(action ?? '')) {
    throw new GatewayError({ status: 400, message: 'InvalidActionOrVersion', ...vendor });
  }
  if (action === 'CVSync2AsyncGetResult') return result(gateway, checkFor(vendor, question, jsonBody(request)).task_id);
  const order = checkFor(vendor, official, jsonBody(request));
  const inline = (order.binary_data_base64 ?? []).map((bytes) => `data:image/png;base64,${bytes}`);
  const id = begin(gateway, request, {
    model: order.req_key,
    prompt: order.prompt,
    ratio: order.aspect_ratio,
    seconds: order.frames === 241 ? 10 : 5,
    images: [...(order.image_urls ?? []), ...inline],
  });
  return jsonAnswer({ code: 10_000, message: 'Success', request_id: request.id, data: { task_id: id } });
}

function result(gateway: Gateway, id: string): Answer {
  const found = askTask(gateway, 'jimeng', id);
  if (found === undefined) {
    return jsonAnswer({ code: 10_000, message: 'Success', data: { status: 'not_found', video_url: '' } });
  }
  if (found.state === 'failed') {
    return jsonAnswer({ code: 50_500, message: found.reason, data: { status: found.word ?? 'done', video_url: '' } });
  }
  const words = { queued: 'in_queue', running: 'generating', done: 'done' };
  const [file] = found.files;
  const data = {
    status: found.word ?? words[found.state],
    video_url: file === undefined ? '' : fileUrl(gateway, file),
  };
  return jsonAnswer({ code: 10_000, message: 'Success', data });
}
