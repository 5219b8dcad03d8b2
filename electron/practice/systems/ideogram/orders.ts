import { z } from 'zod';

const whole = (low: number, high: number) =>
  z
    .union([z.int(), z.string().regex(/^\d+$/, 'expected an integer').transform(Number)])
    .pipe(z.int().min(low).max(high));
const prompt = z.string().min(1).max(10_000);
export const ratios = [
  ...['1x3', '3x1', '1x2', '2x1', '9x16', '16x9', '10x16', '16x10'],
  ...['2x3', '3x2', '3x4', '4x3', '4x5', '5x4', '1x1'],
] as const;
const resolution = z.string().regex(/^\d{3,4}x\d{3,4}$/, 'expected WxH');
const codes = z.union([z.string(), z.array(z.string())]).optional();
const speed = z.enum(['TURBO', 'DEFAULT', 'QUALITY']).optional();
const common = {
  rendering_speed: speed,
  num_images: whole(1, 8).optional(),
  seed: whole(0, 2_147_483_647).optional(),
  'style_codes[]': codes,
};
const words = {
  prompt,
  magic_prompt: z.enum(['AUTO', 'ON', 'OFF']).optional(),
  style_type: z.enum(['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN']).optional(),
};
const shape = {
  resolution: resolution.optional(),
  aspect_ratio: z.enum(ratios).optional(),
  negative_prompt: z.string().optional(),
};

/** The functions of version 3 and their fields (PROTOCOL 5.5). */
export const version3 = {
  generate: z.strictObject({ ...words, ...shape, ...common }),
  edit: z.strictObject({ ...words, ...common }),
  remix: z.strictObject({ ...words, ...shape, ...common, image_weight: whole(1, 100).optional() }),
  reframe: z.strictObject({ resolution, ...common }),
  'replace-background': z.strictObject({ ...words, ...common }),
} as const;

const legacyCommon = {
  prompt,
  model: z.enum(['V_1', 'V_1_TURBO', 'V_2', 'V_2_TURBO']).optional(),
  magic_prompt_option: z.enum(['AUTO', 'ON', 'OFF']).optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  style_type: z.enum(['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN', 'RENDER_3D', 'ANIME']).optional(),
  negative_prompt: z.string().optional(),
  num_images: z.int().min(1).max(8).optional(),
  aspect_ratio: z
    .string()
    .regex(/^ASPECT_\d+_\d+$/)
    .optional(),
  resolution: z.string().optional(),
  color_palette: z.strictObject({ name: z.string() }).optional(),
};
export const legacyGenerate = z.strictObject({ image_request: z.strictObject(legacyCommon) });
export const legacyRemix = z.strictObject({ ...legacyCommon, image_weight: z.int().min(1).max(100).optional() });
/** Of the legacy models only the second takes a mask. */
export const legacyEdit = z.strictObject({
  prompt,
  model: z.enum(['V_2', 'V_2_TURBO']),
  magic_prompt_option: legacyCommon.magic_prompt_option,
  style_type: legacyCommon.style_type,
  num_images: whole(1, 8).optional(),
  seed: whole(0, 2_147_483_647).optional(),
});
export const legacyUpscale = z.strictObject({
  resemblance: z.int().min(1).max(100).optional(),
  detail: z.int().min(1).max(100).optional(),
  prompt: z.string().optional(),
  magic_prompt_option: z.enum(['AUTO', 'ON', 'OFF']).optional(),
  num_images: z.int().min(1).max(8).optional(),
  seed: z.int().optional(),
});

/** What the handlers read of any of them. */
export interface IdeogramOrder {
  readonly prompt?: string | undefined;
  readonly num_images?: number | undefined;
  readonly seed?: number | undefined;
  readonly resolution?: string | undefined;
  readonly aspect_ratio?: string | undefined;
  readonly style_type?: string | undefined;
}
