import type { MediaConversion } from '#core/gateway/contract';
import { cells, isTransparent, type Pixels, shrink, writePixels } from './pixels.ts';
import { readPixels } from './read-pixels.ts';

/** Why a picture cannot be made into what is wanted. */
export type PictureFaultKind = 'unreadable' | 'not-small-enough' | 'too-small-to-split';

export class PictureFault extends Error {
  constructor(
    readonly kind: PictureFaultKind,
    cause?: unknown,
  ) {
    super(kind, { cause });
  }
}

/** Tries before it is given up to make a picture small enough. */
const mostTries = 12;
const qualities = [92, 85, 75];
/** Nothing visible is lost by cutting. */
const splitQuality = 95;

/**
 * A picture as a call takes it: a PNG or JPEG, no larger than allowed in sides, pixels and bytes. The ratio stays, and
 * nothing is made larger.
 * @throws PictureFault when it cannot be read or does not become small enough
 */
export async function convertPicture(bytes: Buffer, mime: string, wanted: MediaConversion): Promise<Buffer> {
  let pixels = await read(bytes, mime);
  const { maxBytes = Number.POSITIVE_INFINITY, types } = wanted;
  pixels = within(pixels, scaleFor(pixels, wanted));
  // A JPEG has no transparency, so a picture with some only becomes one when there is nothing else.
  const mayBeJpeg = types.includes('image/jpeg') && (!types.includes('image/png') || !isTransparent(pixels));
  const prefersPng = types.includes('image/png') && (mime !== 'image/jpeg' || !mayBeJpeg);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const candidates: (() => Buffer)[] = [
      ...(prefersPng ? [() => writePixels(pixels, 'image/png', 100)] : []),
      ...(mayBeJpeg ? qualities.map((quality) => () => writePixels(onWhite(pixels), 'image/jpeg', quality)) : []),
    ];
    for (const make of candidates) {
      const made = make();
      if (made.length <= maxBytes) return made;
    }
    pixels = within(pixels, 0.8);
  }
  throw new PictureFault('not-small-enough');
}

/**
 * The parts of a picture in a grid, row by row, in its own format.
 * @throws PictureFault when it cannot be read or has fewer pixels than parts
 */
export async function splitPicture(bytes: Buffer, mime: string, rows: number, columns: number): Promise<Buffer[]> {
  const pixels = await read(bytes, mime);
  if (pixels.width < columns || pixels.height < rows) throw new PictureFault('too-small-to-split');
  const type = mime === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  return cells(pixels, rows, columns).map((cell) => writePixels(cell, type, splitQuality));
}

async function read(bytes: Buffer, mime: string): Promise<Pixels> {
  try {
    return await readPixels(bytes, mime);
  } catch (error) {
    throw new PictureFault('unreadable', error);
  }
}

function scaleFor({ width, height }: Pixels, { maxSide, maxPixels }: MediaConversion): number {
  const bySide = maxSide === undefined ? 1 : maxSide / Math.max(width, height);
  const byPixels = maxPixels === undefined ? 1 : Math.sqrt(maxPixels / (width * height));
  return Math.min(1, bySide, byPixels);
}

function within(pixels: Pixels, scale: number): Pixels {
  if (scale >= 1) return pixels;
  const side = (length: number): number => Math.max(1, Math.floor(length * scale));
  return shrink(pixels, side(pixels.width), side(pixels.height));
}

function onWhite(pixels: Pixels): Pixels {
  if (!isTransparent(pixels)) return pixels;
  const data = new Uint8Array(pixels.data);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + 3] ?? 255) / 255;
    for (let colour = 0; colour < 3; colour += 1) {
      data[at + colour] = Math.round((data[at + colour] ?? 0) * alpha + 255 * (1 - alpha));
    }
    data[at + 3] = 255;
  }
  return { ...pixels, data };
}
