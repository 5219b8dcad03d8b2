import { convertIndexedToRgb, decode as decodePng, encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';

/** A picture as red, green, blue and alpha of each pixel, 8 bits each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Larger pictures are not taken apart: each pixel takes 4 bytes, several times over. */
const mostPixels = 100_000_000;
const memoryMegabytes = 1024;

/** Reads a PNG or JPEG upright, as its EXIF data says. Throws for what it cannot read. */
export function readPixels(bytes: Buffer, mime: string): Pixels {
  if (mime === 'image/jpeg') {
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: true,
      maxResolutionInMP: mostPixels / 1e6,
      maxMemoryUsageInMB: memoryMegabytes,
    });
    return turned({ width, height, data }, orientationOf(bytes));
  }
  const head = bytes.subarray(16, 24);
  if (head.length === 8 && head.readUInt32BE(0) * head.readUInt32BE(4) > mostPixels) throw new Error('too many pixels');
  const image = decodePng(bytes);
  const { width, height, depth } = image;
  const channels = image.palette === undefined ? image.channels : (image.palette[0]?.length ?? 3);
  const samples = image.palette === undefined ? image.data : convertIndexedToRgb(image);
  if (depth !== 8 && depth !== 16 && image.palette === undefined) throw new Error('unusual depth');
  const shift = depth === 16 && image.palette === undefined ? 8 : 0;
  const data = new Uint8Array(width * height * 4);
  const isGrey = channels < 3;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * channels;
    const to = pixel * 4;
    for (let colour = 0; colour < 3; colour += 1)
      data[to + colour] = (samples[from + (isGrey ? 0 : colour)] ?? 0) >> shift;
    const hasAlpha = channels === 2 || channels === 4;
    data[to + 3] = hasAlpha ? (samples[from + channels - 1] ?? 255) >> shift : 255;
  }
  return { width, height, data };
}

/** Whether any pixel is not fully there. */
export function isTransparent({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}

export function writePixels(
  { width, height, data }: Pixels,
  mime: 'image/png' | 'image/jpeg',
  quality: number,
): Buffer {
  if (mime === 'image/jpeg') return jpeg.encode({ width, height, data }, quality).data;
  return Buffer.from(encodePng({ width, height, data, depth: 8, channels: 4 }));
}

/** The parts of a picture in a grid, row by row; the last of a row or column takes what is left over. */
export function cells(source: Pixels, rows: number, columns: number): Pixels[] {
  const edges = (length: number, count: number): number[] =>
    Array.from({ length: count + 1 }, (_, index) => (index === count ? length : index * Math.floor(length / count)));
  const across = edges(source.width, columns);
  const down = edges(source.height, rows);
  return down.slice(1).flatMap((bottom, row) =>
    across.slice(1).map((right, column) => {
      const [left, top] = [across[column] ?? 0, down[row] ?? 0];
      const width = right - left;
      const height = bottom - top;
      const data = new Uint8Array(width * height * 4);
      for (let y = 0; y < height; y += 1) {
        const from = ((top + y) * source.width + left) * 4;
        data.set(source.data.subarray(from, from + width * 4), y * width * 4);
      }
      return { width, height, data };
    }),
  );
}

/** A smaller picture: each pixel is the mean of those that it stands for, transparent ones counting less. */
export function shrink(source: Pixels, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * source.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * source.height) / height));
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * source.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * source.width) / width));
      mean(source, left, right, top, bottom, data, (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

function mean(
  { width, data }: Pixels,
  left: number,
  right: number,
  top: number,
  bottom: number,
  into: Uint8Array,
  at: number,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const from = (y * width + x) * 4;
      const weight = data[from + 3] ?? 0;
      red += (data[from] ?? 0) * weight;
      green += (data[from + 1] ?? 0) * weight;
      blue += (data[from + 2] ?? 0) * weight;
      alpha += weight;
    }
  }
  if (alpha > 0) {
    into[at] = Math.round(red / alpha);
    into[at + 1] = Math.round(green / alpha);
    into[at + 2] = Math.round(blue / alpha);
  }
  into[at + 3] = Math.round(alpha / ((right - left) * (bottom - top)));
}

/** How a camera was held: 1 upright, to 8. */
function orientationOf(bytes: Buffer): number {
  let at = 2;
  while (at + 10 < bytes.length && bytes[at] === 0xff) {
    const length = bytes.readUInt16BE(at + 2);
    if (bytes[at + 1] === 0xe1 && bytes.toString('latin1', at + 4, at + 8) === 'Exif') {
      return orientationIn(bytes.subarray(at + 10, at + 2 + length));
    }
    at += 2 + length;
  }
  return 1;
}

function orientationIn(tiff: Buffer): number {
  if (tiff.length < 8) return 1;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (offset: number): number =>
    offset + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(offset) : tiff.readUInt16BE(offset);
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(first); entry += 1) {
    const offset = first + 2 + entry * 12;
    if (short(offset) === 0x0112) return short(offset + 8);
  }
  return 1;
}

/** Where a pixel of the upright picture is in the one that was stored. */
const places: Readonly<Record<number, (x: number, y: number, width: number, height: number) => [number, number]>> = {
  2: (x, y, width) => [width - 1 - x, y],
  3: (x, y, width, height) => [width - 1 - x, height - 1 - y],
  4: (x, y, _width, height) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _width, height) => [y, height - 1 - x],
  7: (x, y, width, height) => [width - 1 - y, height - 1 - x],
  8: (x, y, width) => [width - 1 - y, x],
};

function turned(source: Pixels, orientation: number): Pixels {
  const place = places[orientation];
  if (place === undefined) return source;
  const isOnItsSide = orientation >= 5;
  const width = isOnItsSide ? source.height : source.width;
  const height = isOnItsSide ? source.width : source.height;
  const from = new Uint32Array(source.data.buffer, source.data.byteOffset, source.width * source.height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [sourceX, sourceY] = place(x, y, source.width, source.height);
      to[y * width + x] = from[sourceY * source.width + sourceX] ?? 0;
    }
  }
  return { width, height, data: new Uint8Array(to.buffer) };
}
