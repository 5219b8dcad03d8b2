import { encode } from 'fast-png';
import { imageSize } from 'image-size';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import type { MediaConversion } from '#core/gateway/contract';
import { convertPicture } from '#electron/media/convert';
import { readPixels } from '#electron/media/pixels';

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

describe('a picture that does not fit', () => {
  it('becomes another type', () => {
    expect(imageSize(convertPicture(png(40, 20), 'image/png', wanted({ types: ['image/jpeg'] })))).toMatchObject({
      type: 'jpg',
      width: 40,
      height: 20,
    });
    expect(imageSize(convertPicture(photo(40, 20), 'image/jpeg', wanted({ types: ['image/png'] }))).type).toBe('png');
  });

  it('becomes smaller in sides and pixels, in its own ratio', () => {
    expect(imageSize(convertPicture(png(400, 200), 'image/png', wanted({ maxSide: 100 })))).toMatchObject({
      type: 'png',
      width: 100,
      height: 50,
    });
    const { width = 0, height = 0 } = imageSize(
      convertPicture(photo(400, 200), 'image/jpeg', wanted({ maxPixels: 5000 })),
    );
    expect([width, height]).toEqual([100, 50]);
  });

  it('becomes smaller in bytes: as a JPEG where nothing shows through, else with fewer pixels', () => {
    const opaque = convertPicture(png(300, 300), 'image/png', wanted({ maxBytes: 150_000 }));
    expect(opaque.length).toBeLessThanOrEqual(150_000);
    expect(imageSize(opaque)).toMatchObject({ type: 'jpg', width: 300 });
    const clear = convertPicture(png(300, 300, true), 'image/png', wanted({ maxBytes: 50_000 }));
    expect(clear.length).toBeLessThanOrEqual(50_000);
    expect(imageSize(clear).type).toBe('png');
    expect(readPixels(clear, 'image/png').data[3]).toBe(0);
  });

  it('stands upright as the camera was held', () => {
    expect(imageSize(convertPicture(sideways(40, 20), 'image/jpeg', wanted({ types: ['image/png'] })))).toMatchObject({
      width: 20,
      height: 40,
    });
  });

  it('keeps its colours, grey and 16 bit too', () => {
    const grey = Buffer.from(encode({ width: 2, height: 1, data: Uint8Array.from([0, 200]), channels: 1, depth: 8 }));
    expect([...readPixels(grey, 'image/png').data]).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
    const deep = Buffer.from(
      encode({ width: 1, height: 1, data: Uint16Array.from([65_535, 256, 0]), channels: 3, depth: 16 }),
    );
    expect([...readPixels(deep, 'image/png').data]).toEqual([255, 1, 0, 255]);
  });

  it('that cannot be read, or not become small enough, says so before anything is paid', () => {
    const refused = { info: { code: 'input.invalid', billed: 'no' } };
    const attempt = (bytes: Buffer, more: Partial<MediaConversion>): unknown => {
      try {
        return convertPicture(bytes, 'image/png', wanted(more));
      } catch (error) {
        return error;
      }
    };
    expect(attempt(Buffer.from('no picture'), {})).toMatchObject(refused);
    expect(attempt(png(30, 30), { maxBytes: 10 })).toMatchObject(refused);
  });
});
