import { z } from 'zod';
import type { Gateway } from '../../gateway.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { TaskOutcome } from '../../tasks.ts';
import { paint, recordSpeech, sidesOf, workOnPictures } from '../work.ts';

type Input = Record<string, unknown>;

/** What a model takes, and how its result is made. `single`: its output is one address and no list. */
interface ReplicateModel {
  readonly input: z.ZodObject;
  readonly single?: boolean;
  /** Of the files that it makes; pictures when there is none. */
  readonly ending?: 'mp4' | 'mp3' | 'svg';
  readonly work: (gateway: Gateway, id: string, input: Input) => Promise<TaskOutcome>;
}

const prompt = z.string().min(1);
const picture = z.string().regex(/^(https?:\/\/|data:image\/)/, 'Does not match format uri');
const seed = z.int().optional();
const whole = (low: number, high: number) => z.int().min(low).max(high).optional();
const part = (low: number, high: number) => z.number().min(low).max(high).optional();
const format = z.enum(['png', 'jpg', 'webp']).optional();
const quality = whole(0, 100);
const ratio = z
  .string()
  .regex(/^(match_input_image|\d+:\d+)$/)
  .optional();
const safety = whole(0, 6);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** Paints as many pictures as `num_outputs` says, from whatever pictures are among the fields. */
async function pictures(gateway: Gateway, id: string, input: Input): Promise<TaskOutcome> {
  const references = Object.entries(input)
    .filter(([name, value]) => /image/.test(name) && picture.safeParse(value).success)
    .map(([, value]) => textOf(value));
  const size =
    typeof input['width'] === 'number'
      ? { width: input['width'], height: numberOf(input['height'], 512) }
      : sidesOf(textOf(input['aspect_ratio']) || textOf(input['size']) || '1:1', 640);
  const words = textOf(input['prompt']) || 'the same picture';
  return workOnPictures(gateway, {
    model: id,
    prompt: words,
    ...size,
    count: numberOf(input['num_outputs'], 1),
    jpeg: input['output_format'] === 'jpg',
    references,
  });
}

async function film(gateway: Gateway, id: string, input: Input): Promise<TaskOutcome> {
  const shape = { width: 384, height: 216, seconds: 5 };
  const images = picture.safeParse(input['first_frame_image']).success ? [textOf(input['first_frame_image'])] : [];
  return workOnFilm(gateway, { model: id, prompt: textOf(input['prompt']), shape, images });
}

async function drawing(gateway: Gateway, id: string, input: Input): Promise<TaskOutcome> {
  const words = textOf(input['prompt'])
    .replace(/[<>&"]/g, ' ')
    .slice(0, 60);
  const circles = [...words].map((letter, index) => {
    const code = letter.charCodeAt(0);
    return `<circle cx="${(code * 37) % 512}" cy="${(code * 71 + index * 40) % 512}" r="${12 + (code % 40)}" fill="hsl(${(code * 13) % 360} 70% 60%)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512"><title>${words}</title>${circles.join('')}</svg>`;
  const file = await gateway.files.put(Buffer.from(svg), 'svg', 'image/svg+xml', id);
  return { state: 'done', files: [file] };
}

async function sound(gateway: Gateway, id: string, input: Input): Promise<TaskOutcome> {
  return { state: 'done', files: [await recordSpeech(gateway, { model: id, text: textOf(input['prompt_a']) })] };
}

const kontext: ReplicateModel = {
  single: true,
  input: z.strictObject({
    prompt,
    input_image: picture.optional(),
    aspect_ratio: ratio,
    output_format: format,
    safety_tolerance: safety,
    prompt_upsampling: z.boolean().optional(),
    seed,
  }),
  work: pictures,
};
const multi: ReplicateModel = {
  single: true,
  input: z.strictObject({
    prompt,
    input_image_1: picture,
    input_image_2: picture,
    aspect_ratio: ratio,
    output_format: format,
    safety_tolerance: whole(0, 2),
    seed,
  }),
  work: pictures,
};
const imagen: ReplicateModel = {
  single: true,
  input: z.strictObject({
    prompt,
    aspect_ratio: z.enum(['1:1', '9:16', '16:9', '3:4', '4:3']).optional(),
    output_format: format,
    safety_filter_level: z.enum(['block_low_and_above', 'block_medium_and_above', 'block_only_high']).optional(),
  }),
  work: pictures,
};
const recraft = {
  prompt,
  size: z
    .string()
    .regex(/^\d+x\d+$/)
    .optional(),
  aspect_ratio: ratio,
  style: z.string().optional(),
};
const lora: ReplicateModel = {
  input: z.strictObject({
    prompt,
    hf_lora: z.string().optional(),
    lora_scale: part(-1, 3),
    num_outputs: whole(1, 4),
    aspect_ratio: ratio,
    guidance_scale: part(0, 10),
    num_inference_steps: whole(1, 50),
    output_format: format,
    output_quality: quality,
    seed,
  }),
  work: pictures,
};
const diffusion: ReplicateModel = {
  input: z.strictObject({
    prompt: prompt.optional(),
    width: whole(64, 1536),
    height: whole(64, 1536),
    negative_prompt: z.string().optional(),
    scheduler: z.string().optional(),
    num_outputs: whole(1, 4),
    guidance_scale: part(1, 50),
    num_inference_steps: whole(1, 500),
    seed,
  }),
  work: pictures,
};
const fill = { image: picture, mask: picture.optional(), prompt, guidance: part(0, 100), seed, output_format: format };

/** The models that the gateway lists (PROTOCOL 6.1). */
export const replicateModels: Readonly<Record<string, ReplicateModel>> = {
  'black-forest-labs/flux-kontext-pro': kontext,
  'black-forest-labs/flux-kontext-max': kontext,
  'black-forest-labs/flux-kontext-dev': kontext,
  'flux-kontext-apps/multi-image-kontext-pro': multi,
  'flux-kontext-apps/multi-image-kontext-max': multi,
  'black-forest-labs/flux-1.1-pro-ultra': {
    single: true,
    input: z.strictObject({
      prompt,
      aspect_ratio: ratio,
      raw: z.boolean().optional(),
      image_prompt: picture.optional(),
      image_prompt_strength: part(0, 1),
      safety_tolerance: whole(1, 6),
      output_format: format,
      seed,
    }),
    work: pictures,
  },
  'black-forest-labs/flux-fill-dev': {
    input: z.strictObject({ ...fill, num_outputs: whole(1, 4), num_inference_steps: whole(1, 50) }),
    work: pictures,
  },
  'black-forest-labs/flux-fill-pro': {
    single: true,
    input: z.strictObject({ ...fill, steps: whole(15, 50), outpaint: z.string().optional(), safety_tolerance: safety }),
    work: pictures,
  },
  'google/imagen-4': imagen,
  'google/imagen-4-fast': imagen,
  'google/imagen-4-ultra': imagen,
  'ideogram-ai/ideogram-v2-turbo': {
    single: true,
    input: z.strictObject({
      prompt,
      aspect_ratio: ratio,
      resolution: z.string().optional(),
      style_type: z.string().optional(),
      magic_prompt_option: z.enum(['Auto', 'On', 'Off']).optional(),
      negative_prompt: z.string().optional(),
      seed,
    }),
    work: pictures,
  },
  'recraft-ai/recraft-v3': { single: true, input: z.strictObject(recraft), work: pictures },
  'recraft-ai/recraft-v3-svg': { single: true, input: z.strictObject(recraft), ending: 'svg', work: drawing },
  'lucataco/flux-dev-lora': lora,
  'lucataco/flux-schnell-lora': lora,
  'lucataco/remove-bg': {
    single: true,
    input: z.strictObject({ image: picture }),
    async work(gateway, id, input) {
      const files = await paint(gateway, {
        model: id,
        prompt: 'without background',
        width: 512,
        height: 512,
        count: 1,
        references: [textOf(input['image'])],
      });
      return { state: 'done', files };
    },
  },
  'stability-ai/sdxl': diffusion,
  'stability-ai/stable-diffusion': diffusion,
  'minimax/video-01': {
    single: true,
    input: z.strictObject({ prompt, prompt_optimizer: z.boolean().optional(), first_frame_image: picture.optional() }),
    ending: 'mp4',
    work: film,
  },
  'minimax/video-01-live': {
    single: true,
    input: z.strictObject({ prompt, prompt_optimizer: z.boolean().optional(), first_frame_image: picture }),
    ending: 'mp4',
    work: film,
  },
  'riffusion/riffusion': {
    single: true,
    input: z.strictObject({
      prompt_a: prompt,
      prompt_b: z.string().optional(),
      alpha: part(0, 1),
      denoising: part(0, 1),
      num_inference_steps: whole(1, 500),
      seed_image_id: z.string().optional(),
    }),
    ending: 'mp3',
    work: sound,
  },
};

/** Models that are called by a version alone. */
export const replicateVersions: Readonly<Record<string, string>> = {};
