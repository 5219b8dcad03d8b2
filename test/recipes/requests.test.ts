import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Recipe } from '#core/recipe/schema';
import { client, registry } from '../gateway/support/world.ts';
import { type GoldenCase, type GoldenFile, readGolden, requestOf, writeGolden } from './support/golden.ts';
import { sampleCalls, variantOf } from './support/samples.ts';

/**
 * The request of every recipe as it is on the wire, one JSON file a recipe. `GOLDEN=write` makes what is missing and
 * brings the requests up to date; then read the difference: it is what gateways will get. Calls of one's own are added by
 * writing `name` and `call` into the file. Cases of a shape that a vendor documents need no more than that.
 */
const writing = process.env['GOLDEN'] === 'write';

function casesOf(recipe: Recipe): readonly GoldenCase[] {
  const gateway = client('https://gateway.example', { connection: { uploadUrl: 'https://upload.example' } });
  const golden = readGolden(recipe);
  if (!writing) return golden?.cases ?? [];
  const known: readonly Pick<GoldenCase, 'name' | 'call'>[] = golden?.cases ?? [];
  const held = new Set(known.map(({ name }) => name));
  const calls = [...known, ...sampleCalls(recipe, registry, gateway).filter(({ name }) => !held.has(name))];
  const cases = calls.map(({ name, call }) => ({ name, call, request: requestOf(gateway.prepare(call)) }));
  const written: GoldenFile = { cases, ...(golden?.answers !== undefined && { answers: golden.answers }) };
  writeGolden(recipe, written);
  return cases;
}

const recipes = registry.recipes.map((recipe): [string, Recipe] => [recipe.id, recipe]);

describe.each(recipes)('the recipe %s', (_id, recipe) => {
  const cases = casesOf(recipe);

  it('has golden cases for each of its nodes (GOLDEN=write makes them)', () => {
    expect([...new Set(cases.map(({ call }) => call.nodeType))].sort()).toEqual([...recipe.nodes].sort());
  });

  it('sends what its golden cases say', () => {
    const gateway = client('https://gateway.example', { connection: { uploadUrl: 'https://upload.example' } });
    for (const { name, call, request } of cases) {
      const prepared = gateway.prepare(call);
      expect(prepared.recipe.id, name).toBe(recipe.id);
      expect(JSON.parse(JSON.stringify(requestOf(prepared))), name).toEqual(request);
    }
  });

  it('has a case for every param', () => {
    const set = new Set(cases.flatMap(({ call }) => Object.keys(call.params)));
    const files = Object.entries(recipe.params).filter(([, forms]) => forms.some(({ type }) => type !== 'file'));
    expect(files.map(([name]) => name).filter((name) => !set.has(name))).toEqual([]);
  });

  it('has a case with a file on every input that takes files', () => {
    const wired = new Set(cases.flatMap(({ call }) => Object.keys(call.inputs)));
    expect(Object.keys(recipe.media).filter((name) => !wired.has(name))).toEqual([]);
  });

  it('has a case for every way to submit', () => {
    const taken = new Set(cases.map(({ call }) => variantOf(recipe, call, registry)));
    expect(recipe.variants.map((_, index) => index).filter((index) => !taken.has(index))).toEqual([]);
  });
});

it('has no golden file without a recipe', () => {
  const folder = fileURLToPath(new URL('./golden/', import.meta.url));
  const ids = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5).split(path.sep).join('/'));
  expect(ids.sort()).toEqual(registry.recipes.map(({ id }) => id).sort());
});
