import { defineRecipe } from '#core/recipe/schema';
import { askingMessage, chatPictures } from '../media-in-chat.ts';

/** Picture models that are asked as a chat and answer with links in their text. Source: PROTOCOL 5.4. */
export const recipe = defineRecipe({
  id: 'openai/image-in-chat',
  version: 1,
  nodes: ['image'],
  system: 'image-in-chat',
  title: { en: 'Picture in a chat', zh: '对话绘图' },
  models: [{ id: 'gpt-4o-image-vip' }, { id: 'gpt-4o-image' }, { id: 'sora_image' }],
  match: ['gpt-4o-image*', 'sora_image*', 'sora-image*'],
  params: {
    ratio: {
      type: 'choice',
      options: [
        { value: '[1:1]', label: { en: 'Square', zh: '方图' } },
        { value: '[3:2]', label: { en: 'Landscape', zh: '横图' } },
        { value: '[2:3]', label: { en: 'Portrait', zh: '竖图' } },
      ],
      label: { en: 'Shape', zh: '画面形状' },
      help: { en: 'Told to the model in the prompt.', zh: '写在提示词里告诉模型。' },
    },
  },
  media: { images: chatPictures },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/chat/completions',
    json: {
      object: {
        model: { param: 'model' },
        messages: { list: [askingMessage({ join: [{ input: 'prompt' }, { param: 'ratio' }], by: ' ' })] },
      },
    },
  },
  outputs: {
    images: {
      as: 'media',
      kind: 'image',
      urls: ['choices[*].message.images[*].image_url.url', 'choices[*].message.content'],
      all: true,
    },
  },
  resultLifetime: 3600,
});
