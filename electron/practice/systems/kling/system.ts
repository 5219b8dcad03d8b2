import { countJob, fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError, modelNotFound } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask, listTasks, type VendorState } from '../vendor-task.ts';
import { paint } from '../work.ts';
import { faceOrder, type KlingFunction, klingFunctions, recognizeOrder } from './orders.ts';
import { type KlingInput, resultOf, workOn } from './work.ts';

const shape = ({ message, code }: ErrorFields, requestId: string) => ({ code, message, request_id: requestId });
const vendor = { shape, code: 1201 };

/** What answers repeat of a task. */
interface Extra {
  readonly mark: string | undefined;
  readonly input: KlingInput;
}

/** Models that people choose; other functions are billed under their own names. */
const chosen = [
  perCall('kling-v1', 0.14, 'kling', 'video'),
  perCall('kling-v1-5', 0.2, 'kling', 'video'),
  perCall('kling-v1-6', 0.2, 'kling', 'video'),
  perCall('kling-v2', 0.05, 'kling', 'image-generation'),
  perCall('kling-v2-new', 0.05, 'kling', 'image-generation'),
  perCall('kling-v2-master', 1.4, 'kling', 'video'),
  perCall('kling-v2-1', 0.4, 'kling', 'video'),
  perCall('kling-v2-1-master', 1.4, 'kling', 'video'),
  perCall('kling-v2-5-turbo', 0.35, 'kling', 'video'),
  perCall('kling-v2-6', 0.5, 'kling', 'video'),
  perCall('kling-v3', 0.6, 'kling', 'video'),
  perCall('kling-video-o1', 0.7, 'kling', 'video'),
  perCall('kling-v3-omni', 0.7, 'kling', 'video'),
  perCall('kling-image-o1', 0.05, 'kling', 'image-generation'),
  perCall('kolors-virtual-try-on-v1-5', 0.07, 'kling', 'image-generation'),
  perCall('kolors-virtual-try-on-v1', 0.07, 'kling', 'image-generation'),
];

/** Kling: films, pictures and sounds; each function is a task that is asked for and listed below its own path (PROTOCOL 9). */
export const system: PracticeSystem = {
  models: chosen,
  routes: (gateway) => [
    ...Object.entries(klingFunctions).flatMap(([path, work]) => functionRoutes(gateway, path, work)),
    { method: 'POST', path: '/kling/v1/videos/identify-face', handle: (request) => identify(gateway, request) },
    { method: 'POST', path: '/kling/v1/videos/image-recognize', handle: (request) => recognize(gateway, request) },
  ],
};

function functionRoutes(gateway: Gateway, name: string, work: KlingFunction): Route[] {
  const path = `/kling/v1/${name}`;
  return [
    { method: 'POST', path, handle: (request) => create(gateway, request, name, work) },
    { method: 'GET', path, handle: (request) => list(gateway, request, name, work) },
    { method: 'GET', path: `${path}/:id`, handle: (request) => query(gateway, request, name, work) },
  ];
}

/** Tasks of one function are not those of another. */
const systemOf = (name: string): string => `kling ${name}`;

function create(gateway: Gateway, request: PracticeRequest, name: string, work: KlingFunction): Answer {
  const input = checkFor(vendor, work.schema, jsonBody(request)) as KlingInput;
  const { model_name: named, external_task_id: mark, sound, cfg_scale: scale } = input;
  if (named !== undefined && !chosen.some(({ id }) => id === named)) throw modelNotFound(named);
  if (scale !== undefined && named !== undefined && /^kling-v[2-9]/.test(named))
    throw refuse('cfg_scale is not supported by this model');
  if (sound === 'on' && named !== undefined && /^kling-v(1|2-[1-5]|2-master)/.test(named))
    throw refuse('sound is not supported by this model');
  const { duration } = input;
  if (name.endsWith('2video') && !/^(5|10|undefined)$/.test(String(duration)) && named !== 'kling-v3')
    throw refuse('duration is not supported by this model');
  demandOne(name, input);
  if (mark !== undefined && byMark(gateway, name, mark) !== undefined) throw refuse('external_task_id is used already');
  const model = named ?? `kling-${name.split('/').at(-1)}`;
  const task = beginTask<Extra>(gateway, request, {
    system: systemOf(name),
    model,
    extra: { mark, input },
    id: () => gateway.newNumber(),
    work: () => workOn(gateway, work.makes, model, input),
  });
  const data = { task_id: task.id, task_status: 'submitted', task_info: infoOf(mark), created_at: task.createdAt };
  return envelope(request, { ...data, updated_at: task.createdAt });
}

/** Fields of which there must be exactly one. */
const alternatives: Readonly<Record<string, readonly [keyof KlingInput, keyof KlingInput]>> = {
  'videos/avatar/image2video': ['audio_id', 'sound_file'],
  'audio/video-to-audio': ['video_id', 'video_url'],
  'general/custom-voices': ['video_id', 'voice_url'],
};

function demandOne(name: string, input: KlingInput): void {
  const pair = alternatives[name];
  if (pair !== undefined && (input[pair[0]] === undefined) === (input[pair[1]] === undefined)) {
    throw refuse(`exactly one of ${pair.join(' and ')} is required`);
  }
}

function byMark(gateway: Gateway, name: string, mark: string): VendorState<Extra> | undefined {
  const all = listTasks<Extra>(gateway, systemOf(name), 1, gateway.tasks.size);
  return all.find(({ task }) => task.detail.extra.mark === mark);
}

function query(gateway: Gateway, request: PracticeRequest, name: string, work: KlingFunction): Answer {
  const asked = request.parameters['id'] ?? '';
  const id = byMark(gateway, name, asked)?.task.id ?? asked;
  const found = askTask<Extra>(gateway, systemOf(name), id);
  if (found === undefined) throw new GatewayError({ status: 404, message: 'task not found', code: 1203, shape });
  return envelope(request, describe(gateway, found, work));
}

function list(gateway: Gateway, request: PracticeRequest, name: string, work: KlingFunction): Answer {
  const number = (field: string, fallback: number): number => Number(request.query.get(field) ?? fallback);
  const size = Math.min(500, number('pageSize', 30));
  const found = listTasks<Extra>(gateway, systemOf(name), number('pageNum', 1), size);
  return envelope(
    request,
    found.map((each) => describe(gateway, each, work)),
  );
}

function identify(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkFor(vendor, faceOrder, jsonBody(request));
  if ((order.video_id === undefined) === (order.video_url === undefined))
    throw refuse('one of video_id and video_url is required');
  countJob(request);
  return envelope(request, {
    session_id: gateway.newId(),
    face_data: [
      { face_id: '0', face_image: `${gateway.addresses.gateway}/files/face.png`, start_time: 0, end_time: 5200 },
    ],
  });
}

/** What is not in the picture has an empty address. */
async function recognize(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const order = checkFor(vendor, recognizeOrder, jsonBody(request));
  countJob(request);
  const references = [/^https?:/.test(order.image) ? order.image : `data:image/png;base64,${order.image}`];
  const parts = await paint(gateway, {
    model: 'kling',
    prompt: 'a part',
    width: 320,
    height: 320,
    count: 2,
    references,
  });
  const images = ['object_seg', 'head_seg', 'face_seg', 'cloth_seg'].map((type, index) => {
    const part = parts[index];
    return { type, is_contain: part !== undefined, url: part === undefined ? '' : fileUrl(gateway, part) };
  });
  return envelope(request, { task_result: { images } });
}

function envelope(request: PracticeRequest, data: unknown): Answer {
  return jsonAnswer({ code: 0, message: 'SUCCEED', request_id: request.id, data });
}

function infoOf(mark: string | undefined): Record<string, unknown> {
  return mark === undefined ? {} : { external_task_id: mark };
}

function describe(gateway: Gateway, found: VendorState<Extra>, work: KlingFunction): Record<string, unknown> {
  const { task, state, word, files } = found;
  const words = { queued: 'submitted', running: 'processing', done: 'succeed', failed: 'failed' };
  const { mark, input } = task.detail.extra;
  return {
    task_id: task.id,
    task_status: word ?? words[state],
    ...(state === 'failed' && { task_status_msg: found.reason }),
    task_info: infoOf(mark),
    created_at: task.createdAt,
    updated_at: gateway.clock.now(),
    ...(state === 'done' && { task_result: resultOf(gateway, work.makes, task.id, files, input) }),
  };
}

function refuse(message: string): GatewayError {
  return new GatewayError({ status: 400, message, ...vendor });
}
