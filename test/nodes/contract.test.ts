import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { NodeDefinition } from '#core/node/definition';
import { paramDefinitionSchema, paramProblem } from '#core/node/param';
import { recipeSchema } from '#core/recipe/schema';
import { localTextSchema } from '#core/text';
import { parsePortType } from '#core/value/type';
import { valueProblem } from '#core/value/value';
import { digestOf } from '#electron/gateway/recipe/digest';
import { createDefaultRegistry } from '#nodes/index';
import { recipes } from '#nodes/recipes/index';
import { compute, deepFreeze, inputTypesOf, portsOf } from './support/compute.ts';
import { namesInRecipe } from './support/mapping-names.ts';

const folder = fileURLToPath(new URL('../../nodes', import.meta.url));
const registry = createDefaultRegistry();
const byType = registry.nodes.map((node): [string, NodeDefinition] => [node.type, node]);

/** Every `<family>/<type>.ts` that lies on the disk. */
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file.split(sep).length === 2 && dirname(file) !== 'recipes')
  .map((file) => join(folder, file));

/** Every text for people in a definition, with where it stands. */
function localTexts(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const at = `${path}.${key}`;
    if (['title', 'summary', 'label', 'help'].includes(key)) return [[at, inner]];
    return key === 'example' ? [] : localTexts(inner, at);
  });
}

function fits(file: string): string {
  return relative(folder, file).split(sep).join('/');
}

describe('the registry', () => {
  it('has the nodes of every file, and nothing else: adding a file is enough', async () => {
    const fromFiles = await Promise.all(
      files.map(async (file) => {
        const module: { node?: NodeDefinition } = await import(pathToFileURL(file).href);
        return module.node?.type;
      }),
    );
    expect(fromFiles).not.toContain(undefined);
    expect(registry.nodes.map((node) => node.type).sort()).toEqual(fromFiles.sort());
  });

  it('has the recipes of every file', () => {
    const recipeFiles = readdirSync(join(folder, 'recipes'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file.split(sep).length === 2)
      .map((file) => file.slice(0, -3).split(sep).join('/'));
    expect(registry.recipes.map((recipe) => recipe.id).sort()).toEqual(recipeFiles.sort());
  });

  it('has recipes that fit the schema as a whole, and are the same when they are read field by field', () => {
    for (const source of recipes) {
      const whole = recipeSchema.parse(source);
      const read = registry.recipe(whole.id);
      expect(read).toEqual(whole);
      expect(Object.keys(read ?? {}).sort(), whole.id).toEqual(Object.keys(whole).sort());
      expect(digestOf(read ?? whole), whole.id).toBe(digestOf(whole));
    }
  });

  it('names no type twice', () => {
    const types = registry.nodes.map((node) => node.type);
    expect(new Set(types).size).toBe(types.length);
  });

  it('has the node types that saved workflows rely on', () => {
    const types = registry.nodes.map((node) => node.type);
    expect(types).toEqual(
      expect.arrayContaining([
        ...['prompt', 'text-join', 'text-split', 'text-replace', 'number', 'json-pick', 'chat'],
        ...['list', 'flatten', 'input', 'output', 'file', 'save', 'upload'],
        ...['image', 'midjourney', 'midjourney-action', 'video', 'tts', 'transcribe'],
      ]),
    );
  });
});

describe.each(files.map((file) => [fits(file), file]))('the file %s', (_name, file) => {
  it('has the name of its type and lies in the folder of its family', async () => {
    const module: { node: NodeDefinition } = await import(pathToFileURL(file).href);
    expect(module.node.type).toBe(basename(file, '.ts'));
    expect(module.node.family).toBe(basename(dirname(file)));
    expect(Object.keys(module)).toEqual(['node']);
  });
});

describe.each(byType)('the node %s', (type, node) => {
  const { params = {}, inputs = {} } = node.example;
  const ports = portsOf(node, params);

  it('has a version, ports of known types and params that are data', () => {
    expect(Number.isInteger(node.version) && node.version >= 1).toBe(true);
    for (const definitions of [node.inputs, node.outputs, ports.inputs, ports.outputs]) {
      for (const [name, port] of Object.entries(definitions)) {
        expect(parsePortType(port.type), `${name}: ${port.type}`).toBeDefined();
      }
    }
    for (const [name, definition] of Object.entries(node.params)) {
      // Nothing is stripped: every key is one that the schema knows.
      expect(paramDefinitionSchema.parse(definition), name).toEqual(definition);
    }
  });

  it('has defaults that its own params allow', () => {
    for (const [name, definition] of Object.entries(node.params)) {
      if (!('default' in definition) || definition.default === undefined) continue;
      expect(paramProblem(definition, definition.default), name).toBeNull();
    }
  });

  it('speaks English and Chinese', () => {
    const texts = localTexts({ ...node, ports }, type);
    expect(texts.length).toBeGreaterThan(2);
    for (const [at, text] of texts) {
      const { en, zh } = localTextSchema.parse(text);
      expect(en.trim(), at).not.toBe('');
      expect(zh.trim(), at).not.toBe('');
    }
    expect(node.title.zh).toMatch(/\p{Script=Han}/u);
    expect(node.summary.zh).toMatch(/\p{Script=Han}/u);
  });

  it('has an example that fits its ports and params', () => {
    const all = registry.paramsOf(type, params);
    for (const [name, value] of Object.entries(params)) {
      const definition = all[name];
      expect(definition, name).toBeDefined();
      if (definition !== undefined) expect(paramProblem(definition, value), name).toBeNull();
    }
    const types = inputTypesOf(node, node.example);
    for (const [port, value] of Object.entries(inputs)) {
      expect(Object.keys(ports.inputs), port).toContain(port);
      expect(valueProblem({ type: types[port] ?? { base: 'any', depth: 0 }, value }), port).toBeNull();
    }
    for (const [port, input] of Object.entries(ports.inputs)) {
      if (input.required === true) expect(Object.keys({ ...params, ...inputs }), port).toContain(port);
    }
  });

  it('gives output types for ports that it has', () => {
    for (const types of [{}, inputTypesOf(node, node.example)]) {
      for (const port of Object.keys(node.outputTypes?.(types) ?? {}))
        expect(Object.keys(ports.outputs)).toContain(port);
    }
  });
});

describe.each(byType.filter(([, node]) => node.work.kind === 'compute'))('the node %s that computes', (_type, node) => {
  const { params = {}, inputs = {}, outputs } = node.example;
  const ports = portsOf(node, params);

  it('gives exactly its declared outputs, again and again, from frozen inputs', async () => {
    const given = deepFreeze(structuredClone({ params, inputs }));
    const first = await compute(node, given);
    expect(Object.keys(first).sort()).toEqual(Object.keys(ports.outputs).sort());
    expect(await compute(node, given)).toEqual(first);
    expect(given).toEqual({ params, inputs });
    const types = node.outputTypes?.(inputTypesOf(node, given)) ?? {};
    for (const [port, output] of Object.entries(ports.outputs)) {
      const type = types[port] ?? parsePortType(output.type) ?? { base: 'any', depth: 0 };
      expect(valueProblem({ type, value: first[port] ?? null }), port).toBeNull();
    }
  });

  it('gives what its example says, which is there unless it needs files', async () => {
    const pure = node.work.kind === 'compute' && node.work.files !== true;
    if (pure) expect(outputs).toBeDefined();
    if (outputs !== undefined) expect(await compute(node, { params, inputs })).toEqual(outputs);
  });
});

describe.each(byType.filter(([, node]) => node.work.kind === 'call'))('the node %s that calls', (type, node) => {
  it('has a recipe for its default params', () => {
    // The recipes of this one are a user's own.
    if ('recipe' in node.params) return;
    const recipe = registry.recipeFor(type, {});
    expect(recipe?.nodes ?? []).toContain(type);
    const model = node.params['model'];
    if (model?.type === 'model') expect(recipe?.models.map((known) => known.id)).toContain(model.default);
  });

  it('fits every recipe that serves it', () => {
    for (const recipe of registry.recipes.filter((one) => one.nodes.includes(type))) {
      const inputs = { ...node.inputs, ...recipe.ports.inputs };
      const outputs = { ...node.outputs, ...recipe.ports.outputs };
      const inputNames = Object.keys(inputs);
      const paramNames = [...Object.keys(node.params), ...Object.keys(recipe.params)];
      expect(Object.keys(recipe.outputs).sort(), recipe.id).toEqual(Object.keys(outputs).sort());
      for (const input of Object.keys(recipe.media)) {
        const base = parsePortType(inputs[input]?.type ?? '')?.base;
        expect(['image', 'audio', 'video', 'document', 'media'], `${recipe.id} media ${input}`).toContain(base);
      }
      for (const input of Object.keys(recipe.texts)) expect(inputs[input]?.type ?? '', recipe.id).toMatch(/text/);
      const names = namesInRecipe(recipe);
      expect(inputNames, recipe.id).toEqual(expect.arrayContaining([...names.inputs]));
      expect(paramNames, recipe.id).toEqual(expect.arrayContaining([...names.params]));
      expect([...inputNames, ...paramNames], recipe.id).toEqual(expect.arrayContaining([...names.either]));
    }
  });
});
