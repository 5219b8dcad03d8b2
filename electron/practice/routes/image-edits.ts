import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Gateway } from '../gateway.ts';
import type { Answer } from '../http/answer.ts';
import type { FormFile } from '../http/body.ts';
import { check } from '../http/check.ts';
import { GatewayError, invalidRequest } from '../http/errors.ts';
import { formBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { sidesOf } from '../systems/work.ts';
import { fixedSize, freeSize } from './image-size.ts';
import { imageType } from './image-type.ts';
import { answerImages } from './images.ts';
import { toCanvas } from './references.ts';

const LIMIT = 50 * 1024 * 1024;
const wholeNumber = (low: number, high: number) =>
  z.string().regex(/^\d+$/, 'expected an integer').transform(Number).pipe(z.int().min(low).max(high));

const base = { model: z.string(), prompt: z.string().min(1).max(32_000) };
const official = (size: z.ZodType<string | undefined>) =>
  z.strictObject({
    ...base,
    n: wholeNumber(1, 10).optional(),
    size,
    quality: z.enum(['auto', 'low', 'medium', 'high']).optional(),
    background: z.enum(['auto', 'transparent', 'opaque']).optional(),
    input_fidelity: z.enum(['low', 'high']).optional(),
    output_format: z.enum(['png', 'jpeg', 'webp']).optional(),
    output_compression: wholeNumber(0, 100).optional(),
    user: z.string().optional(),
  });
const ratio = /^\d{1,2}:\d{1,2}$/;

interface Fields {
  readonly prompt: string;
  readonly n?: number | undefined;
  readonly size?: string | undefined;
  readonly aspect_ratio?: string | undefined;
  readonly output_format?: string | undefined;
  readonly output_compression?: number | undefined;
}

/** What each family takes on this route. */
const families: Readonly<Record<string, z.ZodType<Fields>>> = {
  'image-official': official(fixedSize),
  'image-official-2': official(freeSize),
  'image-all': official(fixedSize),
  'dall-e-2': z.strictObject({
    ...base,
    n: wholeNumber(1, 10).optional(),
    size: z.enum(['256x256', '512x512', '1024x1024']).optional(),
  }),
  flux: z.strictObject({ ...base, n: wholeNumber(1, 4).optional(), aspect_ratio: z.string().regex(ratio).optional() }),
  'jimeng-image': z.strictObject({ ...base, size: z.string().regex(ratio).optional() }),
};

/** `POST /v1/images/edits` (PROTOCOL 5.2); `/v1/images/variations` is answered as new-api does, with 501. */
export function imageEditRoutes(gateway: Gateway): Route[] {
  const variations = () => {
    throw new GatewayError({
      status: 501,
      message: 'API not implemented',
      type: 'new_api_error',
      code: 'api_not_implemented',
    });
  };
  return [
    { method: 'POST', path: '/v1/images/edits', handle: (request) => edit(gateway, request) },
    { method: 'POST', path: '/v1/images/variations', handle: variations },
  ];
}

async function edit(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const form = formBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), form.fields);
  const model = requireModel(named, Object.keys(families));
  const order = check(families[model.family] ?? official(fixedSize), form.fields);
  const bases: ReturnType<typeof toCanvas>[] = [];
  for (const file of form.files) {
    await checkPicture(file);
    if (file.field !== 'mask') bases.push(toCanvas(await readFile(file.path)));
  }
  if (bases.length === 0)
    throw invalidRequest("Missing required parameter: 'image'.", 'image', 'missing_required_parameter');
  if (bases.length > 16) throw invalidRequest("Invalid value for 'image': at most 16 pictures.", 'image');
  return answerImages(gateway, request, {
    model: model.id,
    prompt: order.prompt,
    size: sizeOf(order),
    count: order.n ?? 1,
    form: model.family.startsWith('image-official') ? 'b64_json' : 'url',
    bases,
    usage: true,
    ...(order.output_format === 'jpeg' && { jpeg: order.output_compression ?? 100 }),
  });
}

/** WxH; from a ratio where the family has one. */
function sizeOf({ size, aspect_ratio }: Fields): string {
  const shape = aspect_ratio ?? size ?? 'auto';
  if (!ratio.test(shape)) return shape;
  const { width, height } = sidesOf(shape, 1024);
  return `${width}x${height}`;
}

async function checkPicture(file: FormFile): Promise<void> {
  if (!['image', 'image[]', 'mask'].includes(file.field)) {
    throw invalidRequest(`Unknown parameter: '${file.field}'.`, file.field, 'unknown_parameter');
  }
  if (file.size > LIMIT) {
    throw new GatewayError({
      status: 413,
      message: `'${file.field}' is larger than 50 MB.`,
      parameter: file.field,
      code: 'file_too_large',
    });
  }
  const type = await imageType(file.path);
  if (!type || (file.field === 'mask' && type.mime !== 'image/png')) {
    throw invalidRequest(
      `Invalid file '${file.field}': unsupported mimetype. Supported are image/jpeg, image/png, image/webp.`,
      file.field,
      'unsupported_file',
    );
  }
}
