import { defineRecipe, type Mapping } from '#core/recipe/schema';
import { legacyFields, legacyParams } from '../ideogram-legacy.ts';
import { ideogramPicture, ideogramResults, ideogramWeight } from '../ideogram-pictures.ts';

const order: Mapping = {
  object: {
    ...legacyFields,
    aspect_ratio: { param: 'aspect_ratio' },
    negative_prompt: { param: 'negative_prompt' },
    color_palette: {
      when: { present: { param: 'color_palette' } },
      give: { object: { name: { param: 'color_palette' } } },
    },
  },
};

/** Ideogram 1 and 2; from a picture it is a remix. Source: PROTOCOL 5.5 and the vendor's own documentation. */
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
    ...legacyParams,
    negative_prompt: {
      type: 'text',
      models: ['V_1*', 'V_2*'],
      advanced: true,
      label: { en: 'Not in the picture', zh: '排除内容' },
    },
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
    image_weight: ideogramWeight,
  },
  media: { images: ideogramPicture },
  charges: true,
  submit: { method: 'POST', path: '/ideogram/generate', json: { object: { image_request: order } } },
  variants: [
    {
      when: { present: { input: 'images' } },
      submit: {
        method: 'POST',
        path: '/ideogram/remix',
        multipart: {
          image_file: { input: 'images' },
          image_request: { merge: [order, { object: { image_weight: { param: 'image_weight' } } }] },
        },
      },
    },
  ],
  ...ideogramResults,
});
