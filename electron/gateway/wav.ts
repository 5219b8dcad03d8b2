/** Bare sound samples of 16 bits. `rate` in Hz. */
export interface SampleFormat {
  readonly rate: number;
  readonly channels: number;
}

/** The speech that gateways send without a head. Source: PROTOCOL 11. */
const usual: SampleFormat = { rate: 24_000, channels: 1 };

const bareSamples = /^audio\/(?:l16|pcm|x-pcm|raw)\b/i;

/** The format that a mime type such as `audio/L16;rate=24000` tells; undefined when it is of no bare samples. */
export function samplesOfMime(mime: string, otherwise: SampleFormat = usual): SampleFormat | undefined {
  if (!bareSamples.test(mime)) return undefined;
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(mime)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  return {
    rate: number(/rate=(\d+)/i) ?? otherwise.rate,
    channels: number(/channels=(\d+)/i) ?? otherwise.channels,
  };
}

/** Whether a content begins like WAV, MP3, AAC, FLAC, Ogg or MP4. */
function isSoundFile(content: Buffer): boolean {
  const word = content.subarray(0, 12).toString('latin1');
  if (/^(?:RIFF|ID3|fLaC|OggS)/.test(word) || word.slice(4, 8) === 'ftyp') return true;
  const [first, second = 0, third = 0] = content;
  if (first !== 0xff || second < 0xe0) return false;
  // Bare samples begin with such bytes, too, when the first are just below zero: the rest of the head must make sense.
  const isAac = (second & 0xf6) === 0xf0;
  const [layer, bitrate, rate] = [(second >> 1) & 3, third >> 4, (third >> 2) & 3];
  return isAac || (layer !== 0 && bitrate !== 0 && bitrate !== 15 && rate !== 3);
}

/** A WAV file of bare samples of 16 bits. What is a sound file already stays as it is. */
export function wavOfPcm(samples: Buffer, { rate, channels }: SampleFormat = usual): Buffer {
  if (isSoundFile(samples)) return samples;
  const frame = channels * 2;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * frame, 28);
  head.writeUInt16LE(frame, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
