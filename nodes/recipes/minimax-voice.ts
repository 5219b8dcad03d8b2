import type { Mapping, RecipeSource } from '#core/recipe/schema';

/** What MiniMax's ways to speak have in common. Source: PROTOCOL 11. */

export const minimaxSpeechModels = [
  { id: 'speech-2.6-hd' },
  { id: 'speech-2.6-turbo' },
  { id: 'speech-2.8-hd' },
  { id: 'speech-2.8-turbo' },
  { id: 'speech-02-hd' },
  { id: 'speech-02-turbo' },
];

const voices: readonly (readonly [string, string, string])[] = [
  ['male-qn-qingse', 'Young man (Chinese)', '青涩青年'],
  ['female-shaonv', 'Girl (Chinese)', '少女'],
  ['female-yujie', 'Lady (Chinese)', '御姐'],
  ['presenter_male', 'Presenter (Chinese)', '男性主持人'],
  ['presenter_female', 'Presenter, female (Chinese)', '女性主持人'],
  ['audiobook_male_1', 'Audio book (Chinese)', '有声书男声'],
  ['audiobook_female_1', 'Audio book, female (Chinese)', '有声书女声'],
  ['English_Trustworthy_Man', 'Trustworthy man (English)', '可靠男声（英语）'],
  ['English_Graceful_Lady', 'Graceful lady (English)', '优雅女声（英语）'],
];

export const minimaxVoiceParams = {
  voice: {
    type: 'choice',
    default: 'male-qn-qingse',
    open: true,
    options: voices.map(([value, en, zh]) => ({ value, label: { en, zh } })),
    label: { en: 'Voice', zh: '音色' },
    help: { en: 'Or the id of a voice that you cloned or designed.', zh: '也可填写克隆或设计得到的音色编号。' },
  },
  speed: { type: 'number', min: 0.5, max: 2, step: 0.05, label: { en: 'Speed', zh: '语速' }, unit: '×' },
  vol: { type: 'number', min: 0.1, max: 10, step: 0.1, advanced: true, label: { en: 'Loudness', zh: '音量' } },
  pitch: {
    type: 'integer',
    min: -12,
    max: 12,
    advanced: true,
    label: { en: 'Pitch', zh: '音调' },
    unit: 'semitones',
  },
  emotion: {
    type: 'choice',
    options: [
      { value: 'happy', label: { en: 'Happy', zh: '高兴' } },
      { value: 'sad', label: { en: 'Sad', zh: '悲伤' } },
      { value: 'angry', label: { en: 'Angry', zh: '愤怒' } },
      { value: 'fearful', label: { en: 'Fearful', zh: '害怕' } },
      { value: 'disgusted', label: { en: 'Disgusted', zh: '厌恶' } },
      { value: 'surprised', label: { en: 'Surprised', zh: '惊讶' } },
      { value: 'calm', label: { en: 'Calm', zh: '平静' } },
    ],
    label: { en: 'Emotion', zh: '情绪' },
  },
  response_format: {
    type: 'choice',
    options: [{ value: 'mp3' }, { value: 'wav' }, { value: 'flac' }],
    label: { en: 'File format', zh: '文件格式' },
  },
  sample_rate: {
    type: 'choice',
    advanced: true,
    options: [8000, 16_000, 22_050, 24_000, 32_000, 44_100].map((value) => ({ value })),
    label: { en: 'Sample rate', zh: '采样率' },
    unit: 'Hz',
  },
  bitrate: {
    type: 'choice',
    advanced: true,
    options: [32_000, 64_000, 128_000, 256_000].map((value) => ({ value })),
    label: { en: 'Bit rate', zh: '比特率' },
    unit: 'bit/s',
  },
  language_boost: {
    type: 'choice',
    open: true,
    advanced: true,
    options: [
      { value: 'auto', label: { en: 'Automatic', zh: '自动' } },
      { value: 'Chinese', label: { en: 'Chinese', zh: '中文' } },
      { value: 'Chinese,Yue', label: { en: 'Cantonese', zh: '粤语' } },
      { value: 'English', label: { en: 'English', zh: '英语' } },
      { value: 'Japanese', label: { en: 'Japanese', zh: '日语' } },
      { value: 'Korean', label: { en: 'Korean', zh: '韩语' } },
      { value: 'Spanish', label: { en: 'Spanish', zh: '西班牙语' } },
      { value: 'French', label: { en: 'French', zh: '法语' } },
      { value: 'German', label: { en: 'German', zh: '德语' } },
      { value: 'Russian', label: { en: 'Russian', zh: '俄语' } },
    ],
    label: { en: 'Language', zh: '语言' },
  },
  pronunciation: {
    type: 'text',
    multiline: true,
    advanced: true,
    label: { en: 'Pronunciation', zh: '发音规则' },
    help: { en: 'One rule per line, such as omg/oh my god.', zh: '每行一条，例如 处理/(chu3)(li3)。' },
  },
} satisfies RecipeSource['params'];

/** The voice may come over a wire, from a node that cloned or designed it. */
export const minimaxVoicePort = {
  inputs: { voice: { type: 'text', label: { en: 'Voice', zh: '音色' } } },
} satisfies RecipeSource['ports'];

export const minimaxSpeechBody: Record<string, Mapping> = {
  model: { param: 'model' },
  text: { input: 'text' },
  voice_setting: {
    object: {
      voice_id: { input: 'voice' },
      speed: { param: 'speed' },
      vol: { param: 'vol' },
      pitch: { param: 'pitch' },
      emotion: { param: 'emotion' },
    },
  },
  audio_setting: {
    omitEmpty: {
      object: {
        format: { param: 'response_format' },
        sample_rate: { param: 'sample_rate' },
        bitrate: { param: 'bitrate' },
      },
    },
  },
  language_boost: { param: 'language_boost' },
  pronunciation_dict: {
    when: { present: { param: 'pronunciation' } },
    give: { object: { tone: { decode: 'lines', of: { param: 'pronunciation' } } } },
  },
};
