import { defineRecipe } from '#core/recipe/schema';
import { ideogramResults } from '../ideogram-pictures.ts';

/** Ideogram 1 and 2. Source: PROTOCOL 5.5. */
export const recipe = defineRecipe({
  id: 'ideogram/legacy',
  version: 1,
  nodes: ['image'],
  system: 'ideogram',
  title: { en: 'Ideogram 2', zh: 'Ideogram 2' },
  models: [{ id: 'V_2' }, { id: 'V_2_TURBO' }, { id: 'V_1' }, { id: 'V_1_TURBO' }],
  match: ['V_*', 'ideogram-v2*'],
  params: {
    aspect_ratio: {
      type: 'choice',
      options: ['1_1', '16_9', '9_16', '4_3', '3_4', '3_2', '2_3', '16_10', '10_16', '1_3', '3_1'].map((value) => ({
        value: `ASPECT_${value}`,
        label: { en: value.replace('_', ':'), zh: value.replace('_', ':') },
      })),
      label: { en: 'Aspect ratio', zh: '画面比例' },
    },
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
    negative_prompt: {
      type: 'text',
      models: ['V_1*', 'V_2*'],
      advanced: true,
      label: { en: 'Not in the picture', zh: '排除内容' },
    },
    num_images: { type: 'integer', default: 1, min: 1, max: 8, label: { en: 'How many', zh: '张数' } },
    color_palette: {
      type: 'choice',
      models: ['V_2*'],
      advanced: true,
      open: true,
      options: [
        { value: 'EMBER' },
        { value: 'FRESH' },
        { value: 'JUNGLE' },
        { value: 'MAGIC' },
        { value: 'MELON' },
        { value: 'MOSAIC' },
        { value: 'PASTEL' },
        { value: 'ULTRAMARINE' },
      ],
      label: { en: 'Colours', zh: '配色' },
    },
    seed: { type: 'integer', min: 0, max: 2_147_483_647, advanced: true, label: { en: 'Seed', zh: '随机种子' } },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/generate',
    json: {
      object: {
        image_request: {
          object: {
            prompt: { input: 'prompt' },
            model: { param: 'model' },
            aspect_ratio: { param: 'aspect_ratio' },
            magic_prompt_option: { param: 'magic_prompt_option' },
            style_type: { param: 'style_type' },
            negative_prompt: { param: 'negative_prompt' },
            num_images: {
              when: { not: { equals: [{ param: 'num_images' }, { constant: 1 }] } },
              give: { param: 'num_images' },
            },
            color_palette: {
              when: { present: { param: 'color_palette' } },
              give: { object: { name: { param: 'color_palette' } } },
            },
            seed: { param: 'seed' },
          },
        },
      },
    },
  },
  ...ideogramResults,
});
