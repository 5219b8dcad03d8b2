import type { Mapping, MediaRule, RecipeSource } from '#core/recipe/schema';
import { oneDay } from './pictures.ts';

type Params = RecipeSource['params'];

/** What every function of Ideogram 3 takes. Source: PROTOCOL 5.5. */
export const ideogramParams: Params = {
  rendering_speed: {
    type: 'choice',
    options: [
      { value: 'TURBO', label: { en: 'Quick', zh: '快速' } },
      { value: 'DEFAULT', label: { en: 'Usual', zh: '标准' } },
      { value: 'QUALITY', label: { en: 'Good', zh: '高质量' } },
    ],
    label: { en: 'Speed', zh: '渲染速度' },
  },
  num_images: { type: 'integer', default: 1, min: 1, max: 8, label: { en: 'How many', zh: '张数' } },
  style_codes: {
    type: 'text',
    advanced: true,
    label: { en: 'Style codes', zh: '风格代码' },
    help: { en: 'Eight-digit codes, with commas.', zh: '八位代码，用逗号分隔。' },
  },
  seed: { type: 'integer', min: 0, max: 2_147_483_647, advanced: true, label: { en: 'Seed', zh: '随机种子' } },
};

/** Of the functions that read a prompt. */
export const ideogramWords: Params = {
  magic_prompt: {
    type: 'choice',
    options: [
      { value: 'AUTO', label: { en: 'Automatic', zh: '自动' } },
      { value: 'ON', label: { en: 'On', zh: '开启' } },
      { value: 'OFF', label: { en: 'Off', zh: '关闭' } },
    ],
    label: { en: 'Improve the prompt', zh: '优化提示词' },
  },
  style_type: {
    type: 'choice',
    options: [
      { value: 'AUTO', label: { en: 'Automatic', zh: '自动' } },
      { value: 'GENERAL', label: { en: 'General', zh: '通用' } },
      { value: 'REALISTIC', label: { en: 'Realistic', zh: '写实' } },
      { value: 'DESIGN', label: { en: 'Design', zh: '设计' } },
    ],
    label: { en: 'Style', zh: '风格' },
  },
};

/** Only one of the two may be sent, so a resolution wins. */
export const ideogramShape: Params = {
  aspect_ratio: {
    type: 'choice',
    options: [
      '1x1',
      '16x9',
      '9x16',
      '4x3',
      '3x4',
      '3x2',
      '2x3',
      '16x10',
      '10x16',
      '4x5',
      '5x4',
      '1x2',
      '2x1',
      '1x3',
      '3x1',
    ].map((value) => ({ value, label: { en: value.replace('x', ':'), zh: value.replace('x', ':') } })),
    label: { en: 'Aspect ratio', zh: '画面比例' },
  },
  resolution: {
    type: 'text',
    advanced: true,
    label: { en: 'Resolution', zh: '分辨率' },
    help: { en: 'Instead of a ratio, such as 1280x800.', zh: '代替比例，例如 1280x800。' },
    unit: 'px',
  },
  negative_prompt: { type: 'text', advanced: true, label: { en: 'Not in the picture', zh: '排除内容' } },
};

export const ideogramFields: Record<string, Mapping> = {
  rendering_speed: { param: 'rendering_speed' },
  num_images: { when: { not: { equals: [{ param: 'num_images' }, { constant: 1 }] } }, give: { param: 'num_images' } },
  'style_codes[]': { decode: 'list', of: { param: 'style_codes' } },
  seed: { param: 'seed' },
};
export const ideogramWordFields: Record<string, Mapping> = {
  prompt: { input: 'prompt' },
  magic_prompt: { param: 'magic_prompt' },
  style_type: { param: 'style_type' },
};
export const ideogramShapeFields: Record<string, Mapping> = {
  aspect_ratio: { when: { not: { present: { param: 'resolution' } } }, give: { param: 'aspect_ratio' } },
  resolution: { param: 'resolution' },
  negative_prompt: { param: 'negative_prompt' },
};

/** Of a remix. */
export const ideogramWeight: Params[string] = {
  type: 'integer',
  min: 1,
  max: 100,
  unit: '%',
  label: { en: 'Weight of the picture', zh: '参考图权重' },
};

export const ideogramPicture: MediaRule = {
  form: 'file',
  maxCount: 1,
  maxBytes: 10_000_000,
  types: ['image/png', 'image/jpeg', 'image/webp'],
};

/** Black is what is drawn anew. */
export const ideogramMask: Pick<RecipeSource, 'media' | 'checks'> = {
  media: { image: ideogramPicture, mask: { ...ideogramPicture, sameSizeAs: 'image', convert: false } },
  checks: [
    {
      holds: { present: { input: 'mask' } },
      field: 'mask',
      problem: { en: 'is missing: Ideogram draws its black part anew', zh: '缺失：Ideogram 会重绘蒙版的黑色部分' },
    },
  ],
};

/** A picture that was held back has no address. */
export const ideogramResults: Pick<RecipeSource, 'outputs' | 'refused' | 'resultLifetime'> = {
  outputs: { images: { as: 'media', kind: 'image', urls: ['data[*].url'], all: true } },
  refused: [
    {
      path: 'data[0].is_image_safe',
      values: [false],
      says: { en: 'the picture was held back as unsafe', zh: '图片因安全原因被拦截' },
    },
  ],
  resultLifetime: oneDay,
};
