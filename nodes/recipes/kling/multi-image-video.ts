import { defineRecipe } from '#core/recipe/schema';
import { lengthParam, negativePromptParam } from '../films.ts';
import {
  klingFollow,
  klingLifetime,
  klingMode,
  klingPicture,
  klingTask,
  klingVideo,
  postKling,
} from '../kling-task.ts';
import { ratioParam } from '../pictures.ts';

/** A film with up to four people and things of pictures. Source: PROTOCOL 9. */
export const recipe = defineRecipe({
  id: 'kling/multi-image-video',
  version: 1,
  nodes: ['video'],
  system: 'kling',
  title: { en: 'Kling, several pictures', zh: '可灵多图生视频' },
  models: [{ id: 'kling-multi-image' }],
  params: {
    ...klingMode,
    duration: lengthParam(['5', '10'], { default: '5' }),
    aspect_ratio: ratioParam(['16:9', '9:16', '1:1']),
    negative_prompt: negativePromptParam,
  },
  ports: klingFollow.ports,
  media: { images: { ...klingPicture, minCount: 1, maxCount: 4 } },
  texts: { prompt: { maxLength: 2500 } },
  charges: true,
  submit: postKling('videos/multi-image2video', {
    model_name: { constant: 'kling-v1-6' },
    prompt: { input: 'prompt' },
    negative_prompt: { param: 'negative_prompt' },
    image_list: {
      must: { each: { input: 'images' }, give: { object: { image: { item: true } } } },
      field: 'images',
      problem: { en: 'needs a picture', zh: '：需要图片' },
    },
    mode: { param: 'mode' },
    duration: { param: 'duration' },
    aspect_ratio: { param: 'aspect_ratio' },
  }),
  task: klingTask('videos/multi-image2video', 240),
  outputs: { ...klingVideo, ...klingFollow.output },
  resultLifetime: klingLifetime,
});
