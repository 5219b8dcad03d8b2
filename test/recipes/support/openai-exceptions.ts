import type { Json } from '#core/value/value';

/** Something that our requests to a route of OpenAI's hold although OpenAI does not publish it. */
export interface Exception {
  readonly recipe: string;
  /** Where it stands in a body: `messages[].content[]`. */
  readonly at: string;
  /** Only when it is this; of an object, these of its fields. */
  readonly value?: Json;
  readonly why: string;
}

const offered = 'Gateways that reach Sora by its own page offer what that page has.';

export const exceptions: readonly Exception[] = [
  {
    recipe: 'openai/chat',
    at: 'messages[].content[]',
    value: { type: 'video_url' },
    why: 'Gemini and Qwen look at films, which gateways take in this form.',
  },
  { recipe: 'openai/chat', at: 'enable_thinking', why: 'Qwen thinks only when it is told so here.' },
  { recipe: 'flux/flux', at: 'aspect_ratio', why: 'Flux takes a ratio in place of a size.' },
  { recipe: 'google/nano-banana', at: 'aspect_ratio', why: 'Gemini takes a ratio in place of a size.' },
  { recipe: 'google/nano-banana', at: 'image_size', why: 'Gemini takes 1K, 2K and 4K beside a ratio.' },
  {
    recipe: 'google/nano-banana',
    at: 'image',
    why: 'Reference pictures go by link in the request that makes pictures.',
  },
  {
    recipe: 'bytedance/seededit',
    at: 'image',
    why: 'The picture that Seededit changes goes by data URL in this request.',
  },
  { recipe: 'bytedance/seededit', at: 'guidance_scale', why: 'A param of Seededit.' },
  { recipe: 'bytedance/seededit', at: 'watermark', why: 'A param of Seededit.' },
  { recipe: 'bytedance/seededit', at: 'seed', why: 'A param of Seededit.' },
  { recipe: 'bytedance/seedream-3', at: 'guidance_scale', why: 'A param of Seedream.' },
  { recipe: 'bytedance/seedream-3', at: 'watermark', why: 'A param of Seedream.' },
  { recipe: 'bytedance/seedream-3', at: 'seed', why: 'A param of Seedream.' },
  {
    recipe: 'bytedance/seedream-4',
    at: 'image',
    why: 'Reference pictures go by link in the request that makes pictures.',
  },
  { recipe: 'bytedance/seedream-4', at: 'sequential_image_generation', why: 'Seedream makes sets of pictures.' },
  {
    recipe: 'bytedance/seedream-4',
    at: 'sequential_image_generation_options',
    why: 'The size of such a set.',
  },
  { recipe: 'bytedance/seedream-4', at: 'watermark', why: 'A param of Seedream.' },
  {
    recipe: 'openai/images-all',
    at: 'image',
    why: 'The models that end in -all take reference pictures by link here.',
  },
  { recipe: 'qwen/image-edit', at: 'image', why: 'The picture that Qwen changes goes by link in this request.' },
  { recipe: 'sora/videos', at: 'style', why: offered },
  { recipe: 'sora/videos', at: 'watermark', why: offered },
  { recipe: 'sora/videos', at: 'private', why: offered },
  { recipe: 'sora/videos', at: 'character_url', why: offered },
  { recipe: 'sora/videos', at: 'character_timestamps', why: offered },
  { recipe: 'sora/remix', at: 'size', why: 'Gateways let people set the size of a remix.' },
];

/** A body without what a list of exceptions allows. */
export function without(body: Json, list: readonly Exception[]): Json {
  return cut(body, '', list) ?? null;
}

function cut(value: Json, at: string, list: readonly Exception[]): Json | undefined {
  if (list.some((exception) => exception.at === at && (exception.value === undefined || holds(value, exception.value))))
    return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => cut(item, `${at}[]`, list)).filter((item) => item !== undefined);
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    cut(field, at === '' ? name : `${at}.${name}`, list),
  ]);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined)) as Json;
}

function holds(value: Json, wanted: Json): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return value === wanted;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(wanted).every(([name, field]) => holds(value[name] ?? null, field));
}
