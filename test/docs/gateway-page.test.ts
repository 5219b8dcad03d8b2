import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { registry } from '../gateway/support/world.ts';
import { coveredOperations, gatewayPage } from './gateway-page.ts';

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

it('the README has the number of operations that the recipes cover', () => {
  const figure = /(<!-- operations -->)\d*(<!-- \/operations -->)/;
  check('README.md', (before) => {
    expect(before).toMatch(figure);
    return before.replace(figure, `$1${coveredOperations(registry).length}$2`);
  });
});
