import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { quickParser } from '#core/quick-parse';
import { journalEventSchema } from '#core/run/event';
import type { Json } from '#core/value/value';
import { firstRowSchema, laterRowSchema } from '../../electron/store/ledger-row.ts';
import { arbitraryJson, arbitraryKey, isObject, type JsonObject, sameJson } from '../core/json-support.ts';

const artifact = `sha256:${'0a'.repeat(32)}`;
const at = '2026-01-01T00:00:00.000Z';
const address = { run: 'run_1', path: [], node: 'n1', item: [0, 2], attempt: 1 };
const outputs = { video: { type: 'list<video>', value: [{ kind: 'video', artifact, mime: 'video/mp4' }] } };
const first: JsonObject = {
  id: 'att_1',
  state: 'intent',
  at,
  address,
  nodeType: 'video',
  recipe: 'sora/video',
  system: 'sora',
  model: 'sora-2',
  baseUrl: 'https://gateway.example',
  practice: false,
  prompt: 'a cat',
  key: 'k',
  price: { from: 0.1, to: 0.4 },
};
const task = { baseUrl: 'x', recipe: 'r', id: 't', params: { a: [1, null, { b: 'c' }] }, createdAt: at };
const answer = { name: 'att_1-1.submit', file: '/f', status: 200, contentType: 'application/json', bytes: 12 };
const error = { code: 'task.failed', message: 'no', retryable: false, details: { status: 500 }, billed: 'maybe' };
const later: JsonObject[] = [
  { id: 'att_1', state: 'accepted', at, task, answer },
  { id: 'att_1', state: 'delivered', at, outputs, cost: { from: 1, to: 1 } },
  { id: 'att_1', state: 'failed', at, error },
  { id: 'att_1', state: 'delivered', at, outputs: { text: { type: 'text', stored: artifact } } },
];
const stamp = { seq: 3, at, run: 'run_1', path: [], node: 'n1', item: [], attempt: 1 };
const events: JsonObject[] = [
  { event: 'run-start', seq: 0, at, run: 'run_1', workflow: { id: 'w', name: 'W' }, nodes: ['n1'] },
  { event: 'node-start', ...stamp },
  { event: 'node-wait', ...stamp, task: { id: 't', attempt: 'att_1', since: at } },
  { event: 'node-end', ...stamp, outputs, key: 'k', purchase: { id: 'p', facts: { a: 'b' }, title: 'T' } },
  { event: 'node-error', ...stamp, error },
];

/** Of every kind that is known, and of some that are left to the schema. */
const strange = z.object({
  choice: z.union([z.string(), z.number(), z.object({ a: z.string() }), z.array(z.json())]),
  loose: z.union([z.object({ a: z.string() }), z.object({ a: z.string(), b: z.string().optional() })]),
  word: z.enum(['x', 'y']).optional(),
  usual: z.number().default(7),
  trimmed: z.string().trim(),
  turned: z.string().transform((text) => text.length),
  few: z.array(z.boolean()).max(2),
  any: z.unknown(),
});
const held: JsonObject = {
  choice: [1, { a: null }],
  loose: { a: 'a', b: 'b' },
  usual: 1,
  trimmed: 'a',
  turned: 'abc',
  few: [true],
  any: { a: 1 },
};

const cases: readonly (readonly [string, z.ZodType, readonly JsonObject[]])[] = [
  ['the first row of an attempt', firstRowSchema, [first, { ...first, price: null }]],
  ['a later row', laterRowSchema, later],
  ['an event of a journal', journalEventSchema, events],
  ['a schema of all kinds', strange, [held]],
];

type Change = (value: Json) => Json;

/** Somewhere in the value something else stands, is there besides, or is missing. */
const arbitraryChange: fc.Arbitrary<Change> = fc
  .record({ steps: fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), key: arbitraryKey, put: fc.option(arbitraryJson) })
  .map(({ steps, key, put }) => {
    const change = (value: Json, depth: number): Json => {
      const step = steps[depth];
      if (step === undefined || typeof value !== 'object' || value === null) return put;
      const entries = Object.entries(value);
      if (step % 7 === 6) entries.push([key, put]);
      else {
        const index = step % Math.max(1, entries.length);
        const [name, before] = entries[index] ?? [key, null];
        if (depth === steps.length - 1 && step % 5 === 4) entries.splice(index, 1);
        else entries[index] = [name, change(before, depth + 1)];
      }
      return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
    };
    return (value) => change(value, 0);
  });

describe.each(cases)('parsed quickly, %s', (_name, schema, values) => {
  const parse = quickParser(schema);

  test('is what the schema makes of it, whatever is changed in it', () => {
    const changed = fc
      .tuple(fc.constantFrom(...values), fc.array(arbitraryChange, { maxLength: 3 }))
      .map(([value, changes]) => changes.reduce<Json>((before, change) => change(before), value));
    fc.assert(
      fc.property(changed, (value) => {
        const { data } = schema.safeParse(value);
        return sameJson(parse(value), data);
      }),
      { numRuns: 3000 },
    );
  });
});

test('rows and events as they are written are taken without a copy', () => {
  const copied = [
    ...[first].filter((row) => quickParser(firstRowSchema)(row) !== (row as unknown)),
    ...later.filter((row) => quickParser(laterRowSchema)(row) !== (row as unknown)),
    ...events.filter((event) => quickParser(journalEventSchema)(event) !== (event as unknown)),
  ];
  expect(copied.filter(isObject)).toEqual([]);
});
