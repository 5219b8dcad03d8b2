import { defineRecipe } from '#core/recipe/schema';
import { midjourneySpeed, midjourneyTask, postMidjourney } from '../midjourney-task.ts';

/** Which words of a prompt count. Source: PROTOCOL 7. */
export const recipe = defineRecipe({
  id: 'midjourney/shorten',
  version: 1,
  nodes: ['midjourney-shorten'],
  system: 'midjourney',
  title: { en: 'Midjourney shorten', zh: 'Midjourney 精简提示词' },
  models: [],
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
  charges: true,
  ...postMidjourney('submit/shorten', {
    object: {
      prompt: { input: 'prompt' },
      botType: { lookup: { param: 'bot' }, table: { niji: 'NIJI_JOURNEY', midjourney: 'MID_JOURNEY' } },
    },
  }),
  task: { ...midjourneyTask, usual: 15 },
  outputs: { text: { as: 'text', paths: ['promptEn', 'properties.finalPrompt', 'prompt', 'description'] } },
});
