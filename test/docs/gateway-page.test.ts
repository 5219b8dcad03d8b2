import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { registry } from '../gateway/support/world.ts';
import { coveredOperations, gatewayPage } from './gateway-page.ts';
import { type RowFunction, rows } from './rows.ts';

/** `DOCS=write` brings them up to date. */
const writing = process.env['DOCS'] === 'write';
const fileOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

function check(name: string, change: (before: string) => string): void {
  const file = fileOf(name);
  const before = writing && name.startsWith('docs/') ? '' : readFileSync(file, 'utf8');
  const after = change(before);
  if (writing) writeFileSync(file, after);
  expect(readFileSync(file, 'utf8'), `${name} is out of date: npm run docs`).toBe(after);
}

it('docs/GATEWAY.md says what the recipes say', () => {
  check('docs/GATEWAY.md', () => gatewayPage(registry));
});

const functions = Object.values(rows).flat();

describe.each(functions.map((one): [string, RowFunction] => [one.title, one]))('the function: %s', (_title, one) => {
  it('has nodes that its recipes serve', () => {
    for (const type of one.nodes) expect(registry.node(type), type).toBeDefined();
    for (const id of one.recipes) {
      const recipe = registry.recipes.find((each) => each.id === id);
      expect(
        recipe?.nodes.some((type) => one.nodes.includes(type)),
        id,
      ).toBe(true);
    }
  });

  it('is shown at work', () => {
    const names = one.nodes.length === 0 ? one.title.split(', ') : [...one.nodes, ...one.recipes];
    if (one.shown === undefined) {
      const runs = readFileSync(fileOf('test/practice/recipes.test.ts'), 'utf8');
      const [, others = ''] = /const follows = new Set\(\[([\s\S]*?)\]\);/.exec(runs) ?? [];
      expect(one.recipes.length).toBeGreaterThan(0);
      expect(one.recipes.filter((id) => others.includes(`'${id}'`))).toEqual([]);
    } else {
      const file = one.shown.includes('/') ? one.shown : `examples/${one.shown}.patchbay`;
      const text = readFileSync(fileOf(file), 'utf8');
      expect(
        names.some((name) => text.includes(name)),
        file,
      ).toBe(true);
    }
  });
});

it('every recipe is part of a function', () => {
  const known = new Set(functions.flatMap(({ recipes }) => recipes));
  expect(registry.recipes.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
});

it('the README has the number of categories and of functions', () => {
  const figures = { categories: Object.keys(rows).length, functions: functions.length };
  for (const [name, count] of Object.entries(figures)) {
    check('README.md', (before) => {
      const figure = new RegExp(`(<!-- ${name} -->)\\d*(<!-- /${name} -->)`);
      expect(before).toMatch(figure);
      return before.replace(figure, `$1${count}$2`);
    });
  }
});

it('the README has the number of operations that the recipes cover', () => {
  const figure = /(<!-- operations -->)\d*(<!-- \/operations -->)/;
  check('README.md', (before) => {
    expect(before).toMatch(figure);
    return before.replace(figure, `$1${coveredOperations(registry).length}$2`);
  });
});
