import fc from 'fast-check';
import type { Json } from '#core/value/value';

export type JsonObject = { [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as JSON: the same own keys (their order does not count) and the same values; 0 and -0 are one number. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => sameJson(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]));
}

/** Keys that are easily lost, or taken for something else. */
const strangeKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' ', '0', '\ud800', '猫', 'x.y[0]'];

export const arbitraryKey = fc.oneof(fc.constantFrom(...strangeKeys), fc.string({ unit: 'binary', maxLength: 6 }));

export function objectOf(value: fc.Arbitrary<Json>, maxLength = 4): fc.Arbitrary<JsonObject> {
  return fc
    .uniqueArray(fc.tuple(arbitraryKey, value), { maxLength, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries));
}

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, '', '\udfff tail', -0, Number.MAX_SAFE_INTEGER, 5e-324),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any JSON value. */
export const arbitraryJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    objectOf(tie('json')),
  ),
})).json;

/** What a file gives back: a value after it was written and read. */
export function throughText<T extends Json>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
