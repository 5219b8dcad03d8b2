import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { node as number } from '#nodes/text/number';
import { node as join } from '#nodes/text/text-join';
import { node as replace } from '#nodes/text/text-replace';
import { node as split } from '#nodes/text/text-split';
import { compute, failureOf } from './support/compute.ts';

const splitText = (text: string, params = {}) => compute(split, { params, inputs: { text } });

describe('text-join', () => {
  it('puts a new line between texts by default', () => {
    expect(compute(join, { inputs: { texts: ['a', 'b'] } })).toEqual({ text: 'a\nb' });
  });

  it.each([
    ['\\t', 'a\tb'],
    ['\\n\\n', 'a\n\nb'],
    ['\\\\n', 'a\\nb'],
    ['\\x', 'a\\xb'],
    ['', 'ab'],
  ])('understands the separator %s', (separator, text) => {
    expect(compute(join, { params: { separator }, inputs: { texts: ['a', 'b'] } })).toEqual({ text });
  });

  it('gives an empty text for an empty list', () => {
    expect(compute(join, { inputs: { texts: [] } })).toEqual({ text: '' });
  });
});

describe('text-split', () => {
  it('gives the lines that have something in them, without spaces around', () => {
    expect(splitText('  a cat \r\n\n a dog\n')).toEqual({ texts: ['a cat', 'a dog'] });
  });

  it('gives an empty list for an empty text', () => {
    expect(splitText('')).toEqual({ texts: [] });
  });

  it('cuts at any separator and keeps all when told so', () => {
    expect(splitText(' a;; b', { separator: ';', trim: false, dropEmpty: false })).toEqual({ texts: [' a', '', ' b'] });
    expect(splitText('a\tb', { separator: '\\t' })).toEqual({ texts: ['a', 'b'] });
  });

  it('keeps the first items only', () => {
    expect(splitText('a\n\nb\nc', { limit: 2 })).toEqual({ texts: ['a', 'b'] });
  });

  it.each([
    ['1. a cat', 'a cat'],
    ['12) a cat', 'a cat'],
    ['(3) a cat', 'a cat'],
    ['  - a cat', 'a cat'],
    ['* a cat', 'a cat'],
    ['4、一只猫', '一只猫'],
    ['1.5 cats', '1.5 cats'],
    ['2024. A year', '2024. A year'],
    ['-5 degrees', '-5 degrees'],
    ['a - b', 'a - b'],
  ])('removes the number of "%s" when asked to', (line, text) => {
    expect(splitText(line, { stripNumbers: true })).toEqual({ texts: [text] });
    expect(splitText(line)).toEqual({ texts: [line.trim()] });
  });

  it('drops an item that is nothing but its number', () => {
    expect(splitText('1. a\n2.\n3. b', { stripNumbers: true })).toEqual({ texts: ['a', 'b'] });
  });

  it('refuses an empty separator', async () => {
    expect(await failureOf(() => splitText('a', { separator: '' }))).toMatchObject({
      code: 'param.invalid',
      place: { field: 'separator' },
    });
  });

  it('undoes a join when no item has the separator in it', () => {
    const item = fc.string().map((text) => text.replaceAll(';', ''));
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), (texts) => {
        const joined = compute(join, { params: { separator: ';' }, inputs: { texts } });
        if (joined instanceof Promise) throw new Error('a pure node answers at once');
        const params = { separator: ';', trim: false, dropEmpty: false };
        expect(compute(split, { params, inputs: { text: joined['text'] ?? null } })).toEqual({ texts });
      }),
    );
  });

  it('never gives an empty or padded item by default', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(' ', '\n', '\r', 'a', '1', '.') }), (text) => {
        const outputs = splitText(text);
        if (outputs instanceof Promise) throw new Error('a pure node answers at once');
        for (const item of outputs['texts'] as string[]) {
          expect(item).not.toBe('');
          expect(item).toBe(item.trim());
        }
      }),
    );
  });
});

describe('text-replace', () => {
  const run = (text: string, params: Record<string, string | boolean>) =>
    compute(replace, { params, inputs: { text } });

  it('replaces every occurrence, or the first', () => {
    expect(run('a a a', { find: 'a', replace: 'b' })).toEqual({ text: 'b b b' });
    expect(run('a a a', { find: 'a', replace: 'b', all: false })).toEqual({ text: 'b a a' });
  });

  it('ignores case when told so, in any script that has one', () => {
    expect(run('Cat CAT cat', { find: 'cat', replace: 'x', matchCase: false })).toEqual({ text: 'x x x' });
    expect(run('ÉTÉ été', { find: 'été', replace: 'x', matchCase: false })).toEqual({ text: 'x x' });
    expect(run('Cat cat', { find: 'CAT', replace: 'x', matchCase: false, all: false })).toEqual({ text: 'x cat' });
    expect(run('Cat', { find: 'cat', replace: 'x' })).toEqual({ text: 'Cat' });
  });

  it('keeps the text when there is nothing to find', () => {
    expect(run('abc', { find: '', replace: 'x' })).toEqual({ text: 'abc' });
  });

  it('takes both texts literally', () => {
    const characters = fc.string({
      unit: fc.constantFrom('.', '*', '$', '&', '\\', '(', '[', '^', '-', '/', 'a', 'B'),
    });
    fc.assert(
      fc.property(characters, characters, characters, fc.boolean(), (text, find, by, matchCase) => {
        fc.pre(find !== '');
        const expected = matchCase ? text.split(find).join(by) : expectedWithoutCase(text, find, by);
        expect(run(text, { find, replace: by, matchCase })).toEqual({ text: expected });
      }),
    );
  });
});

/** By walking along the text; lower case of these letters has the same length. */
function expectedWithoutCase(text: string, find: string, by: string): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const hit = text.slice(at, at + find.length).toLowerCase() === find.toLowerCase();
    result += hit ? by : text[at];
    at += hit ? find.length : 1;
  }
  return result;
}

describe('number', () => {
  it('gives its value', () => {
    expect(compute(number, { params: { value: -1.5 } })).toEqual({ number: -1.5 });
    expect(compute(number)).toEqual({ number: 0 });
  });
});
