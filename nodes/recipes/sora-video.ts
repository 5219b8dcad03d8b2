import type { RecipeSource } from '#core/recipe/schema';
import { unifiedVideoLifetime, unifiedVideoOutputs, unifiedVideoTask } from './unified-video.ts';

/** What resellers of Sora take beside OpenAI's own fields. */
export const soraExtras: RecipeSource['params'] = {
  watermark: {
    type: 'boolean',
    advanced: true,
    label: { en: 'Watermark allowed', zh: '允许水印' },
    help: {
      en: 'On: tries without, falls back to one with. Off: without or not at all.',
      zh: '开启：优先无水印，失败则带水印；关闭：强制无水印。',
    },
  },
  private: {
    type: 'boolean',
    advanced: true,
    label: { en: 'Private', zh: '私密' },
    help: { en: 'Nobody may remix it.', zh: '不允许二次创作。' },
  },
  character_url: {
    type: 'text',
    advanced: true,
    label: { en: 'Link to a video of a character', zh: '角色视频链接' },
  },
  character_timestamps: {
    type: 'text',
    advanced: true,
    label: { en: 'Where the character is seen', zh: '角色出现的时间段' },
    help: { en: 'Start and end in seconds, such as 1,3.', zh: '起止秒数，例如 1,3。' },
  },
};

/** A Sora recipe on the unified route; the models differ in how long a video may be. */
export function soraRecipe(
  own: Pick<RecipeSource, 'id' | 'title' | 'models' | 'match'> & { durations: readonly number[]; isLarge: boolean },
): RecipeSource {
  const { durations, isLarge, ...identity } = own;
  return {
    ...identity,
    version: 1,
    nodes: ['video'],
    system: 'sora',
    params: {
      orientation: {
        type: 'choice',
        default: 'portrait',
        options: [
          { value: 'portrait', label: { en: 'Portrait', zh: '竖屏' } },
          { value: 'landscape', label: { en: 'Landscape', zh: '横屏' } },
        ],
        label: { en: 'Orientation', zh: '方向' },
      },
      duration: {
        type: 'choice',
        default: 15,
        options: durations.map((value) => ({ value })),
        label: { en: 'Length', zh: '时长' },
        unit: 's',
      },
      size: {
        type: 'choice',
        options: [
          { value: 'small', label: { en: 'Small (about 720p)', zh: '小（约 720p）' } },
          ...(isLarge ? [{ value: 'large', label: { en: 'Large (1080p)', zh: '大（1080p）' } }] : []),
        ],
        label: { en: 'Size', zh: '清晰度' },
        help: { en: 'Some gateways want it to be set.', zh: '部分网关要求填写。' },
      },
      ...soraExtras,
    },
    media: { images: { form: 'public-url', types: ['image/*'] } },
    charges: true,
    submit: {
      method: 'POST',
      path: '/v1/video/create',
      json: {
        object: {
          model: { param: 'model' },
          prompt: { input: 'prompt' },
          images: { concat: [{ input: 'images' }] },
          orientation: { param: 'orientation' },
          duration: { param: 'duration' },
          size: { param: 'size' },
          watermark: { param: 'watermark' },
          private: { param: 'private' },
          character_url: { param: 'character_url' },
          character_timestamps: { param: 'character_timestamps' },
        },
      },
    },
    task: unifiedVideoTask,
    outputs: unifiedVideoOutputs,
    resultLifetime: unifiedVideoLifetime,
  };
}
