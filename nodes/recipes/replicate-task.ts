import type { Mapping, RecipeSource } from '#core/recipe/schema';

type Params = RecipeSource['params'];

/** A prediction of a model by its name. Source: PROTOCOL 6.1. */
export function predict(input: Record<string, Mapping>): RecipeSource['submit'] {
  return {
    method: 'POST',
    path: '/replicate/v1/models/{+model}/predictions',
    json: { object: { input: { object: input } } },
  };
}

export const replicateTask = {
  id: ['id'],
  query: { method: 'GET', path: '/replicate/v1/predictions/{id}' },
  status: ['status'],
  reason: ['error', 'detail'],
  usual: 30,
} as const satisfies RecipeSource['task'];

/** Addresses in answers are those of the service behind the gateway. */
export const replicateUpstream: RecipeSource['upstream'] = [{ from: 'https://api.replicate.com', to: '/replicate' }];

/** One address or a list of them. */
export const replicatePictures = {
  images: { as: 'media', kind: 'image', urls: ['output[*]', 'output'], all: true },
} as const satisfies RecipeSource['outputs'];

/** Results are there for an hour. */
export const replicateLifetime = 3600;

export const outputFormat: Params = {
  output_format: {
    type: 'choice',
    options: [{ value: 'png' }, { value: 'jpg' }],
    label: { en: 'File format', zh: '文件格式' },
  },
};
export const safetyTolerance = (min: number, max: number): Params => ({
  safety_tolerance: {
    type: 'integer',
    min,
    max,
    advanced: true,
    label: { en: 'What is let through', zh: '安全宽松度' },
    help: { en: 'From strict to lax; at most 2 with pictures.', zh: '数值越大越宽松；带参考图时最大为 2。' },
  },
});
