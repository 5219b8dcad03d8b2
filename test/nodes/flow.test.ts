import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapInputs } from '#core/graph/mapping';
import { listOf, type PortType, parsePortType, single } from '#core/value/type';
import type { Json, TypedValue } from '#core/value/value';
import { node as flatten } from '#nodes/flow/flatten';
import { node as input } from '#nodes/flow/input';
import { node as list } from '#nodes/flow/list';
import { node as output } from '#nodes/flow/output';
import { createDefaultRegistry } from '#nodes/index';
import { compute, failureOf, fakeFiles, pictureOf } from './support/compute.ts';

/** Wires the sources into the node's only port and computes it, as a run does. */
function wire(node: typeof list, port: string, ...sources: TypedValue[]): TypedValue {
  const type = parsePortType(node.inputs[port]?.type ?? '') ?? single('any');
  const item = mapInputs([{ port, type, sources }], 'zip').inputsOf([]);
  if (item.kind === 'invalid') throw new Error(item.problem.en);
  const outputs = compute(node, { inputs: item.inputs, types: item.types });
  if (outputs instanceof Promise) throw new Error('a pure node answers at once');
  return { value: outputs[port] ?? null, type: node.outputTypes?.(item.types)[port] ?? single('any') };
}

describe('list', () => {
  it('gathers single values and lists in the order of the wires', () => {
    const texts: TypedValue[] = [
      { type: single('text'), value: 'a' },
      { type: listOf('text'), value: ['b', 'c'] },
    ];
    expect(wire(list, 'items', ...texts)).toEqual({ type: listOf('text'), value: ['a', 'b', 'c'] });
  });

  it('makes a list of one of a single value and keeps a deeper list deep', () => {
    expect(wire(list, 'items', { type: single('number'), value: 1 })).toEqual({ type: listOf('number'), value: [1] });
    const deep: TypedValue = { type: listOf('text', 2), value: [['a'], ['b', 'c']] };
    expect(wire(list, 'items', deep)).toEqual(deep);
  });

  it('is a list of anything when the wires differ', () => {
    const mixed: TypedValue[] = [
      { type: single('text'), value: 'a' },
      { type: single('number'), value: 1 },
    ];
    expect(wire(list, 'items', ...mixed)).toEqual({ type: listOf('any'), value: ['a', 1] });
  });

  it('says its type before anything is wired', () => {
    expect(list.outputTypes?.({})).toEqual({ items: listOf('any') });
  });
});

describe('flatten', () => {
  it('joins one level', () => {
    const deep: TypedValue = { type: listOf('text', 3), value: [[['a'], ['b']], [['c']]] };
    expect(wire(flatten, 'list', deep)).toEqual({ type: listOf('text', 2), value: [['a'], ['b'], ['c']] });
  });

  it('leaves a simple list as it is', () => {
    const flat: TypedValue = { type: listOf('image'), value: [pictureOf('a.png'), pictureOf('b.png')] };
    expect(wire(flatten, 'list', flat)).toEqual(flat);
  });

  it('does not open a list that is JSON', () => {
    const json: TypedValue = { type: listOf('json', 2), value: [[[1, 2]], [[3]]] };
    expect(wire(flatten, 'list', json)).toEqual({ type: listOf('json'), value: [[1, 2], [3]] });
  });

  it('keeps every item, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string())), (value) => {
        const flat = wire(flatten, 'list', { type: listOf('text', 2), value });
        expect(flat.value).toHaveLength(value.reduce((sum, inner) => sum + inner.length, 0));
        expect(flat).toEqual({
          type: listOf('text'),
          value: ([] as string[]).concat(...value),
        });
      }),
    );
  });

  it('after a list of lists is as long as the lists together', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat()), { minLength: 1 }), (lists) => {
        const sources = lists.map((value): TypedValue => ({ type: listOf('number', 2), value: [value] }));
        const flat = wire(flatten, 'list', wire(list, 'items', ...sources));
        expect(flat.value).toHaveLength(lists.flat().length);
      }),
    );
  });
});

describe('input', () => {
  const registry = createDefaultRegistry();
  const give = (type: string, value: Json, files = fakeFiles()) =>
    compute(input, { params: { name: 'it', type, default: value }, files });

  it('has an output of its type', () => {
    const typeOf = (params: Record<string, Json>) => registry.portsOf('input', params).outputs['value']?.type;
    expect(typeOf({})).toBe('text');
    expect(typeOf({ type: 'list<image>' })).toBe('list<image>');
    expect(typeOf({ type: 'nonsense' })).toBe('any');
  });

  it('offers every port type, single and as a list', () => {
    const type = input.params['type'];
    const values = type?.type === 'choice' ? type.options.map((option) => option.value) : [];
    expect(values).toHaveLength(20);
    for (const value of values) expect(parsePortType(String(value))).toBeDefined();
  });

  it.each<[string, Json, Json]>([
    ['text', 'a cat', 'a cat'],
    ['text', '', ''],
    ['text', 5, '5'],
    ['number', '2.5', 2.5],
    ['boolean', false, false],
    ['json', '[1]', '[1]'],
    ['json', { a: [1] }, { a: [1] }],
    ['list<json>', [[1], { a: 2 }], [[1], { a: 2 }]],
    ['list<text>', ['a', 1], ['a', '1']],
    ['list<text>', 'a', ['a']],
    ['list<number>', [], []],
    ['any', ['a', 1], ['a', 1]],
  ])('reads as %s the value %j', (type, held, value) => {
    expect(give(type, held)).toEqual({ value });
  });

  it('takes a file by path, by content, by link and as it is', async () => {
    const files = fakeFiles();
    const refs = [{ path: 'cat.png' }, { artifact: `sha256:${'b'.repeat(64)}`, name: 'dog.png' }];
    expect(await give('image', refs[0] ?? null, files)).toEqual({ value: pictureOf('cat.png') });
    expect(await give('list<media>', refs, files)).toEqual({ value: [pictureOf('cat.png'), pictureOf('dog.png')] });
    expect(files.opened).toEqual([refs[0], ...refs]);
    expect(give('image', pictureOf('fox.png'))).toEqual({ value: pictureOf('fox.png') });
    expect(give('video', 'https://example.com/film.mp4')).toEqual({
      value: { kind: 'video', url: 'https://example.com/film.mp4', mime: '' },
    });
  });

  it.each<[string, Json, string]>([
    ['number', 'five', 'The value is not a number.'],
    ['text', ['a'], 'The value is a list, but the type takes a single value.'],
    ['boolean', 'yes', 'The value does not fit: text cannot become yes or no.'],
    ['image', 'C:/cat.png', 'The value is no https address.'],
    ['video', pictureOf('cat.png'), 'The value does not fit: an image cannot become a video.'],
    ['list<number>', [1, null], 'The value is empty.'],
  ])('refuses as %s the value %j', async (type, held, message) => {
    expect(await failureOf(() => give(type, held))).toMatchObject({
      code: 'param.invalid',
      message,
      place: { field: 'default' },
    });
  });

  it('refuses a file of another kind', async () => {
    expect(await failureOf(() => give('video', { path: 'cat.png' }))).toMatchObject({
      code: 'param.invalid',
      message: 'The value is an image, not a video.',
      place: { field: 'default' },
    });
  });

  it('says where a file is missing', async () => {
    const files = { ...fakeFiles(), open: () => Promise.reject(new Error('gone')) };
    expect(await failureOf(() => give('image', { path: 'cat.png' }, files))).toMatchObject({
      place: { field: 'default' },
    });
  });

  it.each([undefined, null])('without a value (%s) says which one is missing', async (held) => {
    const params = { name: 'place', ...(held !== undefined && { default: held }) };
    expect(await failureOf(() => compute(input, { params }))).toMatchObject({
      code: 'input.missing',
      message: 'The input "place" has no value.',
      place: { field: 'default' },
    });
  });

  it('refuses a type that is none', async () => {
    expect(await failureOf(() => give('nonsense', 'a'))).toMatchObject({
      code: 'param.invalid',
      place: { field: 'type' },
    });
  });
});

describe('output', () => {
  it('takes anything, gaps included, and passes nothing on', () => {
    const types: Record<string, PortType> = { value: listOf('text') };
    expect(compute(output, { inputs: { value: ['a', null] }, types })).toEqual({});
    expect(output.takesGaps).toBe(true);
  });
});
