import { encode } from 'fast-png';

/** A plain PNG. */
export function png(width: number, height: number, shade = 0): Buffer {
  const data = new Uint8Array(width * height * 3).fill(shade);
  return Buffer.from(encode({ width, height, data, channels: 3, depth: 8 }));
}

/** A second of silence for each second asked for. */
export function wav(seconds: number): Buffer {
  const rate = 8000;
  const data = Buffer.alloc(rate * seconds);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

function box(type: string, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

/** The boxes of an MP4 that describe one silent video track; there are no pictures in it. */
export function mp4(width: number, height: number, seconds: number, turned = false): Buffer {
  const movie = Buffer.alloc(100);
  movie.writeUInt32BE(1000, 12);
  movie.writeUInt32BE(seconds * 1000, 16);
  const track = Buffer.alloc(84);
  const one = 0x0001_0000;
  track.writeInt32BE(turned ? 0 : one, 40);
  track.writeInt32BE(turned ? one : 0, 44);
  track.writeUInt32BE(width * 65_536, 76);
  track.writeUInt32BE(height * 65_536, 80);
  const handler = Buffer.alloc(25);
  handler.write('vide', 8, 'latin1');
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\x01isomavc1', 'latin1')),
    box('free', Buffer.alloc(100)),
    box('moov', box('mvhd', movie), box('trak', box('tkhd', track), box('mdia', box('hdlr', handler)))),
  ]);
}

export const svg =
  '<?xml version="1.0"?>\n<!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"></svg>';
export const page = '<!DOCTYPE html>\n<html><head><title>console</title></head></html>';
