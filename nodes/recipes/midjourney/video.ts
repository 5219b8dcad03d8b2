import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyPicture,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
} from '../midjourney-task.ts';

/** A picture set in motion. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/video',
  version: 1,
  nodes: ['midjourney-video'],
  system: 'midjourney',
  title: { en: 'Midjourney video', zh: 'Midjourney 视频' },
  models: [],
  params: {
    ...midjourneySpeed,
    motion: {
      type: 'choice',
      options: [
        { value: 'low', label: { en: 'Little', zh: '轻微' } },
        { value: 'high', label: { en: 'Much', zh: '强烈' } },
      ],
      label: { en: 'Motion', zh: '运动幅度' },
    },
  },
  media: { image: { ...midjourneyPicture, form: 'url-or-data' } },
  charges: true,
  ...postMidjourney('submit/video', {
    object: { prompt: { input: 'prompt' }, image: { input: 'image' }, motion: { param: 'motion' } },
  }),
  task: { ...midjourneyTask, usual: 120 },
  outputs: {
    videos: { as: 'media', kind: 'video', urls: ['videoUrls[*].url', 'videoUrl'], all: true },
    task: { as: 'json' },
  },
  resultLifetime: midjourneyLifetime,
});
