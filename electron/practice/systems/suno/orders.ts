import { z } from 'zod';

const model = z.enum([
  'chirp-v3-0',
  'chirp-v3-5',
  'chirp-v4',
  'chirp-auk',
  'chirp-bluejay',
  'chirp-v5',
  'chirp-crow',
  'chirp-fenix',
]);
const seconds = z.number().min(0).max(600);
const common = {
  title: z.string().max(80).optional(),
  tags: z.string().max(1000).optional(),
  negative_tags: z.string().optional(),
  make_instrumental: z.boolean().optional(),
  generation_type: z.literal('TEXT').optional(),
  notify_hook: z.string().optional(),
  metadata: z
    .strictObject({ create_mode: z.string().optional(), vocal_gender: z.enum(['m', 'f']).optional() })
    .optional(),
};
const lyrics = z.string().max(5000);
const clip = z.string().min(1);

/** The ways to order music, told apart by `task` (PROTOCOL 10); without one it is a song from words. */
export const musicOrders = {
  inspiration: z.strictObject({ gpt_description_prompt: z.string().min(1).max(3000), mv: model, ...common }),
  custom: z.strictObject({ prompt: lyrics, mv: model, ...common }),
  extend: z.strictObject({
    task: z.literal('extend'),
    continue_clip_id: clip,
    continue_at: seconds,
    prompt: lyrics,
    mv: model,
    ...common,
  }),
  upload_extend: z.strictObject({
    task: z.literal('upload_extend'),
    continue_clip_id: clip,
    continue_at: seconds,
    prompt: lyrics,
    mv: model,
    ...common,
  }),
  cover: z.strictObject({ task: z.literal('cover'), cover_clip_id: clip, prompt: lyrics, mv: model, ...common }),
  artist_consistency: z.strictObject({
    task: z.literal('artist_consistency'),
    persona_id: z.string().min(1),
    artist_clip_id: clip,
    prompt: lyrics,
    mv: z.enum(['chirp-v3-5-tau', 'chirp-v4-tau']),
    vocal_gender: z.enum(['m', 'f']).optional(),
    ...common,
  }),
  infill: z.strictObject({
    task: z.literal('infill'),
    continue_clip_id: clip,
    infill_start_s: seconds,
    infill_end_s: seconds,
    prompt: lyrics,
    mv: model,
    ...common,
  }),
} as const;

export const lyricsOrder = z.strictObject({ prompt: z.string().min(1), notify_hook: z.string().optional() });
export const concatOrder = z.strictObject({ clip_id: clip, is_infill: z.boolean().optional() });
export const uploadOrder = z.strictObject({ url: z.string().regex(/^https?:\/\//, 'expected a public URL') });
export const fetchOrder = z.strictObject({ ids: z.array(z.string()).min(1), action: z.string().optional() });

/** What every way has, as far as an answer repeats it. */
export interface MusicOrder {
  readonly task?: string | undefined;
  readonly prompt?: string | undefined;
  readonly gpt_description_prompt?: string | undefined;
  readonly title?: string | undefined;
  readonly tags?: string | undefined;
  readonly mv: string;
  readonly continue_clip_id?: string | undefined;
  readonly cover_clip_id?: string | undefined;
  readonly artist_clip_id?: string | undefined;
}

/** The schema that fits a body: by its `task`, else by whether it has a description or lyrics. */
export function musicOrder(body: unknown): z.ZodType<MusicOrder> {
  const field = (name: string): unknown =>
    typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const task = field('task');
  if (typeof task === 'string' && Object.hasOwn(musicOrders, task))
    return musicOrders[task as keyof typeof musicOrders];
  return field('gpt_description_prompt') === undefined ? musicOrders.custom : musicOrders.inspiration;
}
