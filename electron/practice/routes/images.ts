import { z } from 'zod';
import { countJob, fileUrl, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { Canvas } from '../media/canvas.ts';
import { makePicture, pictureSeed } from '../media/picture.ts';
import { type PracticeModel, requireModel } from '../models.ts';
import { readReferences } from './references.ts';

const prompt = z.string().min(1).max(32_000);
const count = z.int().min(1).max(10).optional();
const reference = z.string().regex(/^(https?:\/\/|data:image\/)/, 'expected an http(s) or data URL');

const reverse = z.strictObject({
  model: z.string(),
  prompt,
  size: z.enum(['1024x1024', '1536x1024', '1024x1536']).optional(),
  n: count,
  image: z.union([reference, z.array(reference).max(16)]).optional(),
});
const official = z.strictObject({
  model: z.string(),
  prompt,
  n: count,
  size: z.enum(['auto', '1024x1024', '1536x1024', '1024x1536']).optional(),
  quality: z.enum(['auto', 'low', 'medium', 'high']).optional(),
  background: z.enum(['auto', 'transparent', 'opaque']).optional(),
  output_format: z.enum(['png']).optional(),
  output_compression: z.int().min(0).max(100).optional(),
  moderation: z.enum(['auto', 'low']).optional(),
  user: z.string().optional(),
});
const dalle = z.strictObject({
  model: z.string(),
  prompt: z.string().min(1).max(4000),
  n: z.literal(1).optional(),
  size: z.enum(['1024x1024', '1792x1024', '1024x1792']).optional(),
  quality: z.enum(['standard', 'hd']).optional(),
  style: z.enum(['vivid', 'natural']).optional(),
  response_format: z.enum(['url', 'b64_json']).optional(),
  user: z.string().optional(),
});

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
}

/** `POST /v1/images/generations` (PROTOCOL 5.1). */
export function imageRoutes(gateway: Gateway): Route[] {
  return [{ method: 'POST', path: '/v1/images/generations', handle: (request) => generate(gateway, request) }];
}

async function generate(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, ['image-all', 'image-official', 'dall-e-3']);
  return answerImages(gateway, request, await readOrder(gateway, model, body));
}

async function readOrder(gateway: Gateway, model: PracticeModel, body: unknown): Promise<ImageOrder> {
  if (model.family === 'image-all') {
    const order = check(reverse, body);
    const references = typeof order.image === 'string' ? [order.image] : (order.image ?? []);
    const bases = await readReferences(gateway, references, 'image');
    return {
      model: model.id,
      prompt: order.prompt,
      size: order.size ?? '1024x1024',
      count: order.n ?? 1,
      form: 'url',
      bases,
    };
  }
  if (model.family === 'dall-e-3') {
    const order = check(dalle, body);
    const form = order.response_format ?? 'url';
    return { model: model.id, prompt: order.prompt, size: order.size ?? '1024x1024', count: 1, form, revised: true };
  }
  const order = check(official, body);
  const transparent = order.background === 'transparent';
  const common = { model: model.id, prompt: order.prompt, count: order.n ?? 1, form: 'b64_json', usage: true } as const;
  return { ...common, size: order.size ?? 'auto', transparent };
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
  return width && height ? [width, height] : [1024, 1024];
}
