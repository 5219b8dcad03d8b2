import { defineRecipe, type Mapping } from '#core/recipe/schema';
import { ratioParam } from '../pictures.ts';

const inline: Mapping = {
  object: {
    inline_data: { object: { mime_type: { item: true, path: 'mime' }, data: { item: true, path: 'base64' } } },
  },
};

/** Pictures of Gemini on its own route; with pictures it changes them. A candidate of words alone is a refusal. Source: PROTOCOL 5.3. */
export const recipe = defineRecipe({
  id: 'google/gemini-image',
  version: 1,
  nodes: ['image'],
  system: 'gemini-image',
  title: { en: 'Gemini Image', zh: 'Gemini 图像' },
  models: [{ id: 'gemini-2.5-flash-image' }, { id: 'gemini-3-pro-image-preview' }],
  match: ['gemini-*image*'],
  params: {
    aspect_ratio: ratioParam(['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9']),
    image_size: {
      type: 'choice',
      models: ['gemini-3*'],
      options: [{ value: '1K' }, { value: '2K' }, { value: '4K' }],
      label: { en: 'Resolution', zh: '分辨率' },
    },
  },
  media: {
    images: {
      form: 'base64',
      maxCount: 14,
      maxBytes: 7_000_000,
      maxTotalBytes: 14_000_000,
      types: ['image/png', 'image/jpeg', 'image/webp'],
    },
  },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1beta/models/{model}:generateContent',
    json: {
      object: {
        contents: {
          list: [
            {
              object: {
                role: { constant: 'user' },
                parts: {
                  concat: [{ object: { text: { input: 'prompt' } } }, { each: { files: 'images' }, give: inline }],
                },
              },
            },
          ],
        },
        generationConfig: {
          object: {
            responseModalities: { constant: ['TEXT', 'IMAGE'] },
            imageConfig: {
              omitEmpty: {
                object: { aspectRatio: { param: 'aspect_ratio' }, imageSize: { param: 'image_size' } },
              },
            },
          },
        },
      },
    },
  },
  outputs: {
    images: {
      as: 'media',
      kind: 'image',
      base64: ['candidates[*].content.parts[*].inlineData.data', 'candidates[*].content.parts[*].inline_data.data'],
      all: true,
    },
  },
  refused: [
    { path: 'promptFeedback.blockReason' },
    { path: 'candidates[0].content.parts[0].text' },
    { path: 'candidates[0].finishReason', values: ['SAFETY', 'IMAGE_SAFETY', 'PROHIBITED_CONTENT', 'RECITATION'] },
  ],
});
