import { z } from 'zod';
import { createTask, fileUrl, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { invalidRequest } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { hidesAddress, spoiledWord, startTask, type Task, viewTask } from '../tasks.ts';
import { type FilmPlan, workOnFilm } from './film-work.ts';
import { shapeOf, videoSchema } from './video-models.ts';

/** What the unified video routes keep of a task. */
export interface VideoDetail {
  readonly kind: 'video';
  readonly plan: FilmPlan;
  /** How many answers said that it is completed. */
  completedAnswers: number;
}

/** `POST /v1/video/create` and `GET /v1/video/query?id=` (PROTOCOL 8.1). */
export function videoRoutes(gateway: Gateway): Route[] {
  return [
    { method: 'POST', path: '/v1/video/create', handle: (request) => create(gateway, request) },
    { method: 'GET', path: '/v1/video/query', handle: (request) => query(gateway, request) },
  ];
}

function create(gateway: Gateway, request: PracticeRequest): Answer {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, ['sora', 'veo', 'grok-video', 'jimeng-video']);
  const order = check(videoSchema(model), body);
  const plan: FilmPlan = {
    model: model.id,
    prompt: order.prompt,
    shape: shapeOf(model, order),
    images: order.images ?? [],
  };
  const detail: VideoDetail = { kind: 'video', plan, completedAnswers: 0 };
  const task = createTask(gateway, request, () => `${model.id}:task_${gateway.newId().slice(0, 26)}`, model.id, detail);
  startTask(task, gateway.clock, () => workOnFilm(gateway, plan));
  return jsonAnswer({
    id: task.id,
    status: 'pending',
    status_update_time: updateTime(task, task.createdAt),
    enhanced_prompt: order.prompt,
  });
}

function query(gateway: Gateway, request: PracticeRequest): Answer {
  const id = request.query.get('id');
  if (!id) throw invalidRequest("Missing required parameter: 'id'.", 'id', 'missing_required_parameter');
  const task = findVideo(gateway, id);
  if (!task) throw invalidRequest(`task_not_exist: ${id}`, 'id', 'task_not_exist');
  task.queries += 1;
  const view = viewTask(task, gateway.clock, gateway.settings.taskMs);
  const spoiled = spoiledWord(task);
  const meaning = spoiled?.meaning ?? view.state;
  const status =
    spoiled?.word ??
    (view.state === 'done' ? 'completed' : view.state === 'failed' ? 'failed' : runningWord(view.share));
  const file = meaning === 'done' && task.outcome?.state === 'done' ? task.outcome.files[0] : undefined;
  if (meaning === 'done') task.detail.completedAnswers += 1;
  const hidden = hidesAddress(task, task.detail.completedAnswers);
  const reason = task.outcome?.state === 'failed' ? task.outcome.reason : 'generation failed';
  return jsonAnswer({
    id,
    status,
    video_url: file && !hidden ? fileUrl(gateway, file) : hidden && meaning === 'done' ? '' : null,
    enhanced_prompt: task.detail.plan.prompt,
    status_update_time: updateTime(task, gateway.clock.now()),
    progress: view.state === 'running' ? Math.round(view.share * 100) : 100,
    ...(meaning === 'failed' ? { error: reason } : {}),
  });
}

/** The video task of an id. */
export function findVideo(gateway: Gateway, id: string): Task<VideoDetail> | undefined {
  const task = gateway.tasks.get(id);
  return task && isVideo(task) ? task : undefined;
}

function isVideo(task: Task): task is Task<VideoDetail> {
  return typeof task.detail === 'object' && task.detail !== null && Reflect.get(task.detail, 'kind') === 'video';
}

function runningWord(share: number): string {
  return share < 0.2 ? 'pending' : 'processing';
}

/** Milliseconds, but seconds for grok, as the gateway's own samples have it. */
function updateTime(task: Task, now: number): number {
  return task.model.startsWith('grok') ? Math.floor(now / 1000) : now;
}
