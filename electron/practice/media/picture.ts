import { digest } from '../random.ts';
import { type Canvas, cover, createCanvas, paste } from './canvas.ts';
import { drawable, drawText, textWidth } from './font.ts';
import { encodeJpeg } from './jpeg.ts';
import { encodePng } from './png.ts';
import { paintScene } from './scene.ts';

/** What picture to make. `seed` tells pictures of the same text apart; `base` is a reference picture to start from. */
export interface PictureOrder {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly seed: string;
  readonly base?: Canvas | undefined;
  readonly transparent?: boolean;
  /** A JPEG of this quality, 0 to 100, instead of a PNG. */
  readonly jpeg?: number | undefined;
}

/** Paints a landscape, or the reference picture with an inset of one, and writes PRACTICE and the first words of the text on it. */
export function paintPicture(order: PictureOrder): Canvas {
  const { width, height, text, seed, base } = order;
  let canvas = createCanvas(width, height);
  if (base) {
    canvas = cover(base, width, height);
    const inset = createCanvas(Math.round(width * 0.36), Math.round(height * 0.36));
    paintScene(inset, text, seed);
    paste(canvas, inset, Math.round(width * 0.6), Math.round(height * 0.06));
  } else paintScene(canvas, text, seed, order.transparent ?? false);
  label(canvas, text);
  return canvas;
}

/** Like `paintPicture`, as a file. */
export async function makePicture(order: PictureOrder): Promise<Uint8Array> {
  if (order.jpeg !== undefined) return encodeJpeg(paintPicture(order), order.jpeg);
  return encodePng(paintPicture(order), order.transparent ?? false);
}

/** A picture of 2 × 2 pictures, each as `makePicture` would make it with the seeds given. */
export function makeGrid(order: PictureOrder, seeds: readonly string[]): Promise<Uint8Array> {
  const canvas = createCanvas(order.width, order.height);
  const [width, height] = [Math.floor(order.width / 2), Math.floor(order.height / 2)];
  for (const [index, seed] of seeds.slice(0, 4).entries()) {
    const quarter = paintPicture({ ...order, width, height, seed });
    paste(canvas, quarter, (index % 2) * width, Math.floor(index / 2) * height);
  }
  return encodePng(canvas);
}

/** Writes the word PRACTICE into the lower left corner and the first words of a text above it. */
export function label(canvas: Canvas, text: string): void {
  const scale = Math.max(1, Math.round(Math.min(canvas.width, canvas.height) / 220));
  const margin = scale * 6;
  const bottom = canvas.height - margin - scale * 8;
  shadowed(canvas, 'PRACTICE', margin, bottom, scale, 0.9);
  const room = Math.floor((canvas.width - margin * 2) / textWidth('X', scale));
  const words = drawable(text);
  const cut = words.length > room ? `${words.slice(0, Math.max(0, room - 2))}..` : words;
  shadowed(canvas, cut, margin, bottom - scale * 10, scale, 0.7);
}

function shadowed(canvas: Canvas, text: string, left: number, top: number, scale: number, opacity: number): void {
  const offset = Math.max(1, Math.round(scale / 2));
  drawText(canvas, text, left + offset, top + offset, scale, [0, 0, 0], 0.55);
  drawText(canvas, text, left, top, scale, [255, 255, 255], opacity);
}

/** A seed for one of several pictures of an order. */
export function pictureSeed(...parts: readonly (string | number)[]): string {
  return digest(parts.join('|'), 16);
}
