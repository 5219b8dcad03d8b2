import { z } from 'zod';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { check } from '../../http/check.ts';
import { invalidRequest } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask } from '../vendor-task.ts';

const address = z.string().regex(/^https?:\/\//, 'expected a public URL');
const common = {
  user_prompt: z.string().min(1),
  expand_prompt: z.boolean().optional(),
  loop: z.boolean().optional(),
  image_url: address.optional(),
  image_end_url: address.optional(),
  notify_hook: z.string().optional(),
};
const generation = z.strictObject({
  ...common,
  model_name: z.enum(['ray-v1', 'ray-v2']),
  duration: z.enum(['5s', '9s']).optional(),
  resolution: z.enum(['720p', '1080p']).optional(),
});
const extension = z.strictObject(common);
const batch = z.strictObject({ ids: z.array(z.string()).min(1) });

/** What a film repeats of its order. */
interface Extra {
  readonly prompt: string;
}

/** Luma: films and their extension, one task or several at a time (PROTOCOL 8.5). */
export const system: PracticeSystem = {
  models: [perCall('ray-v2', 0.4, 'luma', 'luma'), perCall('ray-v1', 0.3, 'luma', 'luma')],
  routes: (gateway): Route[] => [
    {
      method: 'POST',
      path: '/luma/generations',
      handle(request) {
        const order = check(generation, jsonBody(request));
        const images = [order.image_url, order.image_end_url].filter((image) => image !== undefined);
        return begin(gateway, request, order.model_name, order.user_prompt, images);
      },
    },
    {
      method: 'POST',
      path: '/luma/generations/:id/extend',
      handle(request) {
        const order = check(extension, jsonBody(request));
        need(gateway, request.parameters['id'] ?? '');
        return begin(gateway, request, 'ray-v2', order.user_prompt, []);
      },
    },
    {
      method: 'GET',
      path: '/luma/generations/:id',
      handle: (request) => jsonAnswer(need(gateway, request.parameters['id'] ?? '')),
    },
    {
      method: 'POST',
      path: '/luma/tasks',
      handle: (request) => {
        const { ids } = check(batch, jsonBody(request));
        return jsonAnswer(ids.flatMap((id) => show(gateway, id) ?? []));
      },
    },
  ],
};

function begin(
  gateway: Gateway,
  request: PracticeRequest,
  model: string,
  prompt: string,
  images: readonly string[],
): Answer {
  const shape = { width: 384, height: 216, seconds: 5 };
  const task = beginTask<Extra>(gateway, request, {
    system: 'luma',
    model,
    extra: { prompt },
    id: () => gateway.newId(),
    work: () => workOnFilm(gateway, { model, prompt, shape, images }),
  });
  return jsonAnswer({ id: task.id, prompt, state: 'pending', created_at: new Date(task.createdAt).toISOString() });
}

function need(gateway: Gateway, id: string): Record<string, unknown> {
  const task = show(gateway, id);
  if (task === undefined) throw invalidRequest(`task_not_exist: ${id}`, 'id', 'task_not_exist');
  return task;
}

function show(gateway: Gateway, id: string): Record<string, unknown> | undefined {
  const found = askTask<Extra>(gateway, 'luma', id);
  if (found === undefined) return undefined;
  const words = { queued: 'pending', running: 'processing', done: 'completed', failed: 'failed' };
  const file = found.files[0];
  return {
    id,
    prompt: found.task.detail.extra.prompt,
    state: found.word ?? words[found.state],
    failure_reason: found.state === 'failed' ? found.reason : null,
    video:
      file === undefined
        ? null
        : { url: fileUrl(gateway, file), download_url: fileUrl(gateway, file), width: 640, height: 360 },
  };
}
