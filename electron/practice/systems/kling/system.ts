import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError, modelNotFound } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask, listTasks, type VendorState } from '../vendor-task.ts';

const shape = ({ message, code }: ErrorFields, requestId: string) => ({ code, message, request_id: requestId });
const vendor = { shape, code: 1201 };

/** What answers repeat of a task. */
interface Extra {
  readonly mark: string | undefined;
  readonly seconds: string;
}

const orderSchema = z.strictObject({
  model_name: z.string().min(1),
  prompt: z.string().min(1).max(2500),
  negative_prompt: z.string().max(2500).optional(),
  cfg_scale: z.number().min(0).max(1).optional(),
  mode: z.enum(['std', 'pro']),
  sound: z.enum(['on', 'off']).optional(),
  aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
  duration: z.enum(['5', '10']).optional(),
  callback_url: z.string().optional(),
  external_task_id: z.string().max(128).optional(),
});

const base = '/kling/v1/videos/text2video';

const models = [
  perCall('kling-v1', 0.14, 'kling', 'video'),
  perCall('kling-v1-6', 0.2, 'kling', 'video'),
  perCall('kling-v2-master', 1.4, 'kling', 'video'),
  perCall('kling-v2-1-master', 1.4, 'kling', 'video'),
  perCall('kling-v2-5-turbo', 0.35, 'kling', 'video'),
  perCall('kling-v2-6', 0.5, 'kling', 'video'),
  perCall('kling-v3', 0.6, 'kling', 'video'),
];

/** Kling's videos from text: creating a task, asking for one by either id, listing them (PROTOCOL 9). */
export const system: PracticeSystem = {
  models,
  routes: (gateway) => [
    { method: 'POST', path: base, handle: (request) => create(gateway, request) },
    { method: 'GET', path: base, handle: (request) => list(gateway, request) },
    { method: 'GET', path: `${base}/:id`, handle: (request) => query(gateway, request) },
  ],
};

const shapes = { '16:9': [640, 360], '9:16': [360, 640], '1:1': [480, 480] } as const;

function create(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkFor(vendor, orderSchema, jsonBody(request));
  const model = models.find(({ id }) => id === order.model_name);
  if (model === undefined) throw modelNotFound(order.model_name);
  const { external_task_id: mark, duration: seconds = '5' } = order;
  if (mark !== undefined && byMark(gateway, mark) !== undefined) {
    throw new GatewayError({ status: 400, message: 'external_task_id is used already', ...vendor });
  }
  const [width, height] = shapes[order.aspect_ratio ?? '16:9'];
  const film = { model: model.id, prompt: order.prompt, images: [] };
  const task = beginTask<Extra>(gateway, request, {
    system: 'kling',
    model: model.id,
    extra: { mark, seconds },
    id: () => gateway.newNumber(),
    work: () => workOnFilm(gateway, { ...film, shape: { width, height, seconds: Number(seconds) } }),
  });
  const data = { task_id: task.id, task_status: 'submitted', task_info: infoOf(mark), created_at: task.createdAt };
  return envelope(request, { ...data, updated_at: task.createdAt });
}

function byMark(gateway: Gateway, mark: string): VendorState<Extra> | undefined {
  return listTasks<Extra>(gateway, 'kling', 1, gateway.tasks.size).find(({ task }) => task.detail.extra.mark === mark);
}

function query(gateway: Gateway, request: PracticeRequest): Answer {
  const asked = request.parameters['id'] ?? '';
  const id = byMark(gateway, asked)?.task.id ?? asked;
  const found = askTask<Extra>(gateway, 'kling', id);
  if (found === undefined) throw new GatewayError({ status: 404, message: 'task not found', code: 1203, shape });
  return envelope(request, describe(gateway, found));
}

function list(gateway: Gateway, request: PracticeRequest): Answer {
  const number = (name: string, fallback: number): number => Number(request.query.get(name) ?? fallback);
  const found = listTasks<Extra>(gateway, 'kling', number('pageNum', 1), Math.min(500, number('pageSize', 30)));
  return envelope(
    request,
    found.map((each) => describe(gateway, each)),
  );
}

function envelope(request: PracticeRequest, data: unknown): Answer {
  return jsonAnswer({ code: 0, message: 'SUCCEED', request_id: request.id, data });
}

function infoOf(mark: string | undefined): Record<string, unknown> {
  return mark === undefined ? {} : { external_task_id: mark };
}

function describe(gateway: Gateway, found: VendorState<Extra>): Record<string, unknown> {
  const { task, state, word, files } = found;
  const words = { queued: 'submitted', running: 'processing', done: 'succeed', failed: 'failed' };
  const [file] = files;
  const { mark, seconds } = task.detail.extra;
  return {
    task_id: task.id,
    task_status: word ?? words[state],
    ...(state === 'failed' && { task_status_msg: found.reason }),
    task_info: infoOf(mark),
    created_at: task.createdAt,
    updated_at: gateway.clock.now(),
    ...(state === 'done' && {
      task_result: {
        videos: [{ id: task.id, url: file === undefined ? '' : fileUrl(gateway, file), duration: seconds }],
      },
    }),
  };
}
