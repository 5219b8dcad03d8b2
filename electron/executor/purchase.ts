import type { PlanChange } from '#core/plan/plan';
import type { Purchase } from '#core/run/event';
import { canonicalJson } from '#core/value/canonical';
import { accountOf, contentJson, digest, type RequestParts } from './key.ts';

/** Characters of a value that are kept to be shown. */
const longestFact = 80;

/**
 * What a call buys, apart from which node asks for it. Two nodes with the same id want the same thing; a variation asks
 * for another one. `id` is that of `callKeys`.
 */
export function purchaseOf(id: string, parts: RequestParts & { readonly title: string }): Purchase {
  const { call } = parts;
  const facts: Record<string, string> = {
    recipe: `#${call.recipeDigest.slice(0, 12)}`,
    connection: accountOf(parts.connection),
    variation: String(parts.variation),
  };
  for (const [name, value] of Object.entries(call.params)) facts[`param ${name}`] = factOf(value);
  for (const [name, value] of Object.entries(call.inputs)) {
    if (value !== undefined && value !== null) facts[`input ${name}`] = factOf(value, contentJson);
  }
  return { id, facts, title: parts.title };
}

/** Plain values as people write them; long ones keep their beginning and get a digest, others are a digest alone. */
function factOf(value: unknown, write: (value: unknown) => string = canonicalJson): string {
  if (typeof value === 'string') {
    // What looks like a digest must not pass for one.
    if (value.length <= longestFact && !value.includes('#')) return value;
    return `${value.slice(0, longestFact)}#${digest(value).slice(0, 12)}`;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return `#${digest(write(value)).slice(0, 12)}`;
}

/** What of a purchase differs from an earlier one, in the order in which people look for it. */
export function changesSince(before: Purchase, now: Purchase): PlanChange[] {
  const names = new Set([...Object.keys(now.facts), ...Object.keys(before.facts)]);
  const changes = [...names].flatMap((name): PlanChange[] => {
    const [from, to] = [before.facts[name], now.facts[name]];
    if (from === to) return [];
    const [what = '', ...rest] = name.split(' ');
    if (what !== 'param' && what !== 'input') return [{ what: what as PlanChange['what'], ...shown(from, to) }];
    return [{ what, name: rest.join(' '), ...shown(from, to) }];
  });
  // A model of another recipe says it all.
  const isOtherModel = changes.some((change) => change.what === 'param' && change.name === 'model');
  const order: readonly PlanChange['what'][] = ['input', 'param', 'connection', 'variation', 'recipe'];
  return changes
    .filter((change) => change.what !== 'recipe' || !isOtherModel)
    .sort((left, right) => order.indexOf(left.what) - order.indexOf(right.what));
}

/** Both values without their digests; neither when that leaves no difference. */
function shown(from: string | undefined, to: string | undefined): { from?: string; to?: string } {
  const [left, right] = [from, to].map((text) => text?.replace(/#[0-9a-f]{12}$/, ''));
  if (left === right) return {};
  return { ...(left && { from: left }), ...(right && { to: right }) };
}
