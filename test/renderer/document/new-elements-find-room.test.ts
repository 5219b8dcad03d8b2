import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grownFrames, inFrame } from '#renderer/document/frames.ts';
import { freePlace, makeRoom } from '#renderer/document/free-place.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const covers = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const box = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
  width: fc.integer({ min: 40, max: 700 }),
  height: fc.integer({ min: 30, max: 500 }),
});

describe('a new element', () => {
  it('never covers another one', () => {
    fc.assert(
      fc.property(box, fc.array(box, { maxLength: 60 }), (wished, others) => {
        const place = { ...wished, ...freePlace(wished, others) };
        expect(others.some((other) => covers(place, other))).toBe(false);
      }),
    );
  });

  it('stays where it was put when there is room, and goes no further than it must', () => {
    const wished = { x: 10, y: 20, width: 200, height: 80 };
    expect(freePlace(wished, [])).toEqual({ x: 10, y: 20 });
    expect(freePlace(wished, [{ x: 400, y: 20, width: 200, height: 80 }])).toEqual({ x: 10, y: 20 });
    expect(freePlace(wished, [{ x: 0, y: 0, width: 200, height: 80 }])).toEqual({ x: 10, y: 104 });
  });

  it('that is put into a wire moves what lies to the right, and nothing comes to lie over anything', () => {
    const elements = [
      { id: 'a', x: 0, y: 0, width: 200, height: 80 },
      { id: 'b', x: 260, y: 10, width: 200, height: 80 },
      { id: 'c', x: 300, y: 400, width: 200, height: 80 },
    ];
    const room = makeRoom({ width: 214, height: 100 }, elements, { from: 'a', to: 'b' });
    expect(room?.place).toEqual({ x: 272, y: 10 });
    expect(room?.moved.get('a')).toBeUndefined();
    expect(room?.moved.get('b')).toEqual({ x: 558, y: 10 });
    expect(room?.moved.get('c')).toEqual({ x: 598, y: 400 });
    const wide = elements.map((element) => (element.id === 'a' ? element : { ...element, x: element.x + 1000 }));
    expect(makeRoom({ width: 214, height: 100 }, wide, { from: 'a', to: 'b' })?.moved.size).toBe(0);
  });

  it('that makes room in a frame makes the frame grow, and no other', () => {
    const elements = [
      { id: 'a', x: 20, y: 20, width: 200, height: 80 },
      { id: 'b', x: 240, y: 20, width: 200, height: 80 },
    ];
    const frames = [
      { id: 'frame', x: 0, y: 0, width: 460, height: 120 },
      { id: 'other', x: 0, y: 400, width: 100, height: 100 },
    ];
    const moved = new Map([['b', { x: 578, y: 20 }]]);
    const added = { box: { x: 292, y: 20, width: 214, height: 300 }, between: ['a', 'b'] };
    const grown = grownFrames(frames, elements, moved, added);
    expect([...grown]).toEqual([['frame', { x: 0, y: 0, width: 794, height: 336 }]]);
    expect(grownFrames(frames, elements, new Map(), { ...added, between: ['a', 'c'] }).size).toBe(0);
  });

  it('lies in a frame by its head, however high it becomes', () => {
    const frame = { x: 0, y: 0, width: 300, height: 140 };
    expect(inFrame(frame, { x: 10, y: 60, width: 200, height: 900 })).toBe(true);
    expect(inFrame(frame, { x: 10, y: 150, width: 200, height: 80 })).toBe(false);
  });
});
