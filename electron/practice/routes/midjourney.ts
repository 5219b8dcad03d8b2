import { z } from 'zod';
import { createTask, type Gateway } from '../gateway.ts';
import { type Answer, bytesAnswer, jsonAnswer } from '../http/answer.ts';
import { checkMidjourney } from '../http/check.ts';
import { GatewayError } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { digest } from '../random.ts';
import type { Task, TaskFault } from '../tasks.ts';
import { readPress } from './midjourney-buttons.ts';
import { buttonsOf, gridSeeds, type MidjourneyDetail, runMidjourney, showMidjourney } from './midjourney-task.ts';

const hooks = { notifyHook: z.string().optional(), state: z.string().optional() };
const imagine = z.strictObject({
  prompt: z.string().min(1),
  botType: z.enum(['MID_JOURNEY', 'NIJI_JOURNEY']).optional(),
  base64Array: z.array(z.string().regex(/^data:image\//, 'expected full data URLs')).optional(),
  accountFilter: z.looseObject({}).optional(),
  ...hooks,
});
const action = z.strictObject({
  taskId: z.string().min(1),
  customId: z.string().min(1),
  chooseSameChannel: z.boolean().optional(),
  enableRemix: z.boolean().optional(),
  ...hooks,
});
const modal = z.strictObject({
  taskId: z.string().min(1),
  prompt: z.string().optional(),
  maskBase64: z.string().optional(),
});
const list = z.strictObject({ ids: z.array(z.string()) });

/** The Midjourney routes: imagine, action, modal, fetch, list (PROTOCOL 7). */
export function midjourneyRoutes(gateway: Gateway): Route[] {
  return [
    { method: 'POST', path: '/mj/submit/imagine', handle: (request) => submitImagine(gateway, request) },
    { method: 'POST', path: '/mj/submit/action', handle: (request) => submitAction(gateway, request) },
    { method: 'POST', path: '/mj/submit/modal', handle: (request) => submitModal(gateway, request) },
    {
      method: 'GET',
      path: '/mj/task/:id/fetch',
      handle: (request) => jsonAnswer(showMidjourney(gateway, needMidjourney(gateway, request.parameters['id'] ?? ''))),
    },
    { method: 'POST', path: '/mj/task/list-by-condition', handle: (request) => listTasks(gateway, request) },
  ];
}

function submitImagine(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkMidjourney(imagine, midjourneyBody(request));
  const task = beginMidjourney(gateway, request, 'mj_imagine', {
    action: 'IMAGINE',
    prompt: order.prompt,
    seeds: gridSeeds(gateway, order.prompt, digest((order.base64Array ?? []).join('|'))),
    state: order.state ?? '',
    bot: order.botType ?? 'MID_JOURNEY',
    modal: false,
  });
  return acceptedMidjourney(task);
}

function submitAction(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkMidjourney(action, midjourneyBody(request));
  const parent = needMidjourney(gateway, order.taskId);
  const press = readPress(order.customId);
  const known = buttonsOf(gateway, parent).some((button) => button.customId === order.customId);
  if (!press || !known || parent.outcome?.state !== 'done')
    throw refuseMidjourney('customId is not a button of this task');
  const { seeds, prompt, bot } = parent.detail;
  const picked = seeds[Math.max(0, press.index - 1)] ?? seeds[0] ?? '';
  const single = press.action === 'UPSCALE' || press.action === 'PAN';
  const task = beginMidjourney(gateway, request, press.model, {
    action: press.action,
    prompt,
    seeds: single
      ? [press.action === 'PAN' ? `${picked}|${order.customId}` : picked]
      : gridSeeds(gateway, picked, order.customId),
    state: order.state ?? '',
    bot,
    modal: press.action === 'CUSTOM_ZOOM' || press.action === 'INPAINT',
  });
  return acceptedMidjourney(task);
}

function submitModal(gateway: Gateway, request: PracticeRequest): Answer {
  const order = checkMidjourney(modal, midjourneyBody(request));
  const task = needMidjourney(gateway, order.taskId);
  if (!task.detail.modal) throw refuseMidjourney('task_status_error');
  task.detail.modal = false;
  if (order.prompt) task.detail.prompt = order.prompt;
  runMidjourney(gateway, task);
  return acceptedMidjourney(task);
}

function listTasks(gateway: Gateway, request: PracticeRequest): Answer {
  const { ids } = checkMidjourney(list, midjourneyBody(request));
  const found = ids.flatMap((id) => find(gateway, id) ?? []);
  return jsonAnswer(found.map((task) => showMidjourney(gateway, task)));
}

type Detail = Omit<MidjourneyDetail, 'kind' | 'completedAnswers'>;

/** Makes a task and starts it, unless it waits for more input. */
export function beginMidjourney(
  gateway: Gateway,
  request: PracticeRequest,
  model: string,
  detail: Detail,
): Task<MidjourneyDetail> {
  request.entry.model = model;
  const number = gateway.newNumber();
  const chooseId = (faults: readonly TaskFault[]) => (faults.some(isBigNumber) ? `9${number}7` : number);
  const full: MidjourneyDetail = { kind: 'midjourney', completedAnswers: 0, ...detail };
  const task = createTask(gateway, request, chooseId, model, full);
  if (!detail.modal) runMidjourney(gateway, task);
  return task;
}

/** Code 1, or 21 while more input is awaited; the `big-number-id` fault writes the id as a number that JSON readers round. */
export function acceptedMidjourney(task: Task<MidjourneyDetail>): Answer {
  const waits = task.detail.modal;
  const reply = {
    code: waits ? 21 : 1,
    description: waits ? 'Waiting for window confirm' : '提交成功',
    result: task.id,
    properties: {},
  };
  if (!task.faults.some(isBigNumber)) return jsonAnswer(reply);
  const json = JSON.stringify(reply).replace(`"result":"${task.id}"`, `"result":${task.id}`);
  return bytesAnswer(json, 'application/json; charset=utf-8');
}

function isBigNumber(fault: TaskFault): boolean {
  return fault.kind === 'big-number-id';
}

function find(gateway: Gateway, id: string): Task<MidjourneyDetail> | undefined {
  const task = gateway.tasks.get(id);
  return task && isMidjourney(task) ? task : undefined;
}

/** The task of an id; throws the envelope's refusal when there is none. */
export function needMidjourney(gateway: Gateway, id: string): Task<MidjourneyDetail> {
  const task = find(gateway, id);
  if (!task) throw refuseMidjourney('task_no_found ');
  return task;
}

function isMidjourney(task: Task): task is Task<MidjourneyDetail> {
  return typeof task.detail === 'object' && task.detail !== null && Reflect.get(task.detail, 'kind') === 'midjourney';
}

/** The JSON body; throws the refusal in Midjourney's words. */
export function midjourneyBody(request: PracticeRequest): unknown {
  try {
    return jsonBody(request);
  } catch {
    throw refuseMidjourney('bind_request_body_failed ');
  }
}

/** A refusal in Midjourney's envelope. */
export function refuseMidjourney(message: string): GatewayError {
  return new GatewayError({ status: 400, message, code: 4, shape: 'midjourney' });
}
