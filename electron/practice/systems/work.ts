import type { StoredFile } from '../files.ts';
import type { Gateway } from '../gateway.ts';
import { readWav, resample, SPEECH_RATE } from '../media/audio.ts';
import { makePicture, pictureSeed } from '../media/picture.ts';
import { type SoundFormat, soundFiles } from '../media/sound-files.ts';
import { speak } from '../media/speech.ts';
import { readReferences } from '../routes/references.ts';
import type { TaskOutcome } from '../tasks.ts';

/** Pictures to make; `references` are addresses or data URLs. */
export interface PictureWork {
  readonly model: string;
  readonly prompt: string;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly references?: readonly string[];
  /** As JPEG instead of PNG. */
  readonly jpeg?: boolean;
}

/** Paints pictures and stores them. Throws the 400 for a reference that cannot be had. */
export async function paint(gateway: Gateway, work: PictureWork): Promise<StoredFile[]> {
  const bases = await readReferences(gateway, work.references ?? [], 'image');
  const files: StoredFile[] = [];
  for (let index = 0; index < work.count; index += 1) {
    const bytes = await makePicture({
      text: work.prompt,
      width: work.width,
      height: work.height,
      seed: pictureSeed(gateway.settings.seed, work.model, index),
      base: bases[index % Math.max(1, bases.length)],
      ...(work.jpeg === true && { jpeg: 90 }),
    });
    const [ending, mime] = work.jpeg === true ? ['jpg', 'image/jpeg'] : ['png', 'image/png'];
    files.push(await gateway.files.put(bytes, ending, mime, work.model));
  }
  return files;
}

/** The same as a task's work. */
export async function workOnPictures(gateway: Gateway, work: PictureWork): Promise<TaskOutcome> {
  return { state: 'done', files: await paint(gateway, work) };
}

/** A text to speak, by one of OpenAI's voices. */
export interface SpeechWork {
  readonly model: string;
  readonly text: string;
  readonly voice?: string;
  readonly format?: SoundFormat;
}

/** Speaks a text and stores the sound: what practice gives for music and noises too. */
export async function recordSpeech(gateway: Gateway, work: SpeechWork): Promise<StoredFile> {
  const { model, text, voice = 'alloy', format = 'mp3' } = work;
  const sound = resample(readWav(await speak({ text, voice, speed: 1 })), SPEECH_RATE);
  const comment = `Practice: ${model}`;
  const { mime, write } = soundFiles[format];
  return gateway.files.put(await write(sound, comment), format, mime, model);
}

/** Width and height for a ratio such as `16:9` whose longer side has so many pixels; a square for anything else. */
export function sidesOf(ratio: string, longer: number): { width: number; height: number } {
  const [left = 0, right = 0] = ratio.split(/[:x]/).map(Number);
  if (!(left > 0 && right > 0)) return { width: longer, height: longer };
  const even = (value: number) => Math.max(16, Math.round(value / 2) * 2);
  return left >= right
    ? { width: longer, height: even((longer * right) / left) }
    : { width: even((longer * left) / right), height: longer };
}
