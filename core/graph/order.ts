/**
 * Kahn's algorithm: every node after all that it depends on, ties in the given order. `cycle` is one circle when there is
 * any (in the direction of the edges), else empty; nodes on circles and behind them are not in `order`.
 */
export function topologicalOrder(
  ids: readonly string[],
  next: (id: string) => readonly string[],
): { order: string[]; cycle: string[] } {
  const degree = new Map(ids.map((id) => [id, 0]));
  for (const id of ids) for (const to of next(id)) degree.set(to, (degree.get(to) ?? 0) + 1);
  const order = ids.filter((id) => degree.get(id) === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const to of next(order[at] as string)) {
      const left = (degree.get(to) ?? 0) - 1;
      degree.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  if (order.length === ids.length) return { order, cycle: [] };
  const left = new Set(ids.filter((id) => (degree.get(id) ?? 0) > 0));
  return { order, cycle: findCycle(left, next) };
}

/** Every node that is left has a predecessor among them, so walking backwards must meet one twice. */
function findCycle(left: ReadonlySet<string>, next: (id: string) => readonly string[]): string[] {
  const before = new Map<string, string>();
  for (const id of left) for (const to of next(id)) if (left.has(to)) before.set(to, id);
  const path: string[] = [];
  const at = new Map<string, number>();
  let id = [...left][0];
  while (id !== undefined && !at.has(id)) {
    at.set(id, path.length);
    path.push(id);
    id = before.get(id);
  }
  const circle = id === undefined ? [] : path.slice(at.get(id)).reverse();
  // It begins with the node that comes first.
  const members = new Set(circle);
  const begin = circle.indexOf([...left].find((node) => members.has(node)) ?? '');
  return [...circle.slice(begin), ...circle.slice(0, begin)];
}
