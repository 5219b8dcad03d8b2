import { defineRecipe } from '#core/recipe/schema';
import { askingMessage, chatPictures } from '../media-in-chat.ts';

/**
 * Film models that are asked as a chat: the answer tells how far they are while it comes, and ends with a link. The film
 * is only had by the answer, so the routes with tasks are taken unless a user chooses this one. Source: PROTOCOL 8.5.
 */
export const recipe = defineRecipe({
  id: 'openai/video-in-chat',
  version: 1,
  nodes: ['video'],
  alternative: true,
  system: 'video-in-chat',
  title: { en: 'Video in a chat', zh: '对话生成视频' },
  models: [{ id: 'sora-2' }, { id: 'sora-2-pro' }, { id: 'veo3.1' }, { id: 'veo3.1-fast' }, { id: 'veo3' }],
  match: ['sora*', 'veo*'],
  params: {},
  ports: {
    inputs: { earlier: { type: 'text', label: { en: 'Earlier answer', zh: '上一次的回答' } } },
    outputs: { text: { type: 'text', label: { en: 'Answer', zh: '回答' }, aside: true } },
  },
  media: { images: chatPictures },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/chat/completions',
    json: {
      object: {
        model: { param: 'model' },
        messages: {
          list: [
            // What the model said of a film, sent back with new words, makes another version of it.
            {
              when: { present: { input: 'earlier' } },
              give: { object: { role: { constant: 'assistant' }, content: { input: 'earlier' } } },
            },
            askingMessage({ input: 'prompt' }),
          ],
        },
        stream: { constant: true },
      },
    },
    answer: 'stream',
    adapter: 'chat-stream',
  },
  outputs: {
    video: { as: 'media', kind: 'video', urls: ['choices[*].message.content'] },
    text: { as: 'text', paths: ['choices[0].message.content'], optional: true },
  },
  resultLifetime: 3600,
});
