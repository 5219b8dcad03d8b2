import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { perFrame } from '../../../renderer/store/per-frame.ts';

let hidden = false;
let listeners: (() => void)[] = [];
let frames: (() => void)[] = [];

/** Draws the next frame. */
function draw(): void {
  const due = frames;
  frames = [];
  for (const frame of due) frame();
}

function hide(isHidden: boolean): void {
  hidden = isHidden;
  for (const listener of listeners) listener();
}

beforeEach(() => {
  hidden = false;
  listeners = [];
  frames = [];
  vi.stubGlobal('document', {
    get hidden() {
      return hidden;
    },
    addEventListener: (_name: string, listener: () => void) => listeners.push(listener),
  });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('takes the first at once, and what follows in its frame together when the next one is drawn', () => {
  const taken: (readonly number[])[] = [];
  const add = perFrame<number>((items) => taken.push(items));
  for (const item of [1, 2, 3]) add(item);
  expect(taken).toEqual([[1]]);
  draw();
  expect(taken).toEqual([[1], [2, 3]]);
  add(4);
  expect(taken).toHaveLength(2);
  draw();
  expect(taken).toEqual([[1], [2, 3], [4]]);
  draw();
  add(5);
  expect(taken.at(-1)).toEqual([5]);
});

it('draws once a frame in a flood, and loses nothing', () => {
  const taken: (readonly number[])[] = [];
  const add = perFrame<number>((items) => taken.push(items));
  for (let item = 0; item < 10_000; item += 1) {
    add(item);
    if (item % 100 === 99) draw();
  }
  draw();
  expect(taken.length).toBeLessThanOrEqual(102);
  expect(taken.flat()).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
});

it('waits for no frame while the page is hidden, nor with what waited when it was', () => {
  const taken: (readonly number[])[] = [];
  const add = perFrame<number>((items) => taken.push(items));
  add(1);
  add(2);
  hide(true);
  expect(taken).toEqual([[1], [2]]);
  add(3);
  add(4);
  expect(taken).toEqual([[1], [2], [3], [4]]);
  hide(false);
  add(5);
  draw();
  expect(taken.at(-1)).toEqual([5]);
});
