import { z } from 'zod';

const prompt = z.string().min(1).max(2500);
const negative = z.string().max(2500).optional();
/** A link, or base64 without the head of a data URL. */
const picture = z
  .string()
  .regex(/^(https?:\/\/\S+|[A-Za-z0-9+/]{16,}={0,2})$/, 'expected a URL or bare base64, no data: prefix');
const film = z.string().regex(/^https?:\/\//, 'expected a public URL');
const mode = z.enum(['std', 'pro']);
const sound = z.enum(['on', 'off']).optional();
const ratio = z.enum(['16:9', '9:16', '1:1']).optional();
const hooks = {
  callback_url: z.string().optional(),
  external_task_id: z.string().max(128).optional(),
  watermark_info: z.strictObject({ enabled: z.boolean() }).optional(),
};
const scale = z.number().min(0).max(1).optional();
const length = z.enum(['5', '10']).optional();
const camera = z
  .strictObject({
    type: z.enum(['simple', 'down_back', 'forward_up', 'right_turn_forward', 'left_turn_forward']),
    config: z
      .partialRecord(z.enum(['horizontal', 'vertical', 'pan', 'tilt', 'roll', 'zoom']), z.number().min(-10).max(10))
      .optional(),
  })
  .optional();
const shots = {
  multi_shot: z.boolean().optional(),
  shot_type: z.literal('customize').optional(),
  multi_prompt: z
    .array(z.strictObject({ index: z.int(), prompt, duration: z.string() }))
    .max(6)
    .optional(),
};

/** Models of films by what they take: the second generation has no `cfg_scale`, sound came with 2.6. */
const filmOrder = {
  model_name: z.string().min(1),
  negative_prompt: negative,
  cfg_scale: scale,
  mode,
  sound,
  duration: z
    .string()
    .regex(/^([3-9]|1[0-5])$/)
    .optional(),
  camera_control: camera,
  ...shots,
  ...hooks,
};

/** What one function takes, and what it makes. */
export interface KlingFunction {
  readonly schema: z.ZodObject;
  readonly makes: 'videos' | 'images' | 'audios';
  /** Invented price in USD, for the function's own billing name. */
  readonly price: number;
}

const videos = (fields: Record<string, z.ZodType>): KlingFunction => ({
  schema: z.strictObject({ ...fields, ...hooks }),
  makes: 'videos',
  price: 0.3,
});
const images = (fields: Record<string, z.ZodType>): KlingFunction => ({
  schema: z.strictObject({ ...fields, ...hooks }),
  makes: 'images',
  price: 0.03,
});
const audios = (fields: Record<string, z.ZodType>): KlingFunction => ({
  schema: z.strictObject({ ...fields, ...hooks }),
  makes: 'audios',
  price: 0.02,
});

/** Every function that is a task, by its path below `/kling/v1/` (PROTOCOL 9). */
export const klingFunctions: Readonly<Record<string, KlingFunction>> = {
  'videos/text2video': videos({ ...filmOrder, prompt, aspect_ratio: ratio }),
  'videos/image2video': videos({
    ...filmOrder,
    prompt: prompt.optional(),
    image: picture,
    image_tail: picture.optional(),
    static_mask: picture.optional(),
    dynamic_masks: z
      .array(
        z.strictObject({
          mask: picture,
          trajectories: z.array(z.strictObject({ x: z.int(), y: z.int() })).min(2),
        }),
      )
      .optional(),
    voice_list: z
      .array(z.strictObject({ voice_id: z.string() }))
      .max(2)
      .optional(),
  }),
  'videos/multi-image2video': videos({
    model_name: z.literal('kling-v1-6'),
    prompt,
    negative_prompt: negative,
    image_list: z
      .array(z.strictObject({ image: picture }))
      .min(1)
      .max(4),
    mode: mode.optional(),
    duration: length,
    aspect_ratio: ratio,
  }),
  'videos/omni-video': videos({
    model_name: z.enum(['kling-video-o1', 'kling-v3-omni']),
    prompt,
    image_list: z
      .array(z.strictObject({ image_url: picture, type: z.enum(['first_frame', 'end_frame']).optional() }))
      .max(7)
      .optional(),
    video_list: z
      .array(
        z.strictObject({
          video_url: film,
          refer_type: z.enum(['feature', 'base']).optional(),
          keep_original_sound: z.enum(['yes', 'no']).optional(),
        }),
      )
      .max(1)
      .optional(),
    element_list: z.array(z.strictObject({ element_id: z.union([z.int(), z.string()]) })).optional(),
    mode: mode.optional(),
    sound,
    aspect_ratio: ratio,
    duration: z
      .string()
      .regex(/^([3-9]|1[0-5])$/, 'expected 3 to 15')
      .optional(),
    ...shots,
  }),
  'videos/video-extend': videos({
    video_id: z.string().min(1),
    prompt: prompt.optional(),
    negative_prompt: negative,
    cfg_scale: scale,
  }),
  'videos/effects': videos({
    effect_scene: z.string().min(1),
    input: z.strictObject({
      image: picture.optional(),
      images: z.array(picture).length(2).optional(),
      duration: length,
      mode: mode.optional(),
      model_name: z.string().optional(),
    }),
  }),
  'videos/motion-control': videos({
    model_name: z.string().optional(),
    prompt: prompt.optional(),
    image_url: picture,
    video_url: film,
    character_orientation: z.enum(['image', 'video']),
    mode,
    keep_original_sound: z.enum(['yes', 'no']).optional(),
  }),
  'videos/avatar/image2video': videos({
    image: picture,
    audio_id: z.string().optional(),
    sound_file: z.string().optional(),
    prompt: prompt.optional(),
    mode: mode.optional(),
  }),
  'videos/advanced-lip-sync': videos({
    session_id: z.string().min(1),
    face_choose: z
      .array(
        z.strictObject({
          face_id: z.string(),
          audio_id: z.string().optional(),
          sound_file: z.string().optional(),
          sound_start_time: z.int().min(0),
          sound_end_time: z.int().min(0),
          sound_insert_time: z.int().min(0),
          sound_volume: z.number().min(0).max(2).optional(),
          original_audio_volume: z.number().min(0).max(2).optional(),
        }),
      )
      .length(1),
  }),
  'images/generations': images({
    model_name: z.enum(['kling-v1', 'kling-v1-5', 'kling-v2', 'kling-v2-new', 'kling-v2-1', 'kling-v3']),
    prompt,
    negative_prompt: negative,
    image: picture.optional(),
    image_reference: z.enum(['subject', 'face']).optional(),
    image_fidelity: scale,
    human_fidelity: scale,
    resolution: z.enum(['1k', '2k']).optional(),
    n: z.int().min(1).max(9).optional(),
    aspect_ratio: z.enum(['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9']).optional(),
  }),
  'images/omni-image': images({
    model_name: z.enum(['kling-image-o1', 'kling-v3-omni']),
    prompt,
    image_list: z
      .array(z.strictObject({ image: picture }))
      .max(10)
      .optional(),
    element_list: z.array(z.strictObject({ element_id: z.union([z.int(), z.string()]) })).optional(),
    resolution: z.enum(['1k', '2k', '4k']).optional(),
    n: z.int().min(1).max(9).optional(),
    aspect_ratio: z.string().optional(),
  }),
  'images/multi-image2image': images({
    model_name: z.enum(['kling-v2', 'kling-v2-1']),
    prompt: prompt.optional(),
    subject_image_list: z
      .array(z.strictObject({ subject_image: picture }))
      .min(1)
      .max(4),
    scene_image: picture.optional(),
    style_image: picture.optional(),
    n: z.int().min(1).max(9).optional(),
    aspect_ratio: z.enum(['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9']).optional(),
  }),
  'images/editing/expand': images({
    image: picture,
    prompt: prompt.optional(),
    up_expansion_ratio: z.number().min(0).max(2),
    down_expansion_ratio: z.number().min(0).max(2),
    left_expansion_ratio: z.number().min(0).max(2),
    right_expansion_ratio: z.number().min(0).max(2),
    n: z.int().min(1).max(9).optional(),
  }),
  'images/kolors-virtual-try-on': images({
    model_name: z.enum(['kolors-virtual-try-on-v1', 'kolors-virtual-try-on-v1-5']).optional(),
    human_image: picture,
    cloth_image: picture,
  }),
  'audio/text-to-audio': audios({ prompt: prompt.max(200), duration: z.number().min(3).max(10) }),
  'audio/video-to-audio': audios({
    video_id: z.string().optional(),
    video_url: film.optional(),
    sound_effect_prompt: z.string().max(200).optional(),
    bgm_prompt: z.string().max(200).optional(),
    asmr_mode: z.boolean().optional(),
  }),
  'audio/tts': audios({
    text: z.string().min(1).max(1000),
    voice_id: z.string().min(1),
    voice_language: z.enum(['zh', 'en']),
    voice_speed: z.number().min(0.8).max(2).optional(),
  }),
  'general/custom-voices': audios({
    voice_name: z.string().min(1).max(20),
    voice_url: film.optional(),
    video_id: z.string().optional(),
  }),
};

export const faceOrder = z.strictObject({ video_id: z.string().optional(), video_url: film.optional() });
export const recognizeOrder = z.strictObject({ image: picture });
