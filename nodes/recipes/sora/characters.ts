import { defineRecipe } from '#core/recipe/schema';

/** A character from one to three seconds of a film without real people; mentioned in prompts by `@name`. Source: PROTOCOL 8.1. */
export const recipe = defineRecipe({
  id: 'sora/characters',
  version: 1,
  nodes: ['video-character'],
  system: 'sora',
  title: { en: 'Sora character', zh: 'Sora 角色' },
  models: [],
  params: {
    timestamps: {
      type: 'text',
      default: '1,3',
      label: { en: 'From and to', zh: '起止秒数' },
      help: { en: 'Seconds, one to three apart, such as 1,3.', zh: '间隔 1 到 3 秒，例如 1,3。' },
      unit: 's',
    },
  },
  media: { video: { form: 'public-url', maxCount: 1, types: ['video/*'] } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/sora/v1/characters',
    json: { object: { url: { input: 'video' }, timestamps: { param: 'timestamps' } } },
  },
  outputs: {
    name: { as: 'text', paths: ['username', 'data.username'] },
    character: { as: 'json' },
  },
});
