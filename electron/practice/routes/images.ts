import { z } from 'zod';
import { countJob, fileUrl, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { Canvas } from '../media/canvas.ts';
import { makePicture, pictureSeed } from '../media/picture.ts';
import { requireModel } from '../models.ts';
import { imageFamilies } from './image-families.ts';
import { readReferences } from './references.ts';

/** What pictures to make, whatever the route. */
export interface ImageOrder {
  readonly model: string;
  readonly prompt: string;
  readonly size: string;
  readonly count: number;
  readonly form: 'url' | 'b64_json';
  readonly bases?: readonly Canvas[];
  readonly transparent?: boolean;
  readonly revised?: boolean;
  readonly usage?: boolean;
  /** A JPEG of this quality, 0 to 100, instead of a PNG. */
  readonly jpeg?: number | undefined;
}

/** `POST /v1/images/generations` (PROTOCOL 5.1). */
export function imageRoutes(gateway: Gateway): Route[] {
  return [{ method: 'POST', path: '/v1/images/generations', handle: (request) => generate(gateway, request) }];
}

async function generate(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, Object.keys(imageFamilies));
  const family = imageFamilies[model.family];
  if (family === undefined) throw new Error(`no family ${model.family}`);
  const fields = check(family.schema, body);
  const { references, ...order } = family.read(fields);
  const bases = await readReferences(gateway, references, 'image');
  return answerImages(gateway, request, { model: model.id, prompt: fields.prompt, ...order, bases });
}

/** Makes the pictures and answers as new-api does: both `url` and `b64_json`, one of them empty. */
export async function answerImages(gateway: Gateway, request: PracticeRequest, order: ImageOrder): Promise<Answer> {
  countJob(request);
  const [width, height] = sizeOf(order.size);
  const data: Record<string, string>[] = [];
  for (let index = 0; index < order.count; index += 1) {
    const bytes = await makePicture({
      text: order.prompt,
      width,
      height,
      seed: pictureSeed(gateway.settings.seed, order.model, index),
      base: order.bases?.[index % Math.max(1, order.bases.length)],
      transparent: order.transparent ?? false,
      jpeg: order.jpeg,
    });
    const url =
      order.form === 'url' ? fileUrl(gateway, await gateway.files.put(bytes, 'png', 'image/png', order.model)) : '';
    const encoded = order.form === 'b64_json' ? Buffer.from(bytes).toString('base64') : '';
    data.push({ url, b64_json: encoded, revised_prompt: order.revised ? `Practice picture: ${order.prompt}` : '' });
  }
  const created = Math.floor(gateway.clock.now() / 1000);
  return jsonAnswer({ created, data, ...(order.usage ? { usage: usageOf(order) } : {}) });
}

function usageOf(order: ImageOrder): Record<string, unknown> {
  const text = Math.ceil(order.prompt.length / 4);
  const pictures = (order.bases?.length ?? 0) * 258;
  const output = order.count * 1056;
  return {
    input_tokens: text + pictures,
    output_tokens: output,
    total_tokens: text + pictures + output,
    input_tokens_details: { text_tokens: text, image_tokens: pictures },
  };
}

function sizeOf(size: string): [number, number] {
  const [width, height] = size.split('x').map(Number);
  if (!width || !height) return [1024, 1024];
  // What is larger would take longer to paint than to look at.
  const scale = Math.min(1, 2048 / Math.max(width, height));
  return [Math.round(width * scale), Math.round(height * scale)];
}
