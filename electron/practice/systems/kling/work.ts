import type { StoredFile } from '../../files.ts';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { workOnFilm } from '../../routes/film-work.ts';
import type { TaskOutcome } from '../../tasks.ts';
import { recordSpeech, sidesOf, workOnPictures } from '../work.ts';
import type { KlingFunction } from './orders.ts';

/** What the work reads of any function's fields. */
export interface KlingInput {
  readonly model_name?: string;
  readonly prompt?: string;
  readonly text?: string;
  readonly voice_name?: string;
  readonly aspect_ratio?: string;
  readonly duration?: string | number;
  readonly n?: number;
  readonly sound?: string;
  readonly cfg_scale?: number;
  readonly image?: string;
  readonly image_tail?: string;
  readonly image_url?: string;
  readonly human_image?: string;
  readonly cloth_image?: string;
  readonly image_list?: readonly { readonly image?: string; readonly image_url?: string }[];
  readonly subject_image_list?: readonly { readonly subject_image: string }[];
  readonly input?: { readonly image?: string; readonly images?: readonly string[] };
  readonly audio_id?: string;
  readonly sound_file?: string;
  readonly video_id?: string;
  readonly video_url?: string;
  readonly voice_url?: string;
  readonly external_task_id?: string;
}

/** All pictures among the fields, bare base64 as data URLs. */
function picturesOf(input: KlingInput): string[] {
  const listed = [
    ...(input.image_list ?? []).flatMap(({ image, image_url: url }) => [image, url]),
    ...(input.subject_image_list ?? []).map(({ subject_image: image }) => image),
    ...(input.input?.images ?? []),
  ];
  const single = [
    input.image,
    input.image_tail,
    input.image_url,
    input.human_image,
    input.cloth_image,
    input.input?.image,
  ];
  return [...single, ...listed]
    .filter((picture) => picture !== undefined)
    .map((picture) => (/^https?:/.test(picture) ? picture : `data:image/png;base64,${picture}`));
}

/** Makes what a function makes. */
export async function workOn(
  gateway: Gateway,
  makes: KlingFunction['makes'],
  model: string,
  input: KlingInput,
): Promise<TaskOutcome> {
  const prompt = input.prompt ?? input.text ?? input.voice_name ?? 'practice';
  const pictures = picturesOf(input);
  if (makes === 'images') {
    const size = sidesOf(input.aspect_ratio ?? '1:1', 640);
    return workOnPictures(gateway, { model, prompt, ...size, count: input.n ?? 1, references: pictures });
  }
  if (makes === 'audios') {
    const text = prompt.slice(0, 200);
    const mp3 = await recordSpeech(gateway, { model, text });
    return { state: 'done', files: [mp3, await recordSpeech(gateway, { model, text, format: 'wav' })] };
  }
  const shape = { ...sidesOf(input.aspect_ratio ?? '16:9', 384), seconds: Number(input.duration ?? 5) };
  return workOnFilm(gateway, { model, prompt, shape, images: pictures });
}

/** A finished task's result. */
export function resultOf(
  gateway: Gateway,
  makes: KlingFunction['makes'],
  id: string,
  files: readonly StoredFile[],
  input: KlingInput,
): Record<string, unknown> {
  const url = (file: StoredFile | undefined): string => (file === undefined ? '' : fileUrl(gateway, file));
  if (makes === 'images') return { images: files.map((file, index) => ({ index, url: url(file) })) };
  if (makes === 'videos') return { videos: [{ id, url: url(files[0]), duration: String(input.duration ?? 5) }] };
  const audio = { id, url_mp3: url(files[0]), url_wav: url(files[1]), url: url(files[0]), duration: '5' };
  if (input.voice_name !== undefined) {
    return { voices: [{ voice_id: id, voice_name: input.voice_name, trial_url: audio.url, owned_by: 'practice' }] };
  }
  return { audios: [audio] };
}
