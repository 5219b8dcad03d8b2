import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { decode } from 'fast-png';
import { type Canvas, createCanvas } from './canvas.ts';

const compress = promisify(deflate);
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const FILTER_UP = 2;

/** Writes a canvas as a PNG that is marked as practice. Off the main thread where it costs; RGB unless `transparent`. */
export async function encodePng(canvas: Canvas, transparent = false): Promise<Uint8Array> {
  const rows = filterRows(canvas, transparent ? 4 : 3);
  const pixels = await compress(rows, { level: 1 });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(canvas.width, 0);
  header.writeUInt32BE(canvas.height, 4);
  header.set([8, transparent ? 6 : 2, 0, 0, 0], 8);
  const comment = Buffer.from('Comment\0PRACTICE: made by the Patchbay practice gateway', 'latin1');
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('tEXt', comment),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Reads a PNG of 8 bits into a canvas; undefined for anything else. */
export function decodePng(bytes: Uint8Array): Canvas | undefined {
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) return undefined;
  try {
    const { width, height, data, channels, depth, palette } = decode(bytes);
    if (depth !== 8 || width * height > 40_000_000) return undefined;
    const canvas = createCanvas(width, height);
    const second = channels < 3 ? 0 : 1;
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const source = pixel * channels;
      const colour = palette?.[data[pixel] ?? 0];
      const target = pixel * 4;
      canvas.data[target] = colour?.[0] ?? data[source] ?? 0;
      canvas.data[target + 1] = colour?.[1] ?? data[source + second] ?? 0;
      canvas.data[target + 2] = colour?.[2] ?? data[source + second * 2] ?? 0;
      canvas.data[target + 3] = 255;
    }
    return canvas;
  } catch {
    return undefined;
  }
}

function filterRows(canvas: Canvas, channels: 3 | 4): Uint8Array {
  const { width, height, data } = canvas;
  const stride = width * channels + 1;
  const result = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    let target = y * stride;
    let source = y * width * 4;
    let above = source - width * 4;
    result[target] = FILTER_UP;
    target += 1;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        const before = y === 0 ? 0 : (data[above + channel] ?? 0);
        result[target] = (data[source + channel] ?? 0) - before;
        target += 1;
      }
      source += 4;
      above += 4;
    }
  }
  return result;
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
