import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { readPng } from '../../electron/host/media/png-reader.ts';
import { makeThumbnail } from '../../electron/host/media/png-thumbnail.ts';

/** A PNG whose rows have these filters; what they hold is left to chance. */
function filtered(width: number, filters: readonly number[], bytes: Uint8Array): Buffer {
  const stride = width * 3;
  const raw = Buffer.concat(
    filters.map((filter, y) => Buffer.concat([Buffer.of(filter), bytes.subarray(y * stride, (y + 1) * stride)])),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(filters.length, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the reader of PNGs', () => {
  test('undoes every filter as another reader does', async () => {
    const image = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), filters: fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }) })
      .chain(({ width, filters }) => {
        const length = width * 3 * filters.length;
        return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ width, filters, data }));
      });
    await fc.assert(
      fc.asyncProperty(image, async ({ width, filters, data }) => {
        const bytes = filtered(width, filters, data);
        const rows = await readPng(bytes);
        const expected = decode(bytes).data;
        const row = new Uint8Array(width * 4);
        for (let y = 0; y < filters.length; y += 1) {
          rows?.next(row);
          const colours = row.filter((_, index) => index % 4 !== 3);
          expect([...colours]).toEqual([...expected.slice(y * width * 3, (y + 1) * width * 3)]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('gives the pixels that another reader gives', async () => {
    const image = fc
      .record({
        width: fc.integer({ min: 1, max: 20 }),
        height: fc.integer({ min: 1, max: 20 }),
        channels: fc.constantFrom(1, 2, 3, 4),
      })
      .chain((size) => {
        const length = size.width * size.height * size.channels;
        return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ ...size, data }));
      });
    await fc.assert(
      fc.asyncProperty(image, async (source) => {
        const channels = source.channels as 1 | 2 | 3 | 4;
        const bytes = Buffer.from(encode({ ...source, channels, depth: 8 }));
        const rows = await readPng(bytes);
        const { data } = decode(bytes);
        const row = new Uint8Array(source.width * 4);
        for (let y = 0; y < source.height; y += 1) {
          rows?.next(row);
          for (let x = 0; x < source.width; x += 1) {
            const pixel = [...data.slice((y * source.width + x) * channels).slice(0, channels)];
            const [first = 0, second = 0, third = 0, fourth = 0] = pixel;
            const expected = {
              1: [first, first, first, 255],
              2: [first, first, first, second],
              3: [first, second, third, 255],
              4: [first, second, third, fourth],
            }[channels];
            expect([...row.slice(x * 4, x * 4 + 4)]).toEqual(expected);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('leaves alone what is damaged, of another kind, or larger than it says', async () => {
    const good = Buffer.from(encode({ width: 9, height: 9, data: new Uint8Array(81 * 3), channels: 3, depth: 8 }));
    expect(await makeThumbnail(good, 4)).toBeDefined();
    expect(await makeThumbnail(good, 9)).toBeUndefined();
    expect(await makeThumbnail(Buffer.from('no picture'), 4)).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, value) => {
        const bad = Buffer.from(good);
        bad[at] = value;
        await makeThumbnail(bad, 4);
        await makeThumbnail(good.subarray(0, at), 4);
      }),
      { numRuns: 300 },
    );
  });

  test('never holds others up for long', async () => {
    const side = 2000;
    const bytes = Buffer.from(
      encode({ width: side, height: side, data: new Uint8Array(side * side * 3).fill(90), channels: 3, depth: 8 }),
    );
    const longestPause = async (): Promise<number> => {
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 1);
      await makeThumbnail(bytes, 320);
      clearInterval(timer);
      return longest;
    };
    // The best of a few: a busy machine pauses whom it likes.
    const pauses: number[] = [];
    while (pauses.length < 5) pauses.push(await longestPause());
    expect(Math.min(...pauses)).toBeLessThan(50);
  });
});
