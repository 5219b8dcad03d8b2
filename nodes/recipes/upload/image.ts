import { defineRecipe } from '#core/recipe/schema';

/** The upload host. It makes a file public and costs nothing. Source: PROTOCOL 12 and 20. */
export const recipe = defineRecipe({
  id: 'upload/image',
  version: 1,
  nodes: ['upload'],
  system: 'upload',
  title: { en: 'Upload host', zh: '上传服务器' },
  models: [],
  params: {},
  // What a host takes differs; it says so itself, and asking is free.
  media: { file: { form: 'file', maxCount: 1 } },
  charges: false,
  submit: { method: 'POST', host: 'upload', path: '/api/upload', multipart: { file: { input: 'file' } } },
  outputs: {
    url: { as: 'link', input: 'file', paths: ['url', 'data.url', 'data.display_url', 'urls[0]', 'data'] },
  },
});
