import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask } from '../vendor-task.ts';

const shape = ({ message, code }: ErrorFields) => ({ base_resp: { status_code: code ?? 2013, status_msg: message } });
const vendor = { shape, code: 2013, status: 200 };

const models = [
  ...['MiniMax-Hailuo-2.3', 'MiniMax-Hailuo-2.3-Fast', 'MiniMax-Hailuo-02'],
  ...['T2V-01', 'T2V-01-Director', 'I2V-01', 'I2V-01-Director', 'I2V-01-live', 'S2V-01'],
] as const;
const frame = z.string().regex(/^(https?:\/\/|data:image\/(jpeg|png|webp);base64,)/, 'expected a URL or a data URL');
const order = z
  .strictObject({
    model: z.enum(models),
    prompt: z.string().max(2000).optional(),
    duration: z.literal([6, 10]).optional(),
    resolution: z.enum(['512P', '720P', '768P', '1080P']).optional(),
    first_frame_image: frame.optional(),
    last_frame_image: frame.optional(),
    subject_reference: z
      .array(z.strictObject({ type: z.literal('character'), image: z.array(frame).length(1) }))
      .optional(),
    prompt_optimizer: z.boolean().optional(),
    fast_pretreatment: z.boolean().optional(),
    callback_url: z.string().optional(),
    aigc_watermark: z.boolean().optional(),
  })
  .refine(({ duration, resolution }) => !(duration === 10 && resolution === '1080P'), {
    error: '1080P is for 6 seconds only',
    path: ['duration'],
  })
  .refine(({ model, last_frame_image: last }) => last === undefined || model === 'MiniMax-Hailuo-02', {
    error: 'only MiniMax-Hailuo-02 takes a last frame',
    path: ['last_frame_image'],
  });

/** MiniMax Hailuo: a film is a task, then a file by its id (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models: models.map((id) => perCall(id, 0.28, 'minimax-video', 'minimax')),
  routes: (gateway): Route[] => [
    { method: 'POST', path: '/minimax/v1/video_generation', handle: (request) => create(gateway, request) },
    {
      method: 'GET',
      path: '/minimax/v1/query/video_generation',
      handle: (request) => query(gateway, request.query.get('task_id') ?? ''),
    },
    {
      method: 'GET',
      path: '/minimax/v1/files/retrieve',
      handle: (request) => retrieve(gateway, request.query.get('file_id') ?? ''),
    },
  ],
};

const fine = { base_resp: { status_code: 0, status_msg: 'success' } };

function create(gateway: Gateway, request: PracticeRequest): Answer {
  const wanted = checkFor(vendor, order, jsonBody(request));
  const subject = wanted.subject_reference?.flatMap(({ image }) => image) ?? [];
  const images = [wanted.first_frame_image, wanted.last_frame_image, ...subject].filter((image) => image !== undefined);
  const task = beginTask(gateway, request, {
    system: 'minimax',
    model: wanted.model,
    extra: {},
    id: () => gateway.newNumber(),
    work: () =>
      workOnFilm(gateway, {
        model: wanted.model,
        prompt: wanted.prompt ?? 'a film',
        shape: { width: 384, height: 216, seconds: wanted.duration ?? 6 },
        images,
      }),
  });
  return jsonAnswer({ task_id: task.id, ...fine });
}

/** The gateway wraps the vendor's answer, and puts the file's id where a failure has its reason. */
function query(gateway: Gateway, id: string): Answer {
  const found = askTask(gateway, 'minimax', id);
  if (found === undefined) throw new GatewayError({ status: 200, message: 'task not found', code: 2013, shape });
  const outer = { queued: 'SUBMITTED', running: 'IN_PROGRESS', done: 'SUCCESS', failed: 'FAILURE' };
  const inner = { queued: 'Queueing', running: 'Processing', done: 'Success', failed: 'Fail' };
  const file = found.files[0];
  return jsonAnswer({
    code: 'success',
    message: '',
    data: {
      task_id: id,
      action: 'generate',
      status: found.word ?? outer[found.state],
      fail_reason: found.state === 'failed' ? found.reason : (file?.hash.slice(0, 18) ?? ''),
      progress: `${Math.round(found.share * 100)}%`,
      data: { task_id: id, status: inner[found.state], file_id: file?.hash.slice(0, 18) ?? '', ...fine },
    },
  });
}

function retrieve(gateway: Gateway, fileId: string): Answer {
  for (const task of gateway.tasks.values()) {
    const file =
      task.outcome?.state === 'done' ? task.outcome.files.find(({ hash }) => hash.startsWith(fileId)) : undefined;
    if (fileId.length < 18 || file === undefined) continue;
    return jsonAnswer({
      file: { file_id: fileId, bytes: file.size, filename: 'output.mp4', download_url: fileUrl(gateway, file) },
      ...fine,
    });
  }
  throw new GatewayError({ status: 200, message: 'invalid params, file_id', code: 2013, shape });
}
