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
import { sidesOf, workOnPictures } from '../work.ts';

const shape = ({ message, code }: ErrorFields, requestId: string) => ({
  Response: { Error: { Code: code, Message: message }, RequestId: requestId },
});
const vendor = { shape, code: 'InvalidParameterValue' };

const common = {
  model_version: z.string().min(1),
  prompt: z.string().min(1).max(2000),
  negative_prompt: z.string().optional(),
  enhance_prompt: z.enum(['Enabled', 'Disabled']).optional(),
  file_infos: z
    .array(z.strictObject({ type: z.literal('Url'), url: z.string().regex(/^https?:\/\//, 'expected a public URL') }))
    .max(3)
    .optional(),
  session_id: z.string().max(50).optional(),
};
const output = {
  storage_mode: z.enum(['Temporary', 'Permanent']).optional(),
  aspect_ratio: z
    .string()
    .regex(/^\d+:\d+$/)
    .optional(),
  resolution: z.string().optional(),
};
const film = z.strictObject({
  model_name: z.enum(['Kling', 'Hailuo', 'Vidu', 'GV', 'OS', 'Jimeng', 'Seedance']),
  ...common,
  last_frame_url: z.string().optional(),
  output_config: z
    .strictObject({
      ...output,
      duration: z.int().min(1).max(15).optional(),
      audio_generation: z.enum(['Enabled', 'Disabled']).optional(),
    })
    .optional(),
});
const picture = z.strictObject({
  model_name: z.enum(['GEM', 'Jimeng', 'Qwen', 'Kling', 'Vidu', 'Hunyuan']),
  ...common,
  output_config: z.strictObject(output).optional(),
});

/** Tencent VOD: other vendors' films and pictures behind one form (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models: [
    perCall('tencent-aigc-video', 0.4, 'tencent', 'tencent-vod'),
    perCall('tencent-aigc-image', 0.05, 'tencent', 'tencent-vod'),
  ],
  routes: (gateway) => [
    { method: 'POST', path: '/tencent-vod/v1/aigc-video', handle: (request) => makeFilm(gateway, request) },
    { method: 'POST', path: '/tencent-vod/v1/aigc-image', handle: (request) => makePicture(gateway, request) },
    {
      method: 'GET',
      path: '/tencent-vod/v1/query/:id',
      handle: (request) => query(gateway, request, request.parameters['id'] ?? ''),
    },
  ],
};

function makeFilm(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkFor(vendor, film, jsonBody(request));
  const images = [
    ...(order.file_infos ?? []).map(({ url }) => url),
    ...(order.last_frame_url ? [order.last_frame_url] : []),
  ];
  const config = order.output_config;
  return begin(gateway, request, 'Video', () =>
    workOnFilm(gateway, {
      model: `tencent ${order.model_name}`,
      prompt: order.prompt,
      shape: { ...sidesOf(config?.aspect_ratio ?? '16:9', 384), seconds: config?.duration ?? 5 },
      images,
    }),
  );
}

function makePicture(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkFor(vendor, picture, jsonBody(request));
  return begin(gateway, request, 'Image', () =>
    workOnPictures(gateway, {
      model: `tencent ${order.model_name}`,
      prompt: order.prompt,
      ...sidesOf(order.output_config?.aspect_ratio ?? '1:1', 768),
      count: 1,
      references: (order.file_infos ?? []).map(({ url }) => url),
    }),
  );
}

type Kind = 'Video' | 'Image';

function begin(
  gateway: Gateway,
  request: PracticeRequest,
  kind: Kind,
  work: Parameters<typeof beginTask>[2]['work'],
): Answer {
  const task = beginTask(gateway, request, {
    system: 'tencent',
    model: kind === 'Video' ? 'tencent-aigc-video' : 'tencent-aigc-image',
    extra: { kind },
    id: () => `1500000000-Aigc${kind}-${gateway.newId().slice(0, 20)}`,
    work,
  });
  return jsonAnswer({ Response: { TaskId: task.id, RequestId: request.id } });
}

function query(gateway: Gateway, request: PracticeRequest, id: string): Answer {
  const found = askTask<{ kind: Kind }>(gateway, 'tencent', id);
  if (found === undefined) {
    throw new GatewayError({ status: 400, message: 'task not found', code: 'ResourceNotFound', shape });
  }
  const words = { queued: 'WAITING', running: 'PROCESSING', done: 'FINISH', failed: 'FINISH' };
  const { kind } = found.task.detail.extra;
  const expires = new Date(gateway.clock.now() + 7 * 24 * 3_600_000).toISOString();
  const detail = {
    Status: found.word ?? words[found.state],
    ErrCode: found.state === 'failed' ? 70_000 : 0,
    Message: found.state === 'failed' ? found.reason : '',
    Progress: Math.round(found.share * 100),
    Output: {
      FileInfos: found.files.map((file) => ({
        FileUrl: fileUrl(gateway, file),
        StorageMode: 'Temporary',
        ExpireTime: expires,
      })),
    },
  };
  return jsonAnswer({
    Response: {
      TaskType: `Aigc${kind}Task`,
      Status: found.word ?? words[found.state],
      RequestId: request.id,
      AigcVideoTask: kind === 'Video' ? detail : null,
      AigcImageTask: kind === 'Image' ? detail : null,
    },
  });
}
