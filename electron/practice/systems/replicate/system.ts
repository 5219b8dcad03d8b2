import { z } from 'zod';
import type { StoredFile } from '../../files.ts';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import { perCall } from '../../model.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask } from '../vendor-task.ts';
import { replicateModels, replicateVersions } from './models.ts';

const shape = ({ message, status }: ErrorFields) => ({ title: 'Input validation failed', detail: message, status });
const vendor = { shape, code: 'invalid', status: 422 };
const body = z.strictObject({ input: z.looseObject({}) });
const versioned = z.strictObject({ version: z.string().min(1), input: z.looseObject({}) });

/** What a prediction repeats of its order. */
interface Extra {
  readonly input: Record<string, unknown>;
  readonly single: boolean;
}

/** Replicate: predictions of named models and of versions; its addresses are those of the service itself (PROTOCOL 6.1). */
export const system: PracticeSystem = {
  models: Object.keys(replicateModels).map((id) => perCall(id, 0.05, 'replicate', 'replicate')),
  routes: (gateway) => [
    {
      method: 'POST',
      path: '/replicate/v1/models/:owner/:name/predictions',
      handle(request) {
        const { input } = checkFor(vendor, body, jsonBody(request));
        return create(gateway, request, `${request.parameters['owner']}/${request.parameters['name']}`, input);
      },
    },
    {
      method: 'POST',
      path: '/replicate/v1/predictions',
      handle(request) {
        const { version, input } = checkFor(vendor, versioned, jsonBody(request));
        const [name = ''] = version.split(':');
        return create(gateway, request, replicateVersions[name] ?? name, input);
      },
    },
    {
      method: 'GET',
      path: '/replicate/v1/predictions/:id',
      handle: (request) => query(gateway, request.parameters['id'] ?? ''),
    },
    {
      method: 'GET',
      path: '/replicate/v1/models/:owner/:name',
      handle(request) {
        const id = `${request.parameters['owner']}/${request.parameters['name']}`;
        return jsonAnswer({ ...described(id), name: request.parameters['name'], owner: request.parameters['owner'] });
      },
    },
  ],
};

function described(id: string): Record<string, unknown> {
  const model = replicateModels[id];
  if (model === undefined) throw noModel();
  const input = z.toJSONSchema(model.input, { unrepresentable: 'any' });
  const link = { type: 'string', format: 'uri' };
  const output = model.single === true ? link : { type: 'array', items: link };
  const example = `https://replicate.delivery/pbxt/example/out.${model.ending ?? 'png'}`;
  return {
    is_official: true,
    default_example: { output: model.single === true ? example : [example] },
    latest_version: { id: 'hidden', openapi_schema: { components: { schemas: { Input: input, Output: output } } } },
  };
}

function create(gateway: Gateway, request: PracticeRequest, id: string, given: Record<string, unknown>): Answer {
  const model = replicateModels[id];
  if (model === undefined) throw noModel();
  const input = checkFor(vendor, model.input, given) as Record<string, unknown>;
  const task = beginTask<Extra>(gateway, request, {
    system: 'replicate',
    model: id,
    extra: { input, single: model.single === true },
    id: () => gateway.newId().slice(0, 26),
    work: () => model.work(gateway, id, input),
  });
  return jsonAnswer(prediction(task.id, id, input, 'starting', null, null), 201);
}

function query(gateway: Gateway, id: string): Answer {
  const found = askTask<Extra>(gateway, 'replicate', id);
  if (found === undefined) throw new GatewayError({ status: 404, message: 'Prediction not found', shape });
  const { model, detail } = found.task;
  const words = { queued: 'starting', running: 'processing', done: 'succeeded', failed: 'failed' };
  const error = found.state === 'failed' ? found.reason : null;
  const output = outputOf(gateway, found.files, detail.extra.single);
  return jsonAnswer(prediction(id, model, detail.extra.input, found.word ?? words[found.state], output, error));
}

function outputOf(gateway: Gateway, files: readonly StoredFile[], single: boolean): string | string[] | null {
  const urls = files.map((file) => fileUrl(gateway, file));
  if (urls.length === 0) return null;
  return single ? (urls[0] ?? null) : urls;
}

function prediction(
  id: string,
  model: string,
  input: Record<string, unknown>,
  status: string,
  output: string | string[] | null,
  error: string | null,
): Record<string, unknown> {
  const upstream = `https://api.replicate.com/v1/predictions/${id}`;
  return {
    id,
    model,
    version: 'hidden',
    input,
    logs: '',
    output,
    error,
    status,
    urls: { get: upstream, cancel: `${upstream}/cancel`, web: `https://replicate.com/p/${id}` },
  };
}

function noModel(): GatewayError {
  return new GatewayError({ status: 404, message: 'The requested resource could not be found.', shape });
}
