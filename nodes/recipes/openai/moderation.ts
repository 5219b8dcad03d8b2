import { defineRecipe } from '#core/recipe/schema';

/** `/v1/moderations`. Source: PROTOCOL 3.6. */
export const recipe = defineRecipe({
  id: 'openai/moderation',
  version: 1,
  nodes: ['moderate'],
  system: 'openai',
  title: { en: 'Moderation', zh: '内容审核' },
  models: [{ id: 'omni-moderation-latest' }, { id: 'text-moderation-latest' }],
  match: ['*moderation*'],
  params: {},
  media: { images: { form: 'url-or-data', models: ['omni-*'], types: ['image/*'], maxBytes: 20_000_000, maxCount: 1 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/moderations',
    json: {
      object: {
        model: { param: 'model' },
        input: {
          when: { present: { input: 'images' } },
          give: {
            concat: [
              { object: { type: { constant: 'text' }, text: { input: 'text' } } },
              {
                each: { input: 'images' },
                give: { object: { type: { constant: 'image_url' }, image_url: { object: { url: { item: true } } } } },
              },
            ],
          },
          otherwise: { input: 'text' },
        },
      },
    },
  },
  outputs: {
    flagged: { as: 'json', paths: ['results[0].flagged'] },
    categories: { as: 'json', paths: ['results[0].categories'] },
    scores: { as: 'json', paths: ['results[0].category_scores'], optional: true },
  },
});
