import jpeg from 'jpeg-js';
import type { Canvas } from './canvas.ts';

/** Writes a canvas as a JPEG that is marked as practice, transparent parts as they are below; `quality` 0 to 100. */
export function encodeJpeg(canvas: Canvas, quality: number): Uint8Array {
  const comments = ['PRACTICE: made by the Patchbay practice gateway'];
  return jpeg.encode({ ...canvas, comments }, Math.max(1, quality)).data;
}
