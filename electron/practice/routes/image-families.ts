import { z } from 'zod';
import { sidesOf } from '../systems/work.ts';
import { fixedSize, freeSize } from './image-size.ts';

const prompt = z.string().min(1).max(32_000);
const count = z.int().min(1).max(10).optional();
const reference = z.string().regex(/^(https?:\/\/|data:image\/)/, 'expected an http(s) or data URL');
const references = z.union([reference, z.array(reference).max(16)]).optional();
const pixels = (low: number, high: number) =>
  z.string().refine((text) => {
    const [width = 0, height = 0] = /^\d+x\d+$/.test(text) ? text.split('x').map(Number) : [];
    return Math.min(width, height) >= low && Math.max(width, height) <= high;
  }, `expected WxH with sides from ${low} to ${high}`);

/** What a family's request asks for, beside the prompt. */
export interface FamilyOrder {
  readonly size: string;
  readonly count: number;
  readonly form: 'url' | 'b64_json';
  readonly references: readonly string[];
  readonly transparent?: boolean;
  readonly revised?: boolean;
  readonly usage?: boolean;
  readonly jpeg?: number;
}

interface Family {
  readonly schema: z.ZodType<Fields>;
  readonly read: (fields: Fields) => FamilyOrder;
}

/** All that a checked request may hold; each family's schema says which of it. */
interface Fields {
  readonly prompt: string;
  readonly n?: number | undefined;
  readonly size?: string | undefined;
  readonly aspect_ratio?: string | undefined;
  readonly image_size?: string | undefined;
  readonly image?: string | readonly string[] | undefined;
  readonly background?: string | undefined;
  readonly output_format?: string | undefined;
  readonly output_compression?: number | undefined;
  readonly response_format?: 'url' | 'b64_json' | undefined;
  readonly sequential_image_generation?: 'disabled' | 'auto' | undefined;
  readonly sequential_image_generation_options?: { readonly max_images: number } | undefined;
}

const base = { model: z.string(), prompt };
const form = z.enum(['url', 'b64_json']).optional();
const seed = z.int().min(-1).max(2_147_483_647).optional();
const guidance = z.number().min(1).max(10).optional();
const listOf = (image: Fields['image']): readonly string[] => (typeof image === 'string' ? [image] : (image ?? []));

const ratios = ['1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9'] as const;
const usual = ({ size, n, image, response_format }: Fields): FamilyOrder => ({
  size: size ?? '1024x1024',
  count: n ?? 1,
  form: response_format ?? 'url',
  references: listOf(image),
});
const byRatio = (fields: Fields, ratio: string | undefined, longer = 1024): FamilyOrder => {
  const { width, height } = sidesOf(ratio ?? '1:1', longer);
  return { ...usual(fields), size: `${width}x${height}` };
};
const named: Readonly<Record<string, string>> = { '1K': '1024x1024', '2K': '1536x1536', '4K': '2048x2048' };

const official = (size: z.ZodType<string | undefined>): Family => ({
  schema: z.strictObject({
    ...base,
    n: count,
    size,
    quality: z.enum(['auto', 'low', 'medium', 'high']).optional(),
    background: z.enum(['auto', 'transparent', 'opaque']).optional(),
    output_format: z.enum(['png', 'jpeg', 'webp']).optional(),
    output_compression: z.int().min(0).max(100).optional(),
    moderation: z.enum(['auto', 'low']).optional(),
    user: z.string().optional(),
  }),
  read: (fields) => ({
    ...usual(fields),
    size: fields.size ?? 'auto',
    form: 'b64_json',
    usage: true,
    transparent: fields.background === 'transparent',
    ...(fields.output_format === 'jpeg' && { jpeg: fields.output_compression ?? 100 }),
  }),
});

/** The families of `POST /v1/images/generations` and what each takes (PROTOCOL 5.1); pictures are smaller than asked for where they would be huge. */
export const imageFamilies: Readonly<Record<string, Family>> = {
  'image-all': {
    schema: z.strictObject({
      ...base,
      size: z.enum(['1024x1024', '1536x1024', '1024x1536']).optional(),
      n: count,
      image: references,
    }),
    read: usual,
  },
  'image-official': official(fixedSize),
  'image-official-2': official(freeSize),
  'dall-e-3': {
    schema: z.strictObject({
      model: z.string(),
      prompt: z.string().min(1).max(4000),
      n: z.literal(1).optional(),
      size: z.enum(['1024x1024', '1792x1024', '1024x1792']).optional(),
      quality: z.enum(['standard', 'hd']).optional(),
      style: z.enum(['vivid', 'natural']).optional(),
      response_format: form,
      user: z.string().optional(),
    }),
    read: (fields) => ({ ...usual(fields), revised: true }),
  },
  'dall-e-2': {
    schema: z.strictObject({
      model: z.string(),
      prompt: z.string().min(1).max(1000),
      n: count,
      size: z.enum(['256x256', '512x512', '1024x1024']).optional(),
      response_format: form,
      user: z.string().optional(),
    }),
    read: usual,
  },
  flux: {
    schema: z.strictObject({
      ...base,
      n: count,
      aspect_ratio: z.enum(['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']).optional(),
      size: pixels(256, 2048).optional(),
    }),
    read: (fields) => (fields.size === undefined ? byRatio(fields, fields.aspect_ratio) : usual(fields)),
  },
  'seedream-3': {
    schema: z.strictObject({
      ...base,
      size: pixels(512, 2048).optional(),
      seed,
      guidance_scale: guidance,
      watermark: z.boolean().optional(),
      response_format: form,
    }),
    read: usual,
  },
  seededit: {
    schema: z.strictObject({
      ...base,
      image: z.string().regex(/^(https?:\/\/|data:image\/(jpeg|png);)/, 'expected a URL or a data URL of jpeg or png'),
      size: z.enum(['adaptive']).optional(),
      seed,
      guidance_scale: guidance,
      watermark: z.boolean().optional(),
      response_format: form,
    }),
    read: (fields) => ({ ...usual(fields), size: '1024x1024' }),
  },
  'seedream-4': {
    schema: z.strictObject({
      ...base,
      size: z.union([z.enum(['1K', '2K', '4K']), pixels(256, 8192)]).optional(),
      image: z.union([reference, z.array(reference).max(10)]).optional(),
      sequential_image_generation: z.enum(['disabled', 'auto']).optional(),
      sequential_image_generation_options: z.strictObject({ max_images: z.int().min(1).max(15) }).optional(),
      stream: z.literal(false).optional(),
      watermark: z.boolean().optional(),
      response_format: form,
    }),
    read: (fields) => {
      const set = fields.sequential_image_generation === 'auto';
      // A set has as many pictures as the model finds right, at most so many.
      const most = fields.sequential_image_generation_options?.max_images ?? 15;
      const [width = 1024, height = 1024] = (named[fields.size ?? '2K'] ?? fields.size ?? '').split('x').map(Number);
      const scale = Math.min(1, 1536 / Math.max(width, height));
      const size = `${Math.round(width * scale)}x${Math.round(height * scale)}`;
      return { ...usual(fields), size, count: set ? Math.min(3, most) : 1 };
    },
  },
  'jimeng-image': {
    schema: z.strictObject({ ...base, size: z.enum(ratios).optional(), n: count, image: references }),
    read: (fields) => byRatio(fields, fields.size),
  },
  'qwen-image': {
    schema: z.strictObject({ ...base, size: pixels(256, 2048).optional(), n: count }),
    read: usual,
  },
  'qwen-image-edit': {
    schema: z.strictObject({ ...base, image: references.unwrap(), size: pixels(256, 2048).optional() }),
    read: usual,
  },
  'grok-image': { schema: z.strictObject({ ...base, n: count }), read: usual },
  'banana-image': {
    schema: z.strictObject({
      ...base,
      n: count,
      aspect_ratio: z.enum([...ratios, '4:5', '5:4']).optional(),
      image_size: z.enum(['1K', '2K', '4K']).optional(),
      image: references,
      response_format: form,
    }),
    read: (fields) => byRatio(fields, fields.aspect_ratio),
  },
};
