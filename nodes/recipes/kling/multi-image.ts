import { defineRecipe } from '#core/recipe/schema';
import { klingImages, klingLifetime, klingPicture, klingTask, postKling } from '../kling-task.ts';
import { countParam, countUnlessOne, ratioParam } from '../pictures.ts';

/** Subjects of up to four pictures, put into a scene and a style. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/multi-image',
  version: 1,
  nodes: ['image'],
  system: 'kling',
  title: { en: 'Kling, several pictures', zh: '可灵多图参考' },
  models: [{ id: 'kling-multi-image' }],
  params: {
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9']),
    n: countParam(9),
  },
  ports: {
    inputs: {
      scene: { type: 'image', label: { en: 'Scene', zh: '场景图' } },
      style: { type: 'image', label: { en: 'Style', zh: '风格图' } },
    },
  },
  media: {
    images: { ...klingPicture, minCount: 1, maxCount: 4 },
    scene: { ...klingPicture, maxCount: 1 },
    style: { ...klingPicture, maxCount: 1 },
  },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('images/multi-image2image', {
    model_name: { constant: 'kling-v2' },
    prompt: { input: 'prompt' },
    subject_image_list: {
      must: { each: { input: 'images' }, give: { object: { subject_image: { item: true } } } },
      field: 'images',
      problem: { en: 'needs a picture', zh: '：需要图片' },
    },
    scene_image: { input: 'scene' },
    style_image: { input: 'style' },
    n: countUnlessOne,
    aspect_ratio: { param: 'aspect_ratio' },
  }),
  task: klingTask('images/multi-image2image', 60),
  outputs: klingImages,
  resultLifetime: klingLifetime,
});
