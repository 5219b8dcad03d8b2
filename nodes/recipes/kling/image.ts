import { defineRecipe } from '#core/recipe/schema';
import { firstPicture, negativePromptParam, resolutionParam } from '../films.ts';
import { klingImages, klingLifetime, klingPicture, klingTask, postKling } from '../kling-task.ts';
import { countParam, countUnlessOne, ratioParam } from '../pictures.ts';

/** Kling pictures, with a picture of a subject or a face to go by. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/image',
  version: 1,
  nodes: ['image'],
  system: 'kling',
  title: { en: 'Kling pictures', zh: '可灵图像' },
  models: [
    { id: 'kling-v2-1' },
    { id: 'kling-v3' },
    { id: 'kling-v2-new' },
    { id: 'kling-v2' },
    { id: 'kling-v1-5' },
    { id: 'kling-v1' },
  ],
  match: ['kling-v*'],
  params: {
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9']),
    resolution: resolutionParam(['1k', '2k']),
    n: countParam(9),
    image_reference: {
      type: 'choice',
      models: ['kling-v1-5'],
      options: [
        { value: 'subject', label: { en: 'The subject', zh: '主体' } },
        { value: 'face', label: { en: 'The face', zh: '人脸' } },
      ],
      label: { en: 'Goes by', zh: '参考类型' },
    },
    image_fidelity: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      advanced: true,
      label: { en: 'Weight of the picture', zh: '参考强度' },
    },
    human_fidelity: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      advanced: true,
      models: ['kling-v1-5'],
      label: { en: 'Likeness of the face', zh: '面部相似度' },
    },
    negative_prompt: negativePromptParam,
  },
  media: { images: { ...klingPicture, maxCount: 1 } },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('images/generations', {
    model_name: { param: 'model' },
    prompt: { input: 'prompt' },
    negative_prompt: { when: { not: { present: firstPicture } }, give: { param: 'negative_prompt' } },
    image: firstPicture,
    image_reference: { when: { present: firstPicture }, give: { param: 'image_reference' } },
    image_fidelity: { param: 'image_fidelity' },
    human_fidelity: { param: 'human_fidelity' },
    resolution: { param: 'resolution' },
    n: countUnlessOne,
    aspect_ratio: { param: 'aspect_ratio' },
  }),
  task: klingTask('images/generations', 40),
  outputs: klingImages,
  resultLifetime: klingLifetime,
});
