import type { Mapping, RecipeSource } from '#core/recipe/schema';

/** What making, remixing and editing with Ideogram 1 and 2 have in common. Source: PROTOCOL 5.5. */
export const legacyParams: RecipeSource['params'] = {
  magic_prompt_option: {
    type: 'choice',
    options: [{ value: 'AUTO' }, { value: 'ON' }, { value: 'OFF' }],
    label: { en: 'Improve the prompt', zh: '优化提示词' },
  },
  style_type: {
    type: 'choice',
    models: ['V_2*'],
    options: [
      { value: 'AUTO' },
      { value: 'GENERAL' },
      { value: 'REALISTIC' },
      { value: 'DESIGN' },
      { value: 'RENDER_3D' },
      { value: 'ANIME' },
    ],
    label: { en: 'Style', zh: '风格' },
  },
  num_images: { type: 'integer', default: 1, min: 1, max: 8, label: { en: 'How many', zh: '张数' } },
  seed: { type: 'integer', min: 0, max: 2_147_483_647, advanced: true, label: { en: 'Seed', zh: '随机种子' } },
};

export const legacyFields: Record<string, Mapping> = {
  prompt: { input: 'prompt' },
  model: { param: 'model' },
  magic_prompt_option: { param: 'magic_prompt_option' },
  style_type: { param: 'style_type' },
  num_images: { when: { not: { equals: [{ param: 'num_images' }, { constant: 1 }] } }, give: { param: 'num_images' } },
  seed: { param: 'seed' },
};
