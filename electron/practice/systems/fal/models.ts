import { z } from 'zod';

const prompt = z.string().min(1);
const picture = z.string().regex(/^(https?:\/\/|data:image\/)/, 'URL scheme should be http or https');
const part = (low: number, high: number) => z.number().min(low).max(high).optional();
const whole = (low: number, high: number) => z.int().min(low).max(high).optional();
const size = z
  .union([
    z.enum(['square_hd', 'square', 'portrait_4_3', 'portrait_16_9', 'landscape_4_3', 'landscape_16_9']),
    z.strictObject({ width: z.int().min(64).max(4096), height: z.int().min(64).max(4096) }),
  ])
  .optional();
const ratios = ['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21'] as const;
const format = z.enum(['jpeg', 'png']).optional();
const many = whole(1, 4);
const seed = z.int().optional();

const flux = {
  num_inference_steps: whole(1, 50),
  guidance_scale: part(1, 20),
  num_images: many,
  seed,
  output_format: format,
  enable_safety_checker: z.boolean().optional(),
  acceleration: z.enum(['none', 'regular', 'high']).optional(),
  sync_mode: z.literal(false).optional(),
};
const loras = z.array(z.strictObject({ path: z.string(), scale: part(0, 4) })).optional();
const kontext = {
  prompt,
  aspect_ratio: z.enum(ratios).optional(),
  guidance_scale: part(1, 20),
  num_images: many,
  seed,
  safety_tolerance: z.enum(['1', '2', '3', '4', '5', '6']).optional(),
  output_format: format,
  sync_mode: z.literal(false).optional(),
};
const veo = {
  prompt,
  duration: z.enum(['4s', '6s', '8s']).optional(),
  resolution: z.enum(['720p', '1080p']).optional(),
  generate_audio: z.boolean().optional(),
};
const kling = {
  prompt: prompt.max(2500),
  duration: z.enum(['5', '10']).optional(),
  negative_prompt: z.string().optional(),
  cfg_scale: part(0, 1),
};

/** What a model takes and makes. */
export interface FalModel {
  readonly makes: 'images' | 'video';
  readonly input: z.ZodObject;
}

const images = (input: Record<string, z.ZodType>): FalModel => ({ makes: 'images', input: z.strictObject(input) });
const video = (input: Record<string, z.ZodType>): FalModel => ({ makes: 'video', input: z.strictObject(input) });

/** The models that the gateway lists, below `/fal-ai/` (PROTOCOL 6.2). */
export const falModels: Readonly<Record<string, FalModel>> = {
  'flux-1/dev': images({ prompt, image_size: size, ...flux }),
  'flux-1/dev/image-to-image': images({ prompt, image_url: picture, strength: part(0.01, 1), ...flux }),
  'flux-1/dev/redux': images({ image_url: picture, image_size: size, ...flux }),
  'flux-1/schnell': images({ prompt, image_size: size, ...flux }),
  'flux-1/schnell/redux': images({ image_url: picture, image_size: size, ...flux }),
  'flux-lora': images({ prompt, image_size: size, loras, ...flux }),
  'flux-lora/image-to-image': images({ prompt, image_url: picture, strength: part(0.01, 1), loras, ...flux }),
  'flux-lora/inpainting': images({
    prompt,
    image_url: picture,
    mask_url: picture,
    strength: part(0.01, 1),
    loras,
    ...flux,
  }),
  'flux-pro/kontext': images({ ...kontext, image_url: picture }),
  'flux-pro/kontext/max': images({ ...kontext, image_url: picture }),
  'flux-pro/kontext/max/multi': images({ ...kontext, image_urls: z.array(picture).min(1).max(10) }),
  'flux-pro/kontext/text-to-image': images(kontext),
  'flux-pro/kontext/max/text-to-image': images(kontext),
  'nano-banana': images({ prompt, num_images: many, output_format: format }),
  'nano-banana/edit': images({
    prompt,
    num_images: many,
    output_format: format,
    image_urls: z.array(picture).min(1).max(10),
  }),
  'bytedance/seedream/v4/text-to-image': images({ prompt, image_size: size, num_images: whole(1, 6), seed }),
  'bytedance/seedream/v4/edit': images({
    prompt,
    image_size: size,
    num_images: whole(1, 6),
    seed,
    image_urls: z.array(picture).min(1).max(10),
  }),
  'wan/v2.2-a14b/image-to-image': images({
    prompt,
    image_url: picture,
    strength: part(0, 1),
    num_inference_steps: whole(2, 40),
    shift: part(1, 10),
    guidance_scale: part(1, 10),
    image_size: size,
    seed,
  }),
  veo3: video({
    ...veo,
    aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
    enhance_prompt: z.boolean().optional(),
    auto_fix: z.boolean().optional(),
  }),
  'veo3/fast': video({
    ...veo,
    aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
    enhance_prompt: z.boolean().optional(),
    auto_fix: z.boolean().optional(),
  }),
  'veo3/image-to-video': video({
    ...veo,
    image_url: picture,
    aspect_ratio: z.enum(['auto', '16:9', '9:16']).optional(),
  }),
  'veo3/fast/image-to-video': video({
    ...veo,
    image_url: picture,
    aspect_ratio: z.enum(['auto', '16:9', '9:16']).optional(),
  }),
  'kling-video/v2.5-turbo/pro/text-to-video': video({
    ...kling,
    aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
  }),
  'kling-video/v2.5-turbo/pro/image-to-video': video({ ...kling, image_url: picture }),
};
