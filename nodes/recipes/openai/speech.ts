import { defineRecipe } from '#core/recipe/schema';

const newer = ['gpt-4o-mini-tts*'];

/** `/v1/audio/speech`: the body of the answer is the sound. Source: PROTOCOL 11 and 20. */
export const recipe = defineRecipe({
  id: 'openai/speech',
  version: 1,
  nodes: ['tts'],
  system: 'openai-audio',
  title: { en: 'Speech', zh: '语音合成' },
  models: [{ id: 'tts-1' }, { id: 'tts-1-hd' }, { id: 'gpt-4o-mini-tts' }],
  match: ['tts-*', '*-tts', '*-tts-*'],
  params: {
    voice: {
      type: 'choice',
      default: 'alloy',
      open: true,
      options: [
        { value: 'alloy' },
        { value: 'ash' },
        { value: 'ballad', models: newer },
        { value: 'coral' },
        { value: 'echo' },
        { value: 'fable' },
        { value: 'nova' },
        { value: 'onyx' },
        { value: 'sage' },
        { value: 'shimmer' },
        { value: 'verse', models: newer },
        { value: 'marin', models: newer },
        { value: 'cedar', models: newer },
      ],
      label: { en: 'Voice', zh: '音色' },
    },
    response_format: {
      type: 'choice',
      options: [{ value: 'mp3' }, { value: 'opus' }, { value: 'aac' }, { value: 'flac' }, { value: 'wav' }],
      label: { en: 'File format', zh: '文件格式' },
    },
    speed: { type: 'number', min: 0.25, max: 4, step: 0.05, label: { en: 'Speed', zh: '语速' }, unit: '×' },
    instructions: {
      type: 'text',
      multiline: true,
      models: newer,
      label: { en: 'How to speak', zh: '语气说明' },
    },
  },
  texts: { text: { maxLength: 4096 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/audio/speech',
    json: {
      object: {
        model: { param: 'model' },
        input: { input: 'text' },
        voice: { param: 'voice' },
        response_format: { param: 'response_format' },
        speed: { param: 'speed' },
        instructions: { param: 'instructions' },
      },
    },
    answer: 'binary',
  },
  outputs: { audio: { as: 'media', kind: 'audio', body: true } },
});
