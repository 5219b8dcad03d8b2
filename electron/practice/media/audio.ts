import { setImmediate as nextTurn } from 'node:timers/promises';
import { createMp3Encoder } from 'wasm-media-encoders';

/** Sound of one channel: samples from -1 to 1. */
export interface Sound {
  /** Samples a second. */
  readonly rate: number;
  readonly samples: Float32Array;
}

/** The rate at which speech leaves the gateway, as OpenAI's does. */
export const SPEECH_RATE = 24_000;
/** Seconds: what is shorter is filled up with silence, since an MP3 of no sound is no MP3. */
const SHORTEST = 0.25;

/** Reads a WAV of 16 bits and one channel, also one whose lengths are not filled in. Throws on anything else. */
export function readWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (offset: number) => String.fromCharCode(...bytes.subarray(offset, offset + 4));
  let rate = 0;
  for (let offset = 12; offset + 8 <= bytes.length; ) {
    const size = view.getUint32(offset + 4, true);
    if (name(offset) === 'fmt ') {
      if (view.getUint16(offset + 10, true) !== 1 || view.getUint16(offset + 22, true) !== 16) break;
      rate = view.getUint32(offset + 12, true);
    }
    if (name(offset) === 'data' && rate > 0) {
      const length = Math.floor(Math.min(size, bytes.length - offset - 8) / 2);
      const samples = Float32Array.from({ length }, (_, index) => view.getInt16(offset + 8 + index * 2, true) / 32768);
      return { rate, samples };
    }
    offset += 8 + size + (size % 2);
  }
  throw new Error('not a mono WAV of 16 bits');
}

/** The same sound at another rate, straight lines between the samples, at least a quarter of a second long. */
export function resample(sound: Sound, rate: number): Sound {
  const length = Math.max(SHORTEST * rate, Math.floor((sound.samples.length * rate) / sound.rate));
  const samples = new Float32Array(length);
  for (let index = 0; index < length; index += 1) {
    const position = (index * sound.rate) / rate;
    const left = Math.floor(position);
    const first = sound.samples[left] ?? 0;
    samples[index] = first + ((sound.samples[left + 1] ?? first) - first) * (position - left);
  }
  return { rate, samples };
}

/** Sound as signed 16-bit little-endian samples. */
export function toPcm(sound: Sound): Uint8Array {
  const result = new DataView(new ArrayBuffer(sound.samples.length * 2));
  for (const [index, sample] of sound.samples.entries()) {
    result.setInt16(index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
  }
  return new Uint8Array(result.buffer);
}

/** A WAV with a comment in an ID3 chunk. */
export function writeWav(sound: Sound, comment: string): Uint8Array {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(sound.rate, 4);
  format.writeUInt32LE(sound.rate * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const chunks = [riff('fmt ', format), riff('data', toPcm(sound)), riff('ID3 ', id3(comment))];
  return riff('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

/** An MP3 (LAME, 64 kbit/s) with a comment in front (ID3v2.3, UTF-16). */
export async function writeMp3(sound: Sound, comment: string): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: sound.rate === 24_000 ? 24_000 : 22_050, channels: 1, bitrate: 64 });
  const parts: Uint8Array[] = [id3(comment)];
  const step = sound.rate * 10;
  for (let start = 0; start < sound.samples.length; start += step) {
    parts.push(encoder.encode([sound.samples.subarray(start, start + step)]).slice());
    await nextTurn();
  }
  parts.push(encoder.finalize().slice());
  return Buffer.concat(parts);
}

/** An ID3v2.3 tag with one COMM frame (id3.org, ID3v2.3.0, 4.11). */
function id3(comment: string): Buffer {
  const unicode = (content: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(content, 'utf16le')]);
  const content = Buffer.concat([Buffer.of(1), Buffer.from('eng'), unicode('\0'), unicode(comment)]);
  const frame = Buffer.alloc(10);
  frame.write('COMM', 'latin1');
  frame.writeUInt32BE(content.length, 4);
  const size = content.length + 10;
  const header = Buffer.from([
    0x49,
    0x44,
    0x33,
    3,
    0,
    0,
    (size >> 21) & 127,
    (size >> 14) & 127,
    (size >> 7) & 127,
    size & 127,
  ]);
  return Buffer.concat([header, frame, content]);
}

function riff(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
