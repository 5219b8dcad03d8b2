import { z } from 'zod';
import type { PracticeModel } from '../model.ts';

/** What a film is to look like, read from the parameters of its model. */
export interface FilmShape {
  readonly width: number;
  readonly height: number;
  /** Length in seconds. */
  readonly seconds: number;
}

const common = {
  model: z.string(),
  prompt: z.string().min(1),
  images: z
    .array(z.string().regex(/^https?:\/\/[^\s]+$/, 'a public http(s) URL is expected, upload the picture first'))
    .max(16)
    .optional(),
};
const soraCommon = {
  ...common,
  orientation: z.enum(['portrait', 'landscape']).optional(),
  watermark: z.boolean().optional(),
  private: z.boolean().optional(),
  character_url: z.string().optional(),
  character_timestamps: z
    .string()
    .regex(/^\d+,\d+$/, 'expected "1,3"')
    .optional(),
};
const seconds = (...allowed: readonly [number, ...number[]]) => z.literal([...allowed]).optional();

const schemas = {
  'sora-2': z.strictObject({ ...soraCommon, duration: seconds(10, 15), size: z.enum(['small']).optional() }),
  'sora-2-pro': z.strictObject({
    ...soraCommon,
    duration: seconds(15, 25),
    size: z.enum(['small', 'large']).optional(),
  }),
  veo: z.strictObject({
    ...common,
    enhance_prompt: z.boolean().optional(),
    enable_upsample: z.boolean().optional(),
    aspect_ratio: z.enum(['16:9', '9:16']).optional(),
  }),
  'grok-video': z.strictObject({ ...common, aspect_ratio: z.enum(['2:3', '3:2', '1:1']), size: z.enum(['720P']) }),
  'jimeng-video': z.strictObject({
    ...common,
    aspect_ratio: z.enum(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9']).optional(),
    size: z.enum(['720P', '1080P']).optional(),
  }),
};

/** The schema of a model's request (PROTOCOL 8.1). */
export function videoSchema(model: PracticeModel) {
  if (model.family === 'sora') return model.id.startsWith('sora-2-pro') ? schemas['sora-2-pro'] : schemas['sora-2'];
  if (model.family === 'veo') return schemas.veo;
  return model.family === 'grok-video' ? schemas['grok-video'] : schemas['jimeng-video'];
}

/** A video request whose fields were checked. */
export type VideoRequest = z.output<ReturnType<typeof videoSchema>>;

const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  '16:9': [640, 360],
  '9:16': [360, 640],
  '4:3': [480, 360],
  '3:4': [360, 480],
  '1:1': [480, 480],
  '2:3': [400, 600],
  '3:2': [600, 400],
  '21:9': [672, 288],
};

/** Size and length of the film: the right shape, small on purpose. */
export function shapeOf(model: PracticeModel, order: VideoRequest): FilmShape {
  const portrait = 'orientation' in order && order.orientation === 'landscape' ? '16:9' : '9:16';
  const ratio =
    'aspect_ratio' in order && order.aspect_ratio ? order.aspect_ratio : model.family === 'sora' ? portrait : '16:9';
  const [width, height] = SIZES[ratio] ?? [640, 360];
  const usual = { sora: model.id.startsWith('sora-2-pro') ? 15 : 10, veo: 8, 'grok-video': 6 } as Readonly<
    Record<string, number>
  >;
  const asked = 'duration' in order ? order.duration : undefined;
  return { width, height, seconds: asked ?? usual[model.family] ?? 5 };
}
