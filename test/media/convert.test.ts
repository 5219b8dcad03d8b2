import { decode, encode } from 'fast-png';
import { imageSize } from 'image-size';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import type { MediaConversion } from '#core/gateway/contract';
import { convertPicture, splitPicture } from '#electron/media/pictures';
import { pictureFile } from '../support/pictures.ts';

const message = { en: '', zh: '' };
const wanted = (more: Partial<MediaConversion>): MediaConversion => ({
  types: ['image/png', 'image/jpeg'],
  message,
  ...more,
});

/** A picture with noise, so that it does not pack well; half of it is clear when asked for. */
function noise(width: number, height: number, clear = false): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: width * height * 4 }, (_, at) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return at % 4 === 3 ? (clear && at < width * height * 2 ? 0 : 255) : (state >>> 16) & 255;
  });
}

const png = (width: number, height: number, clear = false): Buffer =>
  Buffer.from(encode({ width, height, data: noise(width, height, clear), channels: 4, depth: 8 }));
const photo = (width: number, height: number): Buffer =>
  jpeg.encode({ width, height, data: noise(width, height) }, 90).data;

/** A JPEG that a camera was held sideways for. */
function sideways(width: number, height: number): Buffer {
  const plain = photo(width, height);
  const tiff = Buffer.from('49492a00080000000100120103000100000006000000000000000000', 'hex');
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]);
}

const toPng = wanted({ types: ['image/png'] });
const pixelsOf = async (bytes: Buffer, mime: string): Promise<number[]> => [
  ...decode(await convertPicture(bytes, mime, toPng)).data,
];

describe('a picture that does not fit', () => {
  it('becomes another type', async () => {
    const jpg = await convertPicture(png(40, 20), 'image/png', wanted({ types: ['image/jpeg'] }));
    expect(imageSize(jpg)).toMatchObject({ type: 'jpg', width: 40, height: 20 });
    expect(imageSize(await convertPicture(photo(40, 20), 'image/jpeg', toPng)).type).toBe('png');
  });

  it('becomes smaller in sides and pixels, in its own ratio', async () => {
    const small = await convertPicture(png(400, 200), 'image/png', wanted({ maxSide: 100 }));
    expect(imageSize(small)).toMatchObject({ type: 'png', width: 100, height: 50 });
    const few = await convertPicture(photo(400, 200), 'image/jpeg', wanted({ maxPixels: 5000 }));
    expect(imageSize(few)).toMatchObject({ width: 100, height: 50 });
  });

  it('becomes smaller in bytes: as a JPEG where nothing shows through, else with fewer pixels', async () => {
    const opaque = await convertPicture(png(300, 300), 'image/png', wanted({ maxBytes: 150_000 }));
    expect(opaque.length).toBeLessThanOrEqual(150_000);
    expect(imageSize(opaque)).toMatchObject({ type: 'jpg', width: 300 });
    const clear = await convertPicture(png(300, 300, true), 'image/png', wanted({ maxBytes: 50_000 }));
    expect(clear.length).toBeLessThanOrEqual(50_000);
    expect(imageSize(clear).type).toBe('png');
    expect(decode(clear).data[3]).toBe(0);
  });

  it('stands upright as the camera was held', async () => {
    expect(imageSize(await convertPicture(sideways(40, 20), 'image/jpeg', toPng))).toMatchObject({
      width: 20,
      height: 40,
    });
  });

  it('keeps its colours, grey and 16 bit too', async () => {
    const grey = Buffer.from(encode({ width: 2, height: 1, data: Uint8Array.from([0, 200]), channels: 1, depth: 8 }));
    expect(await pixelsOf(grey, 'image/png')).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
    const deep = encode({ width: 1, height: 1, data: Uint16Array.from([65_535, 256, 0]), channels: 3, depth: 16 });
    expect(await pixelsOf(Buffer.from(deep), 'image/png')).toEqual([255, 1, 0, 255]);
  });

  it('may be a WebP, a GIF, of which the first frame counts, or a BMP', async () => {
    const [red, blue, green, white] = [
      [255, 0, 0, 255],
      [0, 0, 255, 255],
      [0, 255, 0, 255],
      [255, 255, 255, 255],
    ] as const;
    const upper = [red, red, blue, blue].flat();
    expect(await pixelsOf(pictureFile('gif'), 'image/gif')).toEqual([...upper, ...upper]);
    const whole = [...upper, ...[green, green, white, white].flat()];
    expect(await pixelsOf(pictureFile('bmp'), 'image/bmp')).toEqual(whole);
    expect(await pixelsOf(pictureFile('bmp8'), 'image/bmp')).toEqual(whole);
    const webp = await pixelsOf(pictureFile('webp'), 'image/webp');
    const at = (x: number, y: number): number[] => webp.slice((y * 16 + x) * 4, (y * 16 + x) * 4 + 4);
    expect([webp.length, at(0, 7), at(8, 3), at(15, 7)]).toEqual([16 * 8 * 4, red, blue, [0, 0, 0, 0]]);
  });

  it('that cannot be read, or not become small enough, says so before anything is paid', async () => {
    const refused = { info: { code: 'input.invalid', billed: 'no' } };
    for (const [bytes, mime, more] of [
      [Buffer.from('no picture'), 'image/png', {}],
      [pictureFile('webp').subarray(0, 480), 'image/webp', {}],
      [pictureFile('gif').subarray(0, 60), 'image/gif', {}],
      [pictureFile('bmp').subarray(0, 60), 'image/bmp', {}],
      [pictureFile('bmp'), 'image/tiff', {}],
      [png(30, 30), 'image/png', { maxBytes: 10 }],
    ] as const) {
      await expect(convertPicture(bytes, mime, wanted(more)), mime).rejects.toMatchObject(refused);
    }
    await expect(splitPicture(png(3, 3), 'image/png', 1, 4)).rejects.toMatchObject(refused);
  });

  it('lets everything else go on meanwhile, and stops when it is not wanted any more', async () => {
    const large = jpeg.encode({ width: 3000, height: 2000, data: new Uint8Array(3000 * 2000 * 4).fill(120) }, 80).data;
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    await convertPicture(large, 'image/jpeg', wanted({ maxSide: 1000 }));
    clearInterval(timer);
    // Worked out in the same thread there would be none.
    expect(ticks).toBeGreaterThan(5);
    const stop = new AbortController();
    const first = convertPicture(large, 'image/jpeg', toPng, stop.signal);
    const second = convertPicture(png(4, 4), 'image/png', toPng, stop.signal);
    stop.abort(new Error('not any more'));
    await expect(first).rejects.toThrow('not any more');
    await expect(second).rejects.toThrow('not any more');
  });
});
