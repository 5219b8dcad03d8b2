import { type LocalText, say } from '../text.ts';

/** How deep JSON may be nested. What is deeper can be parsed but not written, copied or compared without a full stack. */
const deepest = 500;

/**
 * Why JSON cannot be kept and written back as it is (a predicate), or null when it can. `JSON.parse` makes an infinity
 * of a number like `1e999`, and that would be written as `null`. Needs no stack, however deep the JSON is.
 */
export function jsonProblem(json: unknown): LocalText | null {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return say('is nested deeper than {deepest} levels', '嵌套超过 {deepest} 层', { deepest });
    const next: unknown[] = [];
    for (const part of level) {
      if (typeof part === 'number' && !Number.isFinite(part)) {
        return { en: 'has a number that is too large', zh: '含有过大的数字' };
      }
      if (typeof part !== 'object' || part === null) continue;
      for (const inner of Array.isArray(part) ? part : Object.values(part)) next.push(inner);
    }
    level = next;
  }
  return null;
}
