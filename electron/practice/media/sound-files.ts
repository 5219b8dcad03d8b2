import { type Sound, toPcm, writeMp3, writeWav } from './audio.ts';
import { writeFlac } from './flac.ts';

interface SoundFileType {
  readonly mime: string;
  /** The comment goes into the file where its format has a place for one. */
  write(sound: Sound, comment: string): Uint8Array | Promise<Uint8Array>;
}

export type SoundFormat = 'mp3' | 'wav' | 'flac' | 'pcm';

/** The formats in which the gateway speaks. */
export const soundFiles: Readonly<Record<SoundFormat, SoundFileType>> = {
  mp3: { mime: 'audio/mpeg', write: writeMp3 },
  wav: { mime: 'audio/wav', write: writeWav },
  flac: { mime: 'audio/flac', write: writeFlac },
  pcm: { mime: 'audio/pcm', write: toPcm },
};
