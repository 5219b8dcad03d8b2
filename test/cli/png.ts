import { encode } from 'fast-png';

/** A picture of one colour. */
export function encodePng(width: number, height: number): Uint8Array {
  return encode({ width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(120) });
}
