import type { Mapping, MediaRule, RecipeSource } from '#core/recipe/schema';

type Param = RecipeSource['params'][string];

/** How long a film may be, as a choice in seconds. */
export function lengthParam(values: readonly (number | string)[], own: Partial<Param> = {}): Param {
  return {
    type: 'choice',
    options: values.map((value) => ({ value })),
    label: { en: 'Length', zh: '时长' },
    unit: 's',
    ...own,
  } as Param;
}

/** How long a film may be, any whole number of seconds. */
export function secondsParam(min: number, max: number, own: Partial<Param> = {}): Param {
  return { type: 'integer', min, max, label: { en: 'Length', zh: '时长' }, unit: 's', ...own } as Param;
}

/** How sharp a film is, in the vendor's own words. */
export function resolutionParam(values: readonly string[], own: Partial<Param> = {}): Param {
  return {
    type: 'choice',
    options: values.map((value) => ({ value })),
    label: { en: 'Resolution', zh: '分辨率' },
    ...own,
  } as Param;
}

/** What a film shall not show. */
export const negativePromptParam: Param = {
  type: 'text',
  multiline: true,
  advanced: true,
  label: { en: 'Not in the result', zh: '排除内容' },
};

export const filmSeedParam: Param = {
  type: 'integer',
  min: 0,
  max: 4_294_967_295,
  advanced: true,
  label: { en: 'Seed', zh: '随机种子' },
};

/** What the pictures of a video node are: its first picture, first and last, or what it shall look like. */
export const picturesParam: Param = {
  type: 'choice',
  default: 'frames',
  options: [
    { value: 'frames', label: { en: 'First picture, and last if there are two', zh: '首帧，若有两张则为首尾帧' } },
    { value: 'references', label: { en: 'References of what is in it', zh: '主体参考图' } },
  ],
  label: { en: 'Pictures are', zh: '图片用途' },
};

/** The first and the second picture of the input `images`. */
export const firstPicture: Mapping = { input: 'images', path: '[0]' };
export const secondPicture: Mapping = { input: 'images', path: '[1]' };

/** Pictures that go along as data URLs, so nothing is made public. */
export function inlinePictures(maxCount: number, own: Partial<MediaRule> = {}): MediaRule {
  return {
    form: 'data-url',
    maxCount,
    maxBytes: 10_000_000,
    types: ['image/png', 'image/jpeg', 'image/webp'],
    ...own,
  };
}
