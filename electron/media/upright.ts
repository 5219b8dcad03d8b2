import type { Pixels } from './pixels.ts';

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

/** A photo turned as it is to be looked at. */
export function upright(source: Pixels, jpeg: Buffer): Pixels {
  const orientation = orientationOf(jpeg);
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
