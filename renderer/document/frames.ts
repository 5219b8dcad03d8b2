import type { Placed } from './arrange.ts';
import type { Box } from './bulk.ts';
import type { Point } from './edits.ts';

/** How far the edge of a frame keeps from what lies in it. */
export const framePadding = 16;

/** Of the height of an element what counts for where it belongs: it may grow far beyond its frame. */
const headHeight = 80;

/** Whether an element lies in a frame: by the middle of its head, which stays where it is when its results come. */
export function inFrame(frame: Box, element: Box): boolean {
  const x = element.x + element.width / 2;
  const y = element.y + Math.min(element.height, headHeight) / 2;
  return x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;
}

/**
 * The frames that have to grow to the right or downwards so that they hold again what was in them, after elements were moved
 * and one was put between the two ends of a wire; with their new places.
 */
export function grownFrames(
  frames: readonly Placed[],
  elements: readonly Placed[],
  moved: ReadonlyMap<string, Point>,
  added: { readonly box: Box; readonly between: readonly string[] },
): Map<string, Box> {
  const grown = new Map<string, Box>();
  for (const frame of frames) {
    const inside = elements.filter((element) => inFrame(frame, element));
    const ids = new Set(inside.map(({ id }) => id));
    const shifted = inside
      .filter(({ id }) => moved.has(id))
      .map((element) => ({ ...element, ...moved.get(element.id) }));
    const held: Box[] = added.between.every((id) => ids.has(id)) ? [...shifted, added.box] : shifted;
    const { width, height } = frame;
    const at = { x: frame.x, y: frame.y, ...moved.get(frame.id) };
    const box = {
      ...at,
      width: Math.max(width, ...held.map((one) => one.x + one.width + framePadding - at.x)),
      height: Math.max(height, ...held.map((one) => one.y + one.height + framePadding - at.y)),
    };
    if (box.width > width || box.height > height) grown.set(frame.id, box);
  }
  return grown;
}
