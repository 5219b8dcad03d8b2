import type { Placed } from '../document/arrange.ts';
import type { Point } from '../document/edits.ts';

/** The nearest node in a direction; what lies straight ahead counts as nearer. Without a start the first in reading order. */
export function nearest(nodes: readonly Placed[], from: string | undefined, direction: Point): string | undefined {
  const start = nodes.find((node) => node.id === from);
  if (start === undefined) return [...nodes].sort((a, b) => a.x - b.x || a.y - b.y)[0]?.id;
  const middle = (node: Placed): Point => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });
  const origin = middle(start);
  let best: { id: string; distance: number } | undefined;
  for (const node of nodes) {
    if (node.id === from) continue;
    const to = middle(node);
    const ahead = (to.x - origin.x) * direction.x + (to.y - origin.y) * direction.y;
    const aside = Math.abs((to.x - origin.x) * direction.y) + Math.abs((to.y - origin.y) * direction.x);
    // What lies mostly to the side belongs to another direction.
    if (ahead <= 4 || aside > ahead * 3) continue;
    const distance = ahead + aside * 2;
    if (best === undefined || distance < best.distance) best = { id: node.id, distance };
  }
  return best?.id;
}
