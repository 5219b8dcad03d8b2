import type { Point } from './edits.ts';

/** Between two cards that are wired. */
const wireGap = 72;

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** How far a new element keeps away from the others. */
const gap = { x: 40, y: 24 };
/** How many of the nearest others give places to try. */
const mostTried = 40;

/**
 * The place nearest to the wished one where a box covers no other and keeps its distance. To the right and below count as
 * nearer than to the left and above, as graphs grow that way.
 */
export function freePlace(wished: Box, others: readonly Box[]): Point {
  const isFree = (x: number, y: number): boolean =>
    !others.some(
      (other) =>
        x < other.x + other.width + gap.x &&
        other.x < x + wished.width + gap.x &&
        y < other.y + other.height + gap.y &&
        other.y < y + wished.height + gap.y,
    );
  if (isFree(wished.x, wished.y)) return { x: wished.x, y: wished.y };
  const distance = (x: number, y: number): number => {
    const aside = x - wished.x;
    const down = y - wished.y;
    return Math.abs(aside) * (aside < 0 ? 2 : 1) + Math.abs(down) * (down < 0 ? 2 : 1);
  };
  const near = [...others].sort((a, b) => distance(a.x, a.y) - distance(b.x, b.y)).slice(0, mostTried);
  const xs = [wished.x, ...near.flatMap(({ x, width }) => [x + width + gap.x, x - wished.width - gap.x])];
  const ys = [wished.y, ...near.flatMap(({ y, height }) => [y + height + gap.y, y - wished.height - gap.y])];
  const places = xs.flatMap((x) => ys.map((y) => ({ x, y, far: distance(x, y) }))).sort((a, b) => a.far - b.far);
  const found = places.find(({ x, y }) => isFree(x, y));
  // Below everything there is always room.
  const lowest = Math.max(...others.map(({ y, height }) => y + height));
  return found === undefined ? { x: wished.x, y: lowest + gap.y } : { x: found.x, y: found.y };
}

/**
 * Where a box goes between two elements that are wired. When there is too little room, the second one and everything from
 * there to the right moves, so that nothing comes to lie over anything.
 */
export function makeRoom(
  box: Omit<Box, 'x' | 'y'>,
  elements: readonly (Box & { readonly id: string })[],
  wire: { readonly from: string; readonly to: string },
): { readonly place: Point; readonly moved: Map<string, Point> } | undefined {
  const from = elements.find(({ id }) => id === wire.from);
  const to = elements.find(({ id }) => id === wire.to);
  if (from === undefined || to === undefined) return undefined;
  const left = from.x + from.width + wireGap;
  const missing = Math.max(0, left + box.width + wireGap - to.x);
  const moved = new Map<string, Point>();
  for (const element of elements) {
    if (element.x < to.x || missing === 0 || element.id === from.id) continue;
    moved.set(element.id, { x: element.x + missing, y: element.y });
  }
  return { place: { x: left, y: to.y }, moved };
}
