import { defineRecipe } from '#core/recipe/schema';
import { resolutionParam } from '../films.ts';
import { klingImages, klingLifetime, klingPicture, klingTask, postKling } from '../kling-task.ts';
import { countParam, countUnlessOne, ratioParam } from '../pictures.ts';

/** Kling Omni pictures, with up to ten pictures to go by. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/omni-image',
  version: 1,
  nodes: ['image'],
  system: 'kling',
  title: { en: 'Kling Omni pictures', zh: '可灵 Omni 图像' },
  models: [{ id: 'kling-image-o1' }, { id: 'kling-v3-omni' }],
  match: ['kling-image-o*', 'kling-*-omni'],
  params: {
    aspect_ratio: ratioParam(['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9']),
    resolution: resolutionParam(['1k', '2k', '4k']),
    n: countParam(9),
  },
  media: { images: { ...klingPicture, maxCount: 10 } },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('images/omni-image', {
    model_name: { param: 'model' },
    prompt: { input: 'prompt' },
    image_list: { omitEmpty: { each: { input: 'images' }, give: { object: { image: { item: true } } } } },
    resolution: { param: 'resolution' },
    n: countUnlessOne,
    aspect_ratio: { param: 'aspect_ratio' },
  }),
  task: klingTask('images/omni-image', 60),
  outputs: klingImages,
  resultLifetime: klingLifetime,
});
