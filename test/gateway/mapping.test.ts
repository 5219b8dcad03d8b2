import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mapping, mappingSchema } from '#core/recipe/schema';
import { canonicalJson } from '#core/value/canonical';
import type { Json } from '#core/value/value';
import { parseJson } from '#electron/gateway/json';
import { evaluate, holds } from '#electron/gateway/recipe/mapping';
import { findAll, findFirst } from '#electron/gateway/recipe/paths';
import { fillTemplate } from '#electron/gateway/recipe/template';

const context = {
  params: { model: 'm', n: 2, empty: '', list: ['a', 'b'], flag: false },
  inputs: { prompt: 'Hi {model}', task: { id: '17', buttons: [{ label: 'U1', customId: 'x' }] }, images: ['u', 'v'] },
  files: { images: [{ content: 'data:image/png;base64,AAAA', base64: 'AAAA', mime: 'image/png', name: 'cat.png' }] },
};
const anyJson = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

describe('a mapping', () => {
  it.each<[Mapping, Json | undefined]>([
    [{ param: 'model' }, 'm'],
    [{ param: 'missing' }, undefined],
    [{ param: 'constructor' }, undefined],
    [{ input: 'task', path: 'buttons[0].label' }, 'U1'],
    [{ input: 'task', path: 'buttons[*].label' }, ['U1']],
    [{ each: { files: 'images' }, give: { item: true, path: 'base64' } }, ['AAAA']],
    [{ files: 'missing' }, undefined],
    [{ constant: null }, null],
    [{ text: '{model} has {n}' }, 'm has 2'],
    [{ text: '{model} {missing}' }, undefined],
    [{ text: '{prompt}' }, 'Hi {model}'],
    [{ object: { a: { param: 'missing' }, b: { param: 'n' } } }, { b: 2 }],
    [{ list: [{ param: 'missing' }, { param: 'n' }] }, [2]],
    [{ concat: [{ param: 'list' }, { param: 'n' }, { param: 'missing' }] }, ['a', 'b', 2]],
    [{ join: [{ param: 'model' }, { param: 'empty' }, { param: 'n' }], by: ' ' }, 'm 2'],
    [{ join: [{ param: 'empty' }], by: ' ' }, undefined],
    [{ when: { present: { param: 'empty' } }, give: { constant: 1 }, otherwise: { constant: 2 } }, 2],
    [{ when: { present: { param: 'empty' } }, give: { constant: 1 } }, undefined],
    [{ omitEmpty: { param: 'empty' } }, undefined],
    [{ omitEmpty: { param: 'flag' } }, false],
    [{ each: { input: 'images' }, give: { object: { url: { item: true } } } }, [{ url: 'u' }, { url: 'v' }]],
    [{ each: { param: 'model' }, give: { item: true } }, undefined],
    [{ lookup: { param: 'model' }, table: { m: 'found' } }, 'found'],
    [{ lookup: { param: 'n' }, table: { m: 1 }, otherwise: { constant: 'no' } }, 'no'],
    [{ lookup: { constant: 'toString' }, table: {} }, undefined],
    [{ lookup: { constant: 'U1' }, rows: { input: 'task', path: 'buttons' }, key: 'label', value: 'customId' }, 'x'],
    [{ first: [{ param: 'empty' }, { param: 'n' }] }, 2],
    [{ decode: 'base64', of: { constant: 'SGk=' } }, 'Hi'],
    [{ decode: 'hex', of: { constant: '4869' } }, 'SGk='],
    [{ decode: 'hex', of: { constant: 'xyz' } }, undefined],
    [{ decode: 'data-url', of: { constant: 'data:image/png;base64,AA==' } }, 'AA=='],
    [
      { decode: 'markdown-link', of: { constant: 'see ![x](https://x/1.png) and [y](https://x/2)' } },
      'https://x/1.png',
    ],
    [{ decode: 'list', of: { constant: 'a, b，c\n' } }, ['a', 'b', 'c']],
    [{ decode: 'number', of: { constant: '5' } }, 5],
    [{ decode: 'number', of: { constant: 'five' } }, undefined],
    [{ input: 'images', path: '[1]' }, 'v'],
    [
      { merge: [{ object: { a: { constant: 1 } } }, { input: 'prompt' }, { constant: { a: 2, b: 3 } }] },
      { a: 2, b: 3 },
    ],
    [{ merge: [{ param: 'missing' }] }, undefined],
    [{ answer: ['result'] }, undefined],
    [{ when: { oneOf: { param: 'n' }, values: [1, 2] }, give: { constant: 'yes' } }, 'yes'],
    [{ when: { fits: { param: 'model' }, patterns: ['x*', 'm*'] }, give: { constant: 'yes' } }, 'yes'],
    [{ when: { fits: { param: 'missing' }, patterns: ['*'] }, give: { constant: 'yes' } }, undefined],
    [{ must: { param: 'n' }, field: 'n', problem: { en: 'is missing', zh: '缺失' } }, 2],
  ])('%j gives %j', (mapping, value) => {
    expect(mappingSchema.parse(mapping)).toEqual(mapping);
    expect(evaluate(mapping, context)).toEqual(value);
  });

  it('refuses what must be there and is not', () => {
    const mapping: Mapping = {
      must: { param: 'empty' },
      field: 'empty',
      problem: { en: 'is needed', zh: '：必须填写' },
      choices: { param: 'list' },
    };
    expect(() => evaluate(mapping, context)).toThrow('“empty” is needed.');
  });

  it('tests conditions', () => {
    const present = (name: string) => ({ present: { param: name } });
    expect(holds({ all: [present('n'), { not: present('empty') }] }, context)).toBe(true);
    expect(holds({ any: [present('missing'), present('empty')] }, context)).toBe(false);
    expect(holds({ equals: [{ constant: { a: 1, b: 2 } }, { constant: { b: 2, a: 1 } }] }, context)).toBe(true);
    expect(holds({ equals: [{ param: 'missing' }, { param: 'missing' }] }, context)).toBe(false);
  });

  it('gives any constant as it is, and never computes with it', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(evaluate({ constant: value }, context)).toEqual(value);
        expect(evaluate({ param: 'x' }, { params: { x: value }, inputs: {} })).toEqual(value);
      }),
    );
  });

  it('fills a template once: values are not templates', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        const values: Record<string, string> = { a: first, b: second };
        expect(fillTemplate('<{a}|{b}>', (name) => values[name])).toBe(`<${first}|${second}>`);
      }),
    );
  });
});

describe('a path', () => {
  it('finds what is there', () => {
    const json = { data: [{ url: '' }, { url: 'x' }], a: { 'b-c': 1 } };
    expect(findAll(json, 'data[*].url')).toEqual(['', 'x']);
    expect(findAll(json, 'data[1].url')).toEqual(['x']);
    expect(findAll(json, 'a.b-c')).toEqual([1]);
    expect(findFirst(json, ['none', 'data[*].url'])).toBe('x');
  });

  it('never fails and finds only own fields', () => {
    const part = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'length', 'toString');
    const path = fc.array(fc.oneof(part, fc.constantFrom('[0]', '[*]')), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyJson, part, path, (json, first, rest) => {
        const text = [first, ...rest.map((step) => (step.startsWith('[') ? step : `.${step}`))].join('');
        for (const found of findAll(json, text)) expect(typeof found).not.toBe('function');
      }),
    );
  });
});

describe('JSON', () => {
  it('keeps the digits of long whole numbers as text, and other numbers as numbers', () => {
    expect(
      parseJson('{"id":1730000000000001234,"n":-9007199254740993,"ok":9007199254740991,"x":0.1234567890123456}'),
    ).toEqual({
      id: '1730000000000001234',
      n: '-9007199254740993',
      ok: 9007199254740991,
      x: 0.1234567890123456,
    });
    expect(parseJson('{"a":1,"a":12345678901234567890}')).toEqual({ a: '12345678901234567890' });
    expect(parseJson('\ufeff[1]')).toEqual([1]);
  });

  it('is read as the plain parser reads it when no number is long', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        fc.pre(!/\d{16}/.test(JSON.stringify(value)));
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is canonical: the order of keys does not matter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), (record) => {
        const turned = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(record));
        expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)));
      }),
    );
  });
});
