import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';

/** A picture as red, green, blue and alpha of each pixel, 8 bits each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
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
