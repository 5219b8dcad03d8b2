import { describe, expect, it } from 'vitest';
import { createCanvas, fillRow } from '../../electron/practice/media/canvas.ts';
import { makeGrid, makePicture } from '../../electron/practice/media/picture.ts';
import { decodePng, encodePng } from '../../electron/practice/media/png.ts';
import { makeFilm } from '../../electron/practice/media/video.ts';
import { readFilm } from './support/film.ts';

describe('pictures', () => {
  it('come back from a PNG as they were drawn', async () => {
    const canvas = createCanvas(37, 23);
    for (let row = 0; row < 23; row += 1) fillRow(canvas, row, 0, 37, [row * 11, 255 - row * 11, (row * 50) % 256]);
    expect(decodePng(await encodePng(canvas))?.data).toEqual(canvas.data);
    expect(decodePng(new Uint8Array(100))).toBeUndefined();
    expect(decodePng((await encodePng(canvas)).subarray(0, 60))).toBeUndefined();
  });

  it('show the same scene at every size, so that a grid shows what its buttons give', async () => {
    const order = { text: 'a cat on a roof', width: 512, height: 512, seed: 'x' };
    const grid = decodePng(await makeGrid(order, ['a', 'b', 'c', 'd']));
    const single = decodePng(await makePicture({ ...order, seed: 'b' }));
    const at = (canvas: typeof grid, x: number, y: number) => [
      ...(canvas?.data.subarray((y * 512 + x) * 4, (y * 512 + x) * 4 + 3) ?? []),
    ];
    for (const y of [8, 60, 200]) {
      const [quarter, whole] = [at(grid, 256 + 20, y), at(single, 40, y * 2)];
      for (const [channel, value] of quarter.entries())
        expect(Math.abs(value - (whole[channel] ?? 0))).toBeLessThan(12);
    }
  });

  it.each(['', '猫', '🐈‍⬛ cat\u0000\n', 'x'.repeat(5000)])('can be made of any text: %j', async (text) => {
    expect(decodePng(await makePicture({ text, width: 64, height: 48, seed: '' }))?.width).toBe(64);
  });
});

describe('films', () => {
  it("are made without touching the process's handlers", async () => {
    const count = () => process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    const before = count();
    const film = await makeFilm({ text: 'a hill', seed: '1', width: 64, height: 48, seconds: 5 });
    expect(readFilm(film)).toMatchObject({ seconds: 5, width: 64, height: 48, frames: 40 });
    expect(count()).toBe(before);
  });

  it('are the same for the same order', async () => {
    const order = { text: 'a hill', seed: '1', width: 64, height: 48, seconds: 1 };
    expect(await makeFilm(order)).toEqual(await makeFilm(order));
    expect(await makeFilm({ ...order, seed: '2' })).not.toEqual(await makeFilm(order));
  });
});
