import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Milliseconds between two events of the mouse. */
const step = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

type Input = { readonly type: string; readonly button?: string; readonly buttons?: number } & Point &
  Readonly<Record<string, unknown>>;

/**
 * Sends events of the mouse at their times, as a hand does: it does not wait for the page, so a slow page falls behind and
 * shows fewer frames instead of making the gesture longer.
 */
async function play(page: Page, events: readonly { readonly at: number; readonly input: Input }[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const start = performance.now();
  const sent: Promise<unknown>[] = [];
  for (const { at, input } of events) {
    const wait = start + at - performance.now();
    if (wait > 1) await pause(wait);
    sent.push(session.send('Input.dispatchMouseEvent', input as never));
  }
  await Promise.all(sent);
  await session.detach();
}

/** Pulls the canvas with the middle button, again and again to the left and then to the right, as far as given. */
export async function pan(page: Page, from: Point, width: number, milliseconds: number): Promise<void> {
  const strokes = 6;
  const each = milliseconds / strokes;
  const middle = { button: 'middle', buttons: 4 };
  const events = Array.from({ length: strokes }, (_, stroke) => {
    const direction = stroke < strokes / 2 ? -1 : 1;
    const at = (share: number): Point => ({ x: from.x + direction * (share - 0.5) * width, y: from.y });
    const begin = stroke * each;
    const moves = Array.from({ length: Math.floor(each / step) - 1 }, (_, index) => ({
      at: begin + (index + 1) * step,
      input: { type: 'mouseMoved', ...middle, ...at(((index + 1) * step) / each) },
    }));
    return [
      { at: begin, input: { type: 'mousePressed', clickCount: 1, ...middle, ...at(0) } },
      ...moves,
      { at: begin + each, input: { type: 'mouseReleased', clickCount: 1, ...middle, buttons: 0, ...at(1) } },
    ];
  }).flat();
  await play(page, events);
}

/** Takes a node at a point and drags it around in a circle and back. */
export async function drag(page: Page, from: Point, radius: number, milliseconds: number): Promise<void> {
  const left = { button: 'left', buttons: 1 };
  const moves = Array.from({ length: Math.floor(milliseconds / step) }, (_, index) => {
    const angle = ((index * step) / 1000) * 2 * Math.PI * 0.7;
    const point = { x: from.x + radius * (1 - Math.cos(angle)), y: from.y + radius * Math.sin(angle) };
    return { at: (index + 1) * step, input: { type: 'mouseMoved', ...left, ...point } };
  });
  await play(page, [
    { at: 0, input: { type: 'mousePressed', clickCount: 1, ...left, ...from } },
    ...moves,
    { at: milliseconds + step, input: { type: 'mouseReleased', clickCount: 1, ...left, buttons: 0, ...from } },
  ]);
}

/**
 * Turns the wheel as a touchpad does, in many small steps, which zooms: as far as so many notches of a mouse, in so much
 * time. Negative notches zoom out.
 */
export async function wheel(page: Page, at: Point, notches: number, milliseconds: number): Promise<void> {
  const count = Math.floor(milliseconds / step);
  await play(
    page,
    Array.from({ length: count }, (_, index) => ({
      at: index * step,
      input: { type: 'mouseWheel', deltaX: 0, deltaY: (-100 * notches) / count, ...at },
    })),
  );
}
