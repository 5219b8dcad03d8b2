import { defineRecipe } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneyPicture,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
} from '../midjourney-task.ts';

/** Two to five pictures become a grid of four. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/blend',
  version: 1,
  nodes: ['midjourney-blend'],
  system: 'midjourney',
  title: { en: 'Midjourney blend', zh: 'Midjourney 混图' },
  models: [],
  params: {
    ...midjourneySpeed,
    dimensions: {
      type: 'choice',
      options: [
        { value: 'SQUARE', label: { en: 'Square 1:1', zh: '方形 1:1' } },
        { value: 'PORTRAIT', label: { en: 'Portrait 2:3', zh: '竖图 2:3' } },
        { value: 'LANDSCAPE', label: { en: 'Landscape 3:2', zh: '横图 3:2' } },
      ],
      label: { en: 'Shape', zh: '画面形状' },
    },
    bot: {
      type: 'choice',
      options: [
        { value: 'midjourney', label: { en: 'Midjourney', zh: 'Midjourney' } },
        { value: 'niji', label: { en: 'Niji (anime)', zh: 'Niji（动漫）' } },
      ],
      label: { en: 'Bot', zh: '机器人' },
    },
  },
  media: { images: { ...midjourneyPicture, minCount: 2, maxCount: 5 } },
  charges: true,
  ...postMidjourney('submit/blend', {
    object: {
      base64Array: { input: 'images' },
      dimensions: { param: 'dimensions' },
      botType: { lookup: { param: 'bot' }, table: { niji: 'NIJI_JOURNEY', midjourney: 'MID_JOURNEY' } },
    },
  }),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
