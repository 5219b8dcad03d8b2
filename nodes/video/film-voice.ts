import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'film-voice',
  version: 1,
  family: 'video',
  title: { en: 'Voice for films', zh: '视频自定义音色' },
  summary: {
    en: 'Makes a voice from a short recording, for people in Kling films with sound. Only voices that you may use.',
    zh: '用一段录音生成音色，供可灵有声视频中的人物使用。请只使用有权使用的声音。',
  },
  keywords: ['voice', 'clone', 'kling', 'custom voice', '音色', '克隆', '可灵'],
  params: {
    name: {
      type: 'text',
      default: 'my voice',
      maxLength: 20,
      label: { en: 'Name of the voice', zh: '音色名称' },
    },
  },
  inputs: {
    audio: { type: 'audio', required: true, label: { en: 'Recording', zh: '录音' } },
  },
  outputs: {
    voice: { type: 'text', label: { en: 'Voice', zh: '音色' } },
    audio: { type: 'audio', aside: true, label: { en: 'Trial', zh: '试听' } },
  },
  work: { kind: 'call' },
  example: {
    inputs: { audio: { kind: 'audio', url: 'https://example.com/me.mp3', mime: 'audio/mpeg', name: 'me.mp3' } },
  },
});
