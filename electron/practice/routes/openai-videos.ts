import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createTask, fileUrl, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { GatewayError, invalidRequest } from '../http/errors.ts';
import { formBody, jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { spoiledWord, startTask, type Task, viewTask } from '../tasks.ts';
import { serveFile } from './files.ts';
import { type FilmPlan, workOnFilm } from './film-work.ts';
import { imageType } from './image-type.ts';
import { findVideo, type VideoDetail } from './video.ts';

const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  '720x1280': [360, 640],
  '1280x720': [640, 360],
  '1024x1792': [360, 630],
  '1792x1024': [630, 360],
};
const fields = z.strictObject({
  model: z.string(),
  prompt: z.string().min(1),
  seconds: z.enum(['4', '8', '12', '10', '15', '25']).optional(),
  size: z.string().optional(),
  input_reference: z.string().optional(),
  style: z.enum(['thanksgiving', 'comic', 'news', 'selfie', 'nostalgic', 'anime']).optional(),
  watermark: z.unknown().optional(),
  private: z.unknown().optional(),
  character_url: z.string().optional(),
  character_timestamps: z
    .string()
    .regex(/^\d+,\d+$/, 'expected "1,3"')
    .optional(),
});

/** OpenAI's video format: `POST /v1/videos`, `GET /v1/videos/{id}` and `…/content` (PROTOCOL 8.2), for the sora models. */
export function openaiVideoRoutes(gateway: Gateway): Route[] {
  return [
    { method: 'POST', path: '/v1/videos', handle: (request) => create(gateway, request) },
    { method: 'GET', path: '/v1/videos/:id', handle: (request) => jsonAnswer(show(gateway, find(gateway, request))) },
    { method: 'GET', path: '/v1/videos/:id/content', handle: (request) => content(gateway, request) },
  ];
}

async function create(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const isForm = request.body.kind === 'form';
  const form = isForm ? formBody(request) : { fields: jsonBody(request), files: [] };
  const order = check(fields, form.fields);
  const model = requireModel(order.model, ['sora']);
  const size = order.size ?? '720x1280';
  const [width, height] = SIZES[size] ?? [0, 0];
  if (width === 0) throw invalidRequest(`Invalid value for 'size': '${size}'.`, 'size', 'invalid_size');
  const images = order.input_reference === undefined ? [] : [order.input_reference];
  for (const file of form.files) {
    if (file.field !== 'input_reference')
      throw invalidRequest(`Unknown parameter: '${file.field}'.`, file.field, 'unknown_parameter');
    const type = await imageType(file.path);
    if (!type)
      throw invalidRequest(
        "Invalid file 'input_reference': a picture is expected.",
        'input_reference',
        'unsupported_file',
      );
    const stored = await gateway.files.put(await readFile(file.path), type.extension, type.mime);
    images.push(fileUrl(gateway, stored));
  }
  const plan: FilmPlan = {
    model: model.id,
    prompt: order.prompt,
    shape: { width, height, seconds: Number(order.seconds ?? 4) },
    images,
  };
  return jsonAnswer({ ...show(gateway, begin(gateway, request, plan)), status: 'queued' });
}

/** A film like an earlier one, by another prompt: `POST /v1/videos/{id}/remix`. */
export function remixVideo(
  gateway: Gateway,
  request: PracticeRequest,
  order: { prompt: string; size?: string | undefined },
): Answer {
  const source = find(gateway, request);
  const [width, height] = SIZES[order.size ?? ''] ?? [source.detail.plan.shape.width, source.detail.plan.shape.height];
  const plan: FilmPlan = {
    ...source.detail.plan,
    prompt: `${order.prompt} ${source.detail.plan.prompt}`,
    shape: { ...source.detail.plan.shape, width, height },
  };
  const task = begin(gateway, request, plan);
  return jsonAnswer({ ...show(gateway, task), status: 'queued', remixed_from_video_id: source.id });
}

function begin(gateway: Gateway, request: PracticeRequest, plan: FilmPlan): Task<VideoDetail> {
  const detail: VideoDetail = { kind: 'video', plan, completedAnswers: 0 };
  const task = createTask(gateway, request, () => `task_${gateway.newId()}`, plan.model, detail);
  startTask(task, gateway.clock, () => workOnFilm(gateway, plan));
  return task;
}

function find(gateway: Gateway, request: PracticeRequest): Task<VideoDetail> {
  const id = request.parameters['id'] ?? '';
  const task = findVideo(gateway, id);
  if (!task) throw invalidRequest(`task_not_exist: ${id}`, 'id', 'task_not_exist');
  return task;
}

function show(gateway: Gateway, task: Task<VideoDetail>): Record<string, unknown> {
  task.queries += 1;
  const view = viewTask(task, gateway.clock, gateway.settings.taskMs);
  const word =
    view.state === 'done'
      ? 'completed'
      : view.state === 'failed'
        ? 'failed'
        : view.share < 0.2
          ? 'queued'
          : 'in_progress';
  const { width, height, seconds } = task.detail.plan.shape;
  const size = Object.entries(SIZES).find(([, [w, h]]) => w === width && h === height)?.[0];
  return {
    id: task.id,
    task_id: task.id,
    object: 'video',
    model: task.model,
    status: spoiledWord(task)?.word ?? word,
    progress: view.state === 'running' ? Math.round(view.share * 100) : 100,
    created_at: Math.floor(task.createdAt / 1000),
    completed_at: task.finishedAt === undefined ? null : Math.floor(task.finishedAt / 1000),
    expires_at: null,
    seconds: String(seconds),
    size: size ?? null,
    remixed_from_video_id: null,
    error: view.state === 'failed' ? { code: 'generation_failed', message: view.reason } : null,
  };
}

function content(gateway: Gateway, request: PracticeRequest): Answer {
  const task = find(gateway, request);
  const view = viewTask(task, gateway.clock, gateway.settings.taskMs);
  if (view.state !== 'done') {
    throw new GatewayError({
      status: 400,
      message: `Task is not completed yet, current status: ${view.state}`,
      type: 'invalid_request_error',
    });
  }
  return serveFile(request, view.files[0]);
}
