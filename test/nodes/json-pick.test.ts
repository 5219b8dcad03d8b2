import { describe, expect, it } from 'vitest';
import type { Json } from '#core/value/value';
import { createDefaultRegistry } from '#nodes/index';
import { node } from '#nodes/text/json-pick';
import { compute, failureOf } from './support/compute.ts';

const shots: Json = {
  shots: [
    { title: 'Dawn', tags: ['red', 'cold'] },
    { title: 'Dusk', tags: [] },
  ],
  片名: '月球',
  empty: null,
};
const pick = (path: string, json: Json = shots) => compute(node, { params: { path }, inputs: { json } });

describe('json-pick', () => {
  it.each<[string, Json]>([
    ['shots[0].title', 'Dawn'],
    ['shots[1].tags', []],
    ['片名', '月球'],
    ['shots[*].title', ['Dawn', 'Dusk']],
    ['shots[*].tags', [['red', 'cold'], []]],
    ['shots[*].tags[*]', ['red', 'cold']],
    ['', shots],
  ])('takes %s', (path, value) => {
    expect(pick(path)).toEqual({ value });
  });

  it('reads a list at the top', () => {
    expect(pick('[1].a', [{ a: 1 }, { a: 2 }])).toEqual({ value: 2 });
    expect(pick('[*].a', [{ a: 1 }, { a: 2 }])).toEqual({ value: [1, 2] });
    expect(pick('[*]', [])).toEqual({ value: [] });
  });

  it('has a list as output just when the path goes through every element', () => {
    const registry = createDefaultRegistry();
    const typeOf = (path: string) => registry.portsOf('json-pick', { path }).outputs['value']?.type;
    expect(typeOf('shots[0].tags')).toBe('json');
    expect(typeOf('shots[*].title')).toBe('list<json>');
    expect(typeOf('')).toBe('json');
    expect(typeOf('shots[*]..')).toBe('json');
  });

  it.each([
    ['shots[2].title', '"shots" of the JSON has no element [2].'],
    ['shots[0].name', '"shots[0]" of the JSON has no field "name".'],
    ['shots[*].name', '"shots[0]" of the JSON has no field "name".'],
    ['shots.length', '"shots" of the JSON has no field "length".'],
    ['constructor', 'The JSON has no field "constructor".'],
    ['__proto__', 'The JSON has no field "__proto__".'],
    ['片名[0]', '"片名" of the JSON has no element [0].'],
    ['片名[*]', '"片名" of the JSON is no list.'],
    ['empty', '"empty" of the JSON is empty (null).'],
    ['empty.a', '"empty" of the JSON has no field "a".'],
  ])('says what is missing at %s', async (path, message) => {
    const error = await failureOf(() => pick(path));
    expect(error).toMatchObject({ code: 'input.invalid', message, place: { field: 'path' } });
  });

  it.each(['a..b', '.a', 'a.', 'a[', 'a[-1]', 'a[x]', 'a[0]b', 'a]', '[0]]'])('refuses the path %s', async (path) => {
    expect(await failureOf(() => pick(path))).toMatchObject({ code: 'param.invalid', place: { field: 'path' } });
  });
});
