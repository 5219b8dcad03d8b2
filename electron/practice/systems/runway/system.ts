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

const shape = ({ message, parameter }: ErrorFields) => ({
  error: 'Validation of body failed',
  issues: [{ path: [parameter ?? ''], message }],
});
const vendor = { shape, code: 'invalid' };
const common = {
  promptImage: z.string().regex(/^(https:\/\/|http:\/\/127\.|data:image\/)/, 'expected an HTTPS URL or a data URL'),
  promptText: z.string().max(1000).optional(),
  duration: z.literal([5, 10]).optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  watermark: z.boolean().optional(),
};
const order = z.discriminatedUnion('model', [
  z.strictObject({
    model: z.literal('gen4_turbo'),
    ratio: z.enum(['1280:720', '720:1280', '1104:832', '832:1104', '960:960', '1584:672']),
    ...common,
  }),
  z.strictObject({ model: z.literal('gen3a_turbo'), ratio: z.enum(['1280:768', '768:1280']), ...common }),
]);

/** Runway: films that begin with a picture (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models: [perCall('gen4_turbo', 0.25, 'runway', 'runway'), perCall('gen3a_turbo', 0.25, 'runway', 'runway')],
  routes: (gateway) => [
    {
      method: 'POST',
      path: '/runwayml/v1/image_to_video',
      handle: (request) => create(gateway, request),
    },
    {
      method: 'GET',
      path: '/runwayml/v1/tasks/:id',
      handle: (request) => query(gateway, request.parameters['id'] ?? ''),
    },
  ],
};

function create(gateway: Gateway, request: PracticeRequest): Answer {
  const wanted = checkFor(vendor, order, jsonBody(request));
  const task = beginTask(gateway, request, {
    system: 'runway',
    model: wanted.model,
    extra: {},
    id: () => gateway.newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    work: () =>
      workOnFilm(gateway, {
        model: wanted.model,
        prompt: wanted.promptText ?? 'a film',
        shape: { ...sidesOf(wanted.ratio, 384), seconds: wanted.duration ?? 10 },
        images: [wanted.promptImage],
      }),
  });
  return jsonAnswer({ id: task.id });
}

function query(gateway: Gateway, id: string): Answer {
  const found = askTask(gateway, 'runway', id);
  if (found === undefined) {
    throw new GatewayError({ status: 404, message: `Task ${id} was not found`, shape, parameter: 'id' });
  }
  const words = { queued: 'PENDING', running: 'RUNNING', done: 'SUCCEEDED', failed: 'FAILED' };
  const createdAt = new Date(found.task.createdAt).toISOString();
  const status = found.word ?? words[found.state];
  if (found.state === 'failed') {
    return jsonAnswer({ id, status, createdAt, failure: found.reason, failureCode: 'INTERNAL.BAD_OUTPUT.CODE01' });
  }
  if (found.state !== 'done') return jsonAnswer({ id, status, createdAt, progress: found.share });
  return jsonAnswer({ id, status, createdAt, output: found.files.map((file) => fileUrl(gateway, file)) });
}
