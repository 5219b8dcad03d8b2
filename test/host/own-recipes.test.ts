import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecipeSource } from '#core/recipe/schema';
import { openOwnRecipes } from '#electron/host/app/own-recipes';
import { openHome } from '#electron/store/home';
import { createDefaultRegistry } from '#nodes/index';
import { folder } from '../gateway/support/world.ts';

const recipe = (id: string, more: Partial<RecipeSource> = {}): RecipeSource => ({
  id,
  version: 1,
  nodes: ['image'],
  system: 'mine',
  title: { en: 'Mine', zh: '我的' },
  models: [{ id: 'mine-1' }],
  params: {},
  charges: true,
  submit: { method: 'POST', path: '/v1/mine' },
  outputs: { images: { as: 'media', kind: 'image', urls: ['url'], all: true } },
  ...more,
});

function homeWith(files: Readonly<Record<string, unknown>>) {
  const home = openHome(folder());
  for (const [name, content] of Object.entries(files)) {
    fs.writeFileSync(path.join(home.recipes, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const registry = createDefaultRegistry();
  return { home, registry, own: openOwnRecipes(home, registry) };
}

describe('the recipes of the home folder', () => {
  it('count like those of the program, one to a file or several', () => {
    const many = {
      format: 'patchbay.recipes',
      version: 1,
      recipes: [recipe('user/b', { models: [{ id: 'mine-2' }] })],
    };
    const { own, registry } = homeWith({ 'a.json': recipe('user/a'), 'b.json': many, 'notes.txt': 'x' });
    expect(own.problems).toEqual([]);
    expect(registry.recipeFor('image', { model: 'mine-1' })?.id).toBe('user/a');
    expect(registry.recipeFor('image', { model: 'mine-2' })?.id).toBe('user/b');
  });

  it('are left out with a word for each file that is wrong, and never keep the program from starting', () => {
    const { own, registry } = homeWith({
      'broken.json': '{',
      'empty.json': '{}',
      'good.json': recipe('user/good'),
      'header.json': recipe('user/header', {
        submit: { method: 'POST', path: '/x', headers: { Authorization: { constant: 'Bearer stolen' } } },
      }),
      'node.json': recipe('user/node', { nodes: ['prompt'] }),
      'theirs.json': recipe('openai/images'),
      'twice.json': recipe('user/good'),
      'unfit.json': { ...recipe('user/unfit'), surprise: 1 },
    });
    expect(registry.recipe('user/good')).toBeDefined();
    expect(own.list).toHaveLength(1);
    expect(own.problems.map(({ place }) => place?.file)).toEqual([
      ...['broken.json', 'empty.json', 'header.json', 'node.json', 'theirs.json', 'twice.json', 'unfit.json'],
    ]);
    for (const problem of own.problems) {
      expect(problem.code).toBe('file.unreadable');
      expect(problem.zh?.message).toMatch(/\p{Script=Han}/u);
      expect(problem.message).not.toContain('stolen');
    }
  });

  it('are added by an import, which keeps what the file had, tells listeners and survives a restart', async () => {
    const { home, own } = homeWith({});
    const document = (path: string) => ({
      name: 'shop.yaml',
      text: `openapi: 3.0.0\npaths:\n  ${path}:\n    get: { summary: ${path} }\n`,
    });
    let told = 0;
    own.onChange(() => {
      told += 1;
    });
    await own.add(document('/a'), [{ key: 'GET /a', task: false }]);
    await own.add(document('/b'), [{ key: 'GET /b', task: false }]);
    await own.add(document('/b'), [{ key: 'GET /b', task: false, charges: true }]);
    expect(told).toBe(3);
    const again = openOwnRecipes(home, createDefaultRegistry());
    expect(again.list.map(({ id, charges }) => [id, charges])).toEqual([
      ['user/shop-get-a', false],
      ['user/shop-get-b', true],
    ]);
    await expect(own.add(document('/a'), [{ key: 'GET /none', task: false }])).rejects.toMatchObject({
      code: 'usage.invalid',
    });
  });
});
