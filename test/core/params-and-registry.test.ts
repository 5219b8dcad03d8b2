import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import { type ParamDefinition, paramDefinitionSchema, paramProblem, paramValue } from '#core/node/param';
import { createRegistry } from '#core/node/registry';
import type { RecipeSource } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import { label } from './graph-support.ts';
import { arbitraryJson } from './json-support.ts';

type Bare<T> = T extends unknown ? Omit<T, 'label'> : never;
const param = (definition: Bare<ParamDefinition>): ParamDefinition => ({ ...definition, label }) as ParamDefinition;
const artifact = `sha256:${'0'.repeat(64)}`;

/** A definition, values that fit, and values that do not with what is said of them. */
const table: readonly [Bare<ParamDefinition>, readonly Json[], readonly (readonly [Json, string])[]][] = [
  [
    { type: 'text' },
    ['', 'a', '猫'],
    [
      [1, 'must be a text'],
      [null, 'must be a text'],
      [['a'], 'must be a text'],
    ],
  ],
  [
    { type: 'text', minLength: 2, maxLength: 3 },
    ['ab', 'abc'],
    [
      ['a', 'must have at least 2 characters'],
      ['abcd', 'has 4 characters; 3 are allowed'],
    ],
  ],
  [
    { type: 'number' },
    [0, -1.5, 1e300],
    [
      ['1', 'must be a number'],
      [null, 'must be a number'],
      [true, 'must be a number'],
    ],
  ],
  [
    { type: 'number', min: 0, max: 2 },
    [0, 2, 0.1],
    [
      [-0.001, 'must be at least 0'],
      [2.001, 'must be at most 2'],
    ],
  ],
  [
    { type: 'integer', min: 1, max: 4 },
    [1, 4, 2.0],
    [
      [1.5, 'must be a whole number'],
      [0, 'must be at least 1'],
      [5, 'must be at most 4'],
      ['2', 'must be a number'],
    ],
  ],
  [
    { type: 'boolean' },
    [true, false],
    [
      ['true', 'must be true or false'],
      [0, 'must be true or false'],
    ],
  ],
  [
    { type: 'choice', options: [{ value: 'a' }, { value: 2 }] },
    ['a', 2],
    [
      ['b', 'must be one of a, 2'],
      ['2', 'must be one of a, 2'],
      [null, 'must be one of a, 2'],
    ],
  ],
  [{ type: 'choice', open: true, options: [{ value: '1x1' }] }, ['1x1', '2x3'], [[5, 'must be one of 1x1']]],
  [{ type: 'choice', open: true, options: [{ value: 5 }] }, [5, 7], [['7', 'must be one of 5']]],
  [
    { type: 'model', default: 'm' },
    ['m', 'other/model-2'],
    [
      ['', 'must be the id of a model'],
      [1, 'must be the id of a model'],
    ],
  ],
  [{ type: 'json' }, [null, 'x', [1], { a: null }], []],
  [
    { type: 'file' },
    [{ path: 'cat.png' }, { artifact }, { artifact, path: 'cat.png', name: 'cat' }],
    [{}, { name: 'cat' }, { path: '' }, { path: 1 }, { artifact: 'sha256:0' }, 'cat.png', null].map(
      (value) => [value as Json, 'must name a file'] as const,
    ),
  ],
];

const cases = table.flatMap(([definition, fits, others]) => [
  ...fits.map((value) => ({ definition, value, problem: null })),
  ...others.map(([value, problem]) => ({ definition, value, problem })),
]);

describe('the value of a param', () => {
  it.each(cases)('$value for $definition: $problem', ({ definition, value, problem }) => {
    expect(paramProblem(param(definition), value)?.en ?? null).toBe(problem);
  });

  it('is judged whatever it is, never thrown at', () => {
    const definitions = table.map(([definition]) => param(definition));
    fc.assert(
      fc.property(fc.constantFrom(...definitions), arbitraryJson, (definition, value) => {
        const problem = paramProblem(definition, value);
        if (problem === null) return;
        expect(problem.en).toMatch(/^(must|has) .*[^.]$/s);
        expect(problem.zh).toMatch(/^(必须|至少|有|不能).*[^。]$/s);
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the node holds, else the default, else nothing', () => {
    const number = param({ type: 'number', default: 3 });
    expect([paramValue(number, 5), paramValue(number, 0), paramValue(number, undefined)]).toEqual([5, 0, 3]);
    expect(paramValue(param({ type: 'number' }), undefined)).toBeUndefined();
    expect(paramValue(param({ type: 'file' }), undefined)).toBeUndefined();
  });

  it('has a definition that is data', () => {
    for (const [definition] of table) {
      expect(paramDefinitionSchema.parse(JSON.parse(JSON.stringify(param(definition))))).toEqual(param(definition));
    }
  });
});

const common = { version: 1, family: 'picture', title: label, summary: label, example: {} } as const;
const call = defineNode({
  ...common,
  type: 'image',
  params: { model: { type: 'model', label, default: 'alpha-1' }, size: { type: 'text', label } },
  inputs: { prompt: { type: 'text', label } },
  outputs: { images: { type: 'list<image>', label } },
  work: { kind: 'call' },
});
const modelless = defineNode({
  ...common,
  type: 'upload',
  params: {},
  inputs: {},
  outputs: {},
  work: { kind: 'call' },
});

function recipe(id: string, models: readonly string[], more: Partial<RecipeSource> = {}): RecipeSource {
  return {
    id,
    version: 1,
    nodes: ['image'],
    system: 'test',
    title: label,
    models: models.map((model) => ({ id: model })),
    params: {},
    charges: true,
    submit: { method: 'POST', path: '/v1/images' },
    outputs: {},
    ...more,
  };
}

describe('the registry', () => {
  const alpha = recipe('test/alpha', ['alpha-1', 'alpha-2'], {
    match: ['*'],
    params: {
      seed: param({ type: 'integer' }),
      fast: { ...param({ type: 'boolean' }), models: ['alpha-2'] } as ParamDefinition,
      style: { ...param({ type: 'text' }), models: ['alpha-*'] } as ParamDefinition,
      size: param({ type: 'choice', options: [{ value: '1x1' }] }),
    },
  });
  const beta = recipe('test/beta', ['beta-1'], { match: ['beta-*', 'alpha-9'] });
  const upload = recipe('test/upload', [], { nodes: ['upload'], charges: false });
  const registry = createRegistry([call, modelless], [alpha, beta, upload]);
  const recipeOf = (model?: Json): string | undefined =>
    registry.recipeFor('image', model === undefined ? {} : { model })?.id;

  it('finds the recipe by the exact model, then by the pattern that says most, in whatever order they are', () => {
    expect(recipeOf()).toBe('test/alpha');
    expect(recipeOf('alpha-2')).toBe('test/alpha');
    expect(recipeOf('beta-1')).toBe('test/beta');
    expect(recipeOf('beta-7')).toBe('test/beta');
    expect(recipeOf('gamma')).toBe('test/alpha');
    expect(createRegistry([call], [beta, alpha]).recipeFor('image', { model: 'beta-7' })?.id).toBe('test/beta');
  });

  it('finds none for a model of nobody, and the only one for a call without a model', () => {
    expect(createRegistry([call], [beta]).recipeFor('image', { model: 'gamma' })).toBeUndefined();
    expect(registry.recipeFor('upload', {})?.id).toBe('test/upload');
    expect(registry.recipeFor('hologram', {})).toBeUndefined();
  });

  it('takes a recipe that selects only while the param of the node has one of its values', () => {
    const dialect = param({ type: 'choice', default: 'auto', options: [{ value: 'auto' }, { value: 'other' }] });
    const chosen = defineNode({ ...call, params: { ...call.params, dialect } } as Parameters<typeof defineNode>[0]);
    const usual = recipe('test/usual', ['alpha-1'], { select: { param: 'dialect', values: ['auto'] } });
    const other = recipe('test/other', ['alpha-1'], { select: { param: 'dialect', values: ['other'] } });
    const both = createRegistry([chosen], [other, usual]);
    expect(both.recipeFor('image', { model: 'alpha-1' })?.id).toBe('test/usual');
    expect(both.recipeFor('image', { model: 'alpha-1', dialect: 'other' })?.id).toBe('test/other');
    expect(both.recipeFor('image', { model: 'alpha-1', dialect: 'strange' })).toBeUndefined();
  });

  it('has the params of the node and those that the recipe has for the model', () => {
    const names = (model: string): string[] => Object.keys(registry.paramsOf('image', { model }));
    expect(names('alpha-1')).toEqual(['model', 'size', 'seed', 'style']);
    expect(names('alpha-2')).toEqual(['model', 'size', 'seed', 'fast', 'style']);
    expect(names('beta-1')).toEqual(['model', 'size']);
    expect(names('gamma')).toEqual(['model', 'size', 'recipe', 'seed']);
    expect(registry.paramsOf('image', {})['size']?.type).toBe('choice');
    expect(registry.paramsOf('hologram', {})).toEqual({});
  });

  it('knows what it has by name, and nothing by the names that every object has', () => {
    expect([registry.node('image'), registry.recipe('test/beta')?.id]).toEqual([call, 'test/beta']);
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect([registry.node(name), registry.recipe(name), registry.recipeFor(name, {})]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(registry.portsOf(name, {})).toEqual({ inputs: {}, outputs: {} });
    }
  });

  it('refuses what is there twice, and a recipe that is none', () => {
    expect(() => createRegistry([call, call], [])).toThrow(AppError);
    expect(() => createRegistry([call], [alpha, alpha])).toThrow('two recipes have the id test/alpha');
    expect(() => createRegistry([call], [{ ...alpha, colour: 'red' } as RecipeSource])).toThrow();
  });
});
