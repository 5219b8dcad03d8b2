import type { Mapping, RecipeSource } from '#core/recipe/schema';
import { oneDay } from './pictures.ts';

type Params = RecipeSource['params'];

/** A request to a model's queue; the model's name is the path. Source: PROTOCOL 6.2. */
export function enqueue(fields: Record<string, Mapping>): RecipeSource['submit'] {
  return { method: 'POST', path: '/{+model}', json: { object: fields } };
}

/** A request is done when its result is there; `auto` lets the gateway find the model. */
export const falTask = {
  id: ['request_id'],
  query: { method: 'GET', path: '/fal-ai/auto/requests/{id}' },
  status: ['status'],
  stillRunning: ['still in progress'],
  reason: ['error', 'detail[0].msg', 'detail'],
  usual: 40,
} as const satisfies RecipeSource['task'];

export const falUpstream: RecipeSource['upstream'] = [
  { from: 'https://queue.fal.run', to: '/' },
  { from: 'https://fal.run', to: '/' },
];

export const falPictures: Pick<RecipeSource, 'outputs' | 'resultLifetime'> = {
  outputs: { images: { as: 'media', kind: 'image', urls: ['images[*].url', 'image.url'], all: true } },
  resultLifetime: oneDay,
};
export const falFilm: Pick<RecipeSource, 'outputs' | 'resultLifetime'> = {
  outputs: { video: { as: 'media', kind: 'video', urls: ['video.url', 'videos[*].url'] } },
  resultLifetime: oneDay,
};

export const imageSize: Params = {
  image_size: {
    type: 'choice',
    options: [
      { value: 'landscape_4_3', label: { en: 'Landscape 4:3', zh: '横图 4:3' } },
      { value: 'landscape_16_9', label: { en: 'Wide 16:9', zh: '宽屏 16:9' } },
      { value: 'portrait_4_3', label: { en: 'Portrait 3:4', zh: '竖图 3:4' } },
      { value: 'portrait_16_9', label: { en: 'Upright 9:16', zh: '竖屏 9:16' } },
      { value: 'square_hd', label: { en: 'Square', zh: '方图' } },
      { value: 'square', label: { en: 'Small square', zh: '小方图' } },
    ],
    label: { en: 'Size', zh: '尺寸' },
  },
};
export const manyPictures = (max: number): Params => ({
  num_images: { type: 'integer', min: 1, max, label: { en: 'How many', zh: '张数' } },
});
export const fluxParams: Params = {
  num_inference_steps: { type: 'integer', min: 1, max: 50, advanced: true, label: { en: 'Steps', zh: '步数' } },
  guidance_scale: {
    type: 'number',
    min: 1,
    max: 20,
    advanced: true,
    label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
  },
  output_format: {
    type: 'choice',
    options: [{ value: 'png' }, { value: 'jpeg' }],
    label: { en: 'File format', zh: '文件格式' },
  },
  enable_safety_checker: { type: 'boolean', advanced: true, label: { en: 'Safety check', zh: '安全检查' } },
  acceleration: {
    type: 'choice',
    advanced: true,
    options: [{ value: 'none' }, { value: 'regular' }, { value: 'high' }],
    label: { en: 'Acceleration', zh: '加速' },
  },
};
export const fluxFields: Record<string, Mapping> = Object.fromEntries(
  ['num_inference_steps', 'guidance_scale', 'output_format', 'enable_safety_checker', 'acceleration', 'seed'].map(
    (name) => [name, { param: name }],
  ),
);
export const lorasParam: Params = {
  loras: {
    type: 'json',
    label: { en: 'LoRAs', zh: 'LoRA' },
    help: {
      en: 'A list such as [{"path": "https://…", "scale": 1}].',
      zh: '列表，例如 [{"path": "https://…", "scale": 1}]。',
    },
  },
};
