import { defineRecipe } from '#core/recipe/schema';

const voices = [
  ...['Kore', 'Puck', 'Charon', 'Zephyr', 'Fenrir', 'Leda', 'Orus', 'Aoede', 'Callirrhoe', 'Autonoe'],
  ...['Enceladus', 'Iapetus', 'Umbriel', 'Algieba', 'Despina', 'Erinome', 'Algenib', 'Rasalgethi', 'Laomedeia'],
  ...['Achernar', 'Alnilam', 'Schedar', 'Gacrux', 'Pulcherrima', 'Achird', 'Zubenelgenubi', 'Vindemiatrix'],
  ...['Sadachbia', 'Sadaltager', 'Sulafat'],
];

/** Gemini reads aloud: bare samples of 24 kHz, which become a WAV file. Source: PROTOCOL 11. */
export const recipe = defineRecipe({
  id: 'google/speech',
  version: 1,
  nodes: ['tts'],
  system: 'google',
  title: { en: 'Gemini speech', zh: 'Gemini 语音' },
  models: [{ id: 'gemini-2.5-flash-preview-tts' }, { id: 'gemini-2.5-pro-preview-tts' }],
  match: ['gemini-*-tts*'],
  params: {
    voice: {
      type: 'choice',
      default: 'Kore',
      open: true,
      options: voices.map((value) => ({ value })),
      label: { en: 'Voice', zh: '音色' },
    },
    instructions: {
      type: 'text',
      multiline: true,
      label: { en: 'How to speak', zh: '语气说明' },
      help: { en: 'Such as: Say cheerfully.', zh: '例如：用欢快的语气说。' },
    },
    language: {
      type: 'text',
      maxLength: 12,
      advanced: true,
      label: { en: 'Language', zh: '语言' },
      help: { en: 'Such as en-US or zh-CN; empty: it sees for itself.', zh: '例如 zh-CN、en-US；留空则自动识别。' },
    },
    temperature: {
      type: 'number',
      min: 0,
      max: 2,
      step: 0.1,
      advanced: true,
      label: { en: 'Temperature', zh: '温度' },
    },
  },
  texts: { text: { maxLength: 30_000 } },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1beta/models/{model}:generateContent',
    json: {
      object: {
        contents: {
          list: [
            {
              object: {
                role: { constant: 'user' },
                parts: {
                  list: [{ object: { text: { join: [{ param: 'instructions' }, { input: 'text' }], by: ': ' } } }],
                },
              },
            },
          ],
        },
        generationConfig: {
          object: {
            responseModalities: { constant: ['AUDIO'] },
            temperature: { param: 'temperature' },
            speechConfig: {
              object: {
                languageCode: { param: 'language' },
                voiceConfig: {
                  object: { prebuiltVoiceConfig: { object: { voiceName: { param: 'voice' } } } },
                },
              },
            },
          },
        },
      },
    },
  },
  outputs: {
    audio: {
      as: 'media',
      kind: 'audio',
      inline: [
        { at: 'candidates[0].content.parts[*].inlineData', data: 'data', mime: 'mimeType' },
        { at: 'candidates[0].content.parts[*].inline_data', data: 'data', mime: 'mime_type' },
      ],
    },
  },
  refused: [
    { path: 'promptFeedback.blockReason' },
    { path: 'candidates[0].finishReason', values: ['SAFETY', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'RECITATION', 'SPII'] },
  ],
});
