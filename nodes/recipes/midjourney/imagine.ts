import { defineRecipe, type Mapping } from '#core/recipe/schema';
import {
  midjourneyLifetime,
  midjourneyOutputs,
  midjourneySpeed,
  midjourneyTask,
  postMidjourney,
} from '../midjourney-task.ts';

/** Params become flags at the end of the prompt, which is how Midjourney takes them. */
const body: Mapping = {
  object: {
    prompt: {
      join: [
        { input: 'prompt' },
        { text: '--ar {aspect_ratio}' },
        { text: '--v {version}' },
        { text: '--s {stylize}' },
        { text: '--c {chaos}' },
        { text: '--q {quality}' },
        { text: '--seed {seed}' },
        { text: '--no {no}' },
        { when: { equals: [{ param: 'tile' }, { constant: true }] }, give: { constant: '--tile' } },
        { text: '{flags}' },
      ],
      by: ' ',
    },
    botType: { lookup: { param: 'bot' }, table: { niji: 'NIJI_JOURNEY', midjourney: 'MID_JOURNEY' } },
    base64Array: { omitEmpty: { input: 'images' } },
  },
};

/** Four pictures in one. Source: PROTOCOL 7 and 20. */
export const recipe = defineRecipe({
  id: 'midjourney/imagine',
  version: 1,
  nodes: ['midjourney'],
  system: 'midjourney',
  title: { en: 'Midjourney', zh: 'Midjourney 绘图' },
  models: [],
  params: {
    aspect_ratio: {
      type: 'text',
      label: { en: 'Aspect ratio', zh: '画面比例' },
      help: { en: 'Width:height, such as 16:9.', zh: '宽:高，例如 16:9。' },
    },
    version: {
      type: 'choice',
      open: true,
      options: [{ value: '7' }, { value: '6.1' }, { value: '6' }, { value: '5.2' }],
      label: { en: 'Version', zh: '版本' },
    },
    bot: {
      type: 'choice',
      options: [
        { value: 'midjourney', label: { en: 'Midjourney', zh: 'Midjourney' } },
        { value: 'niji', label: { en: 'Niji (anime)', zh: 'Niji（动漫）' } },
      ],
      label: { en: 'Bot', zh: '机器人' },
    },
    ...midjourneySpeed,
    stylize: { type: 'integer', min: 0, max: 1000, advanced: true, label: { en: 'Stylize', zh: '风格化' } },
    chaos: { type: 'integer', min: 0, max: 100, advanced: true, label: { en: 'Chaos', zh: '变化度' } },
    quality: { type: 'number', min: 0.25, max: 4, advanced: true, label: { en: 'Quality', zh: '质量' } },
    seed: { type: 'integer', min: 0, max: 4_294_967_295, advanced: true, label: { en: 'Seed', zh: '随机种子' } },
    no: { type: 'text', advanced: true, label: { en: 'Not in the picture', zh: '排除内容' } },
    tile: { type: 'boolean', advanced: true, label: { en: 'Seamless tile', zh: '无缝拼贴' } },
    flags: {
      type: 'text',
      advanced: true,
      label: { en: 'Other flags', zh: '其他参数' },
      help: { en: 'Appended as they are, such as --weird 200.', zh: '原样附加，例如 --weird 200。' },
    },
  },
  media: { images: { form: 'data-url', maxCount: 5, maxBytes: 4_000_000, types: ['image/*'] } },
  charges: true,
  ...postMidjourney('submit/imagine', body),
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
