import { createHash } from 'node:crypto';
import { type Sound, toPcm } from './audio.ts';

/** Samples in a frame. */
const BLOCK = 4096;

/**
 * A FLAC of one channel and 16 bits with a comment (RFC 9639). Its samples stand in it as they are: nothing is packed, as
 * every player reads that too.
 */
export function writeFlac(sound: Sound, comment: string): Uint8Array {
  const pcm = Buffer.from(toPcm(sound));
  const frames: Buffer[] = [];
  for (let at = 0; at * 2 < pcm.length; at += BLOCK) {
    frames.push(frame(pcm.subarray(at * 2, (at + BLOCK) * 2), frames.length));
  }
  return Buffer.concat([Buffer.from('fLaC'), streamInfo(sound, pcm), vorbisComment(comment), ...frames]);
}

function block(type: number, isLast: boolean, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  head[0] = type | (isLast ? 0x80 : 0);
  return Buffer.concat([head, content]);
}

function streamInfo({ rate, samples }: Sound, pcm: Buffer): Buffer {
  const content = Buffer.alloc(34);
  content.writeUInt16BE(BLOCK, 0);
  content.writeUInt16BE(BLOCK, 2);
  // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of the number of samples.
  content.writeBigUInt64BE((BigInt(rate) << 44n) | (15n << 36n) | BigInt(samples.length), 10);
  createHash('md5').update(pcm).digest().copy(content, 18);
  return block(0, false, content);
}

function vorbisComment(comment: string): Buffer {
  const texts = ['Patchbay practice', `COMMENT=${comment}`].map((text) => Buffer.from(text));
  const [vendor, field] = texts.map((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return Buffer.concat([length, text]);
  });
  const count = Buffer.from([1, 0, 0, 0]);
  return block(4, true, Buffer.concat([vendor ?? count, count, field ?? count]));
}

/** One frame: its head with a checksum, one channel word for word, a checksum of all. */
function frame(pcm: Buffer, number: number): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(pcm.length / 2 - 1);
  // The number is written as UTF-8 writes a character.
  const head = Buffer.concat([Buffer.from([0xff, 0xf8, 0x70, 0x08]), Buffer.from(String.fromCodePoint(number)), size]);
  const samples = Buffer.from(pcm).swap16();
  const body = Buffer.concat([head, Buffer.from([checksum(head, 8, 0x07), 0x02]), samples]);
  const end = Buffer.alloc(2);
  end.writeUInt16BE(checksum(body, 16, 0x8005));
  return Buffer.concat([body, end]);
}

function checksum(bytes: Buffer, width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1);
  const mask = 2 ** width - 1;
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ ((sum & top) === 0 ? 0 : polynomial)) & mask;
  }
  return sum;
}
