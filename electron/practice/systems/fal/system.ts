import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask, type VendorState } from '../vendor-task.ts';
import { sidesOf, workOnPictures } from '../work.ts';
import { type FalModel, falModels } from './models.ts';

const shape = ({ message, parameter }: ErrorFields) => ({
  detail: [{ loc: ['body', parameter ?? ''], msg: message, type: 'value_error' }],
});
const vendor = { shape, code: 'invalid', status: 422 };

/** What a request repeats of its order. */
interface Extra {
  readonly model: FalModel;
  readonly prompt: string;
  readonly path: string;
}

/** fal: a queue whose addresses are those of the service itself; a finished request is its result (PROTOCOL 6.2). */
export const system: PracticeSystem = {
  models: Object.keys(falModels).map((path) => perCall(`fal-ai/${path}`, 0.05, 'fal', 'fal')),
  routes: (gateway): Route[] => [
    ...Object.entries(falModels).map(
      ([path, model]): Route => ({
        method: 'POST',
        path: `/fal-ai/${path}`,
        handle: (request) => create(gateway, request, path, model),
      }),
    ),
    // Of a model's name only the first two segments stand in the addresses of its requests.
    ...['/fal-ai/:model/requests/:id', '/fal-ai/:owner/:model/requests/:id'].map(
      (path): Route => ({ method: 'GET', path, handle: (request) => query(gateway, request.parameters['id'] ?? '') }),
    ),
  ],
};

const sizes: Readonly<Record<string, string>> = {
  portrait_4_3: '3:4',
  portrait_16_9: '9:16',
  landscape_4_3: '4:3',
  landscape_16_9: '16:9',
};

function create(gateway: Gateway, request: PracticeRequest, path: string, model: FalModel): Answer {
  const input = checkFor(vendor, model.input, jsonBody(request)) as Record<string, unknown>;
  const text = (name: string): string => (typeof input[name] === 'string' ? input[name] : '');
  const prompt = text('prompt') || 'the same picture';
  const list = Array.isArray(input['image_urls']) ? input['image_urls'].map(String) : [];
  const references = text('image_url') === '' ? list : [text('image_url')];
  const size = sidesOf(sizes[text('image_size')] ?? (text('aspect_ratio') || '1:1'), 640);
  const named = `fal-ai/${path}`;
  const task = beginTask<Extra>(gateway, request, {
    system: 'fal',
    model: named,
    extra: { model, prompt, path },
    id: () => gateway.newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    work: () =>
      model.makes === 'images'
        ? workOnPictures(gateway, {
            model: named,
            prompt,
            ...size,
            count: Number(input['num_images'] ?? 1),
            references,
            jpeg: input['output_format'] === 'jpeg',
          })
        : workOnFilm(gateway, {
            model: named,
            prompt,
            shape: {
              ...sidesOf(text('aspect_ratio') || '16:9', 640),
              seconds: Number.parseInt(text('duration') || '5', 10),
            },
            images: references,
          }),
  });
  return jsonAnswer({ ...queued(task.id, path), status: 'IN_QUEUE', queue_position: 0, logs: null, metrics: {} });
}

function queued(id: string, path: string): Record<string, unknown> {
  const upstream = `https://queue.fal.run/fal-ai/${path.split('/')[0]}/requests/${id}`;
  return { request_id: id, response_url: upstream, status_url: `${upstream}/status`, cancel_url: `${upstream}/cancel` };
}

function query(gateway: Gateway, id: string): Answer {
  const found = askTask<Extra>(gateway, 'fal', id);
  if (found === undefined) throw new GatewayError({ status: 404, message: 'Request not found', shape });
  const { model, prompt, path } = found.task.detail.extra;
  if (found.word !== undefined) return jsonAnswer({ status: found.word, ...result(gateway, found) });
  if (found.state === 'failed') return jsonAnswer({ status: 'FAILED', error: found.reason, ...queued(id, path) });
  if (found.state !== 'done') {
    return jsonAnswer({ status: found.state === 'queued' ? 'IN_QUEUE' : 'IN_PROGRESS', ...queued(id, path) });
  }
  const made = result(gateway, found);
  return jsonAnswer(model.makes === 'images' ? { ...made, prompt, seed: 7, timings: {}, has_nsfw_concepts: [] } : made);
}

function result(gateway: Gateway, { files, task }: VendorState<Extra>): Record<string, unknown> {
  const urls = files.map((file) => ({ file, url: fileUrl(gateway, file) }));
  if (task.detail.extra.model.makes === 'images') {
    return { images: urls.map(({ file, url }) => ({ url, width: 640, height: 640, content_type: file.mime })) };
  }
  const [first] = urls;
  return first === undefined
    ? {}
    : { video: { url: first.url, content_type: 'video/mp4', file_size: first.file.size } };
}
