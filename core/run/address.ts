import { z } from 'zod';

/**
 * Where something in a run happens: the run, the path of workflow nodes that lead into a workflow inside it, the node,
 * the item path of a mapped node (from 0, empty when it is not mapped) and the attempt (from 1; 0 before the first).
 */
export const addressSchema = z.object({
  run: z.string(),
  path: z.array(z.string()),
  node: z.string(),
  item: z.array(z.int().nonnegative()),
  attempt: z.int().nonnegative(),
  /** From 2: a further request of the same node run, after the functions that the model called were answered. */
  turn: z.int().min(2).optional(),
});
export type Address = z.infer<typeof addressSchema>;

/** The key of a node within a run. A node id may hold any character, so the parts are quoted. */
export function nodeKey(address: Pick<Address, 'path' | 'node'>): string {
  return address.path.length === 0 ? address.node : JSON.stringify([...address.path, address.node]);
}

/** The key of an item within a node: `0`, `2.1`, and the empty text for a node that is not mapped. */
export function itemKey(item: readonly number[]): string {
  return item.length === 0 ? '' : item.join('.');
}

/** The item behind a key. */
export function parseItemKey(key: string): number[] {
  return key === '' ? [] : key.split('.').map(Number);
}

/** How people write an item: counted from 1, `3-1`. */
export function formatItem(item: readonly number[]): string {
  return item.map((index) => index + 1).join('-');
}
