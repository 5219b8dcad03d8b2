import { defineRecipe, type Mapping } from '#core/recipe/schema';

const fields: Record<string, Mapping> = {
  file: { input: 'audio' },
  model: { param: 'model' },
  language: { param: 'language' },
  prompt: { param: 'prompt' },
  response_format: { param: 'response_format' },
  temperature: { param: 'temperature' },
  'timestamp_granularities[]': {
    when: { equals: [{ param: 'response_format' }, { constant: 'verbose_json' }] },
    give: {
      lookup: { param: 'timestamps' },
      table: { segment: ['segment'], word: ['word', 'segment'] },
      otherwise: { constant: ['segment'] },
    },
  },
};

/** Into English, whatever is spoken: the language is not told then. */
const { language: _told, 'timestamp_granularities[]': _times, ...translated } = fields;

/** `/v1/audio/transcriptions` and `/translations`. Subtitles come as plain text, everything else as JSON. Source: PROTOCOL 11 and 20. */
export const recipe = defineRecipe({
  id: 'openai/transcription',
  version: 1,
  nodes: ['transcribe'],
  system: 'openai-audio',
  title: { en: 'Transcription', zh: '语音识别' },
  models: [{ id: 'whisper-1' }, { id: 'gpt-4o-transcribe' }, { id: 'gpt-4o-mini-transcribe' }],
  match: ['whisper-*', '*-transcribe*'],
  params: {
    language: {
      type: 'text',
      maxLength: 10,
      label: { en: 'Language', zh: '语言' },
      help: {
        en: 'Two letters such as en or zh; empty: it listens for itself.',
        zh: '两位代码，如 zh、en；留空则自动识别。',
      },
    },
    prompt: {
      type: 'text',
      multiline: true,
      label: { en: 'Hints', zh: '提示' },
      help: { en: 'Names and words that occur in it.', zh: '录音中出现的人名和术语。' },
    },
    translate: {
      type: 'boolean',
      models: ['whisper-*'],
      label: { en: 'Translate into English', zh: '译成英语' },
    },
    response_format: {
      type: 'choice',
      models: ['whisper-*'],
      options: [
        { value: 'json', label: { en: 'Text', zh: '文本' } },
        { value: 'srt', label: { en: 'Subtitles (SRT)', zh: '字幕（SRT）' } },
        { value: 'vtt', label: { en: 'Subtitles (WebVTT)', zh: '字幕（WebVTT）' } },
        { value: 'text', label: { en: 'Plain text', zh: '纯文本' } },
        { value: 'verbose_json', label: { en: 'Text with times', zh: '带时间的文本' } },
      ],
      label: { en: 'Answer as', zh: '输出格式' },
    },
    timestamps: {
      type: 'choice',
      models: ['whisper-*'],
      options: [
        { value: 'segment', label: { en: 'Of sentences', zh: '按句' } },
        { value: 'word', label: { en: 'Of words too', zh: '按句和按词' } },
      ],
      label: { en: 'Times', zh: '时间' },
      help: { en: 'For “Text with times”.', zh: '用于“带时间的文本”。' },
    },
    temperature: {
      type: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      advanced: true,
      label: { en: 'Temperature', zh: '温度' },
    },
  },
  media: {
    audio: {
      form: 'file',
      maxCount: 1,
      maxBytes: 25 * 1024 * 1024,
      types: ['audio/*', 'video/mp4', 'video/mpeg', 'video/webm', 'application/ogg'],
    },
  },
  charges: true,
  submit: { method: 'POST', path: '/v1/audio/transcriptions', multipart: fields, answer: 'text' },
  variants: [
    {
      when: { equals: [{ param: 'translate' }, { constant: true }] },
      submit: { method: 'POST', path: '/v1/audio/translations', multipart: translated, answer: 'text' },
    },
  ],
  outputs: {
    text: { as: 'text', paths: ['text'], whole: true },
    segments: { as: 'json', paths: ['segments'], optional: true },
    words: { as: 'json', paths: ['words'], optional: true },
  },
});
