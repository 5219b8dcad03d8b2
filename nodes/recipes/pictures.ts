import type { Mapping, RecipeSource } from '#core/recipe/schema';

type Params = RecipeSource['params'];

/** `n`, only when it is not one: some channels refuse the field. */
export const countUnlessOne: Mapping = {
  when: { not: { equals: [{ param: 'n' }, { constant: 1 }] } },
  give: { param: 'n' },
};

/** The `n` of a recipe whose models make several pictures in one call. */
export const countParam = (max: number): Params[string] => ({
  type: 'integer',
  default: 1,
  min: 1,
  max,
  label: { en: 'How many', zh: '张数' },
});

const shapes: Readonly<Record<string, { en: string; zh: string }>> = {
  '1:1': { en: 'Square 1:1', zh: '方形 1:1' },
  '16:9': { en: 'Wide 16:9', zh: '宽屏 16:9' },
  '9:16': { en: 'Upright 9:16', zh: '竖屏 9:16' },
  '21:9': { en: 'Cinema 21:9', zh: '影院 21:9' },
};

/** A choice of ratios, in the order given. */
export function ratioParam(
  values: readonly string[],
  own: { default?: string; models?: string[] } = {},
): Params[string] {
  return {
    type: 'choice',
    options: values.map((value) => ({ value, ...(shapes[value] !== undefined && { label: shapes[value] }) })),
    label: { en: 'Aspect ratio', zh: '画面比例' },
    ...own,
  };
}

export const seedParam = (max = 2_147_483_647, min = 0): Params[string] => ({
  type: 'integer',
  min,
  max,
  advanced: true,
  label: { en: 'Seed', zh: '随机种子' },
  help: { en: 'The same seed gives a similar picture again.', zh: '相同的种子会得到相近的画面。' },
});

export const watermarkParam: Params[string] = {
  type: 'boolean',
  label: { en: 'Watermark', zh: '水印' },
  help: { en: 'Empty: as the vendor does it, which is mostly with one.', zh: '留空则按厂商默认，通常带水印。' },
};

export const guidanceParam = (min: number, max: number): Params[string] => ({
  type: 'number',
  min,
  max,
  advanced: true,
  label: { en: 'Closeness to the prompt', zh: '提示词相关度' },
});

/** Pictures as new-api answers: links or base64, one of them possibly empty. Source: PROTOCOL 5.1. */
export const pictureOutputs = {
  images: { as: 'media', kind: 'image', urls: ['data[*].url'], base64: ['data[*].b64_json'], all: true },
} as const satisfies RecipeSource['outputs'];

/** A day, as most of these vendors say. */
export const oneDay = 24 * 3600;
