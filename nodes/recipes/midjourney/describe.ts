import { defineRecipe } from '#core/recipe/schema';
import { midjourneyPicture, midjourneySpeed, midjourneyTask, postMidjourney } from '../midjourney-task.ts';

/** Four prompts that would make such a picture. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/describe',
  version: 1,
  nodes: ['image-describe'],
  system: 'midjourney',
  title: { en: 'Midjourney describe', zh: 'Midjourney 图生文' },
  models: [{ id: 'midjourney' }],
  match: ['mj*', 'midjourney*'],
  params: {
    ...midjourneySpeed,
    bot: {
      type: 'choice',
      options: [
        { value: 'midjourney', label: { en: 'Midjourney', zh: 'Midjourney' } },
        { value: 'niji', label: { en: 'Niji (anime)', zh: 'Niji（动漫）' } },
      ],
      label: { en: 'Bot', zh: '机器人' },
    },
  },
  media: { image: midjourneyPicture },
  charges: true,
  ...postMidjourney('submit/describe', {
    object: {
      base64: { input: 'image' },
      botType: { lookup: { param: 'bot' }, table: { niji: 'NIJI_JOURNEY', midjourney: 'MID_JOURNEY' } },
    },
  }),
  task: midjourneyTask,
  outputs: { text: { as: 'text', paths: ['promptEn', 'prompt', 'properties.finalPrompt', 'description'] } },
});
