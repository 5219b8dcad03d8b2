import { countJob, fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import type { FormFile } from '../../http/body.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { formBody, jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import type { PracticeSystem } from '../system.ts';
import { onlyFiles, pictureIn } from '../vendor-files.ts';
import { paint, sidesOf } from '../work.ts';
import { type IdeogramOrder, legacyEdit, legacyGenerate, legacyRemix, legacyUpscale, version3 } from './orders.ts';

const shape = ({ message, parameter }: ErrorFields) => ({ detail: [{ loc: ['body', parameter ?? ''], msg: message }] });
const vendor = { shape, code: 'invalid', status: 422 };
const LIMIT = 10_000_000;

/** Ideogram: pictures with words in them, and what can be done to a picture; answered at once (PROTOCOL 5.5). */
export const system: PracticeSystem = {
  models: [
    perCall('ideogram-v3', 0.06, 'ideogram', 'ideogram'),
    perCall('V_2', 0.08, 'ideogram', 'ideogram'),
    perCall('V_2_TURBO', 0.05, 'ideogram', 'ideogram'),
    perCall('V_1', 0.06, 'ideogram', 'ideogram'),
    perCall('V_1_TURBO', 0.02, 'ideogram', 'ideogram'),
  ],
  routes: (gateway): Route[] => [
    ...(Object.keys(version3) as (keyof typeof version3)[]).map(
      (name): Route => ({
        method: 'POST',
        path: `/ideogram/v1/ideogram-v3/${name}`,
        handle: (request) => answerVersion3(gateway, request, name),
      }),
    ),
    {
      method: 'POST',
      path: '/ideogram/generate',
      handle(request) {
        const { image_request: order } = checkFor(vendor, legacyGenerate, jsonBody(request));
        return answer(gateway, request, order.model ?? 'V_2', order, undefined);
      },
    },
    { method: 'POST', path: '/ideogram/remix', handle: (request) => legacyRemixed(gateway, request) },
    { method: 'POST', path: '/ideogram/edit', handle: (request) => legacyEdited(gateway, request) },
    { method: 'POST', path: '/ideogram/upscale', handle: (request) => upscale(gateway, request) },
    { method: 'POST', path: '/ideogram/describe', handle: (request) => describe(request) },
  ],
};

async function answerVersion3(
  gateway: Gateway,
  request: PracticeRequest,
  name: keyof typeof version3,
): Promise<Answer> {
  const isForm = request.body.kind === 'form';
  if (!isForm && name !== 'generate') formBody(request);
  const { fields, files } = isForm ? formBody(request) : { fields: jsonBody(request), files: [] };
  const order: IdeogramOrder = checkFor(vendor, version3[name], fields);
  if (name === 'generate') onlyFiles(files, []);
  else onlyFiles(files, name === 'edit' ? ['image', 'mask'] : ['image']);
  const image = await pictureIn(files, 'image', LIMIT, shape);
  if (name !== 'generate' && image === undefined) throw missing('image');
  if (name === 'edit' && (await pictureIn(files, 'mask', LIMIT, shape)) === undefined) throw missing('mask');
  return answer(gateway, request, 'ideogram-v3', order, image);
}

async function legacyRemixed(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const { fields, files } = formBody(request);
  const { image_request: text = '{}', ...others } = fields;
  const order = checkFor(vendor, legacyRemix, { ...others, ...parsed(text) });
  const image = await legacyImage(files, ['image_file']);
  return answer(gateway, request, order.model ?? 'V_2', order, image);
}

async function legacyEdited(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const { fields, files } = formBody(request);
  const order = checkFor(vendor, legacyEdit, fields);
  const image = await legacyImage(files, ['image_file', 'mask']);
  if ((await pictureIn(files, 'mask', LIMIT, shape)) === undefined) throw missing('mask');
  return answer(gateway, request, order.model, order, image);
}

async function legacyImage(files: readonly FormFile[], names: readonly string[]): Promise<string> {
  onlyFiles(files, names);
  const image = await pictureIn(files, 'image_file', LIMIT, shape);
  if (image === undefined) throw missing('image_file');
  return image;
}

async function upscale(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const { fields, files } = formBody(request);
  const { image_request: text = '{}', ...others } = fields;
  const order = checkFor(vendor, legacyUpscale, { ...others, ...parsed(text) });
  const image = await legacyImage(files, ['image_file']);
  return answer(gateway, request, 'V_2', { ...order, resolution: '1536x1536' }, image);
}

async function describe(request: PracticeRequest): Promise<Answer> {
  const { files } = formBody(request);
  await legacyImage(files, ['image_file']);
  countJob(request);
  return jsonAnswer({ descriptions: [{ text: 'A practice picture with calm colours and soft light.' }] });
}

async function answer(
  gateway: Gateway,
  request: PracticeRequest,
  model: string,
  order: IdeogramOrder,
  image: string | undefined,
): Promise<Answer> {
  countJob(request);
  const ratio = order.resolution ?? order.aspect_ratio?.replace('ASPECT_', '').replace('_', 'x') ?? '1x1';
  const size = sidesOf(ratio, 768);
  const prompt = order.prompt ?? 'the same picture';
  const references = image === undefined ? [] : [image];
  const files = await paint(gateway, { model, prompt, ...size, count: order.num_images ?? 1, references });
  return jsonAnswer({
    created: new Date(gateway.clock.now()).toISOString(),
    data: files.map((file) => ({
      url: fileUrl(gateway, file),
      prompt,
      resolution: `${size.width}x${size.height}`,
      seed: order.seed ?? 12_345,
      is_image_safe: true,
      style_type: order.style_type ?? 'GENERAL',
    })),
  });
}

function parsed(text: string | readonly string[]): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(typeof text === 'string' ? text : (text[0] ?? ''));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Told below, like any other wrong value.
  }
  throw new GatewayError({
    status: 422,
    message: 'image_request is no JSON object',
    parameter: 'image_request',
    shape,
  });
}

function missing(name: string): GatewayError {
  return new GatewayError({ status: 422, message: `Field required: ${name}`, parameter: name, shape });
}
