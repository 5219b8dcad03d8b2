import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexedName, type Occupant, safeFileName, uniqueTarget } from '../../electron/store/output-names.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', ' ', 'a', ':', '\0', '..', '\ud800', '猫', '😀'), maxLength: 200 }),
);

test('a name never leaves its folder and fits every file system, whatever the text', () => {
  fc.assert(
    fc.property(anyText, fc.array(fc.nat(50), { maxLength: 3 }), (text, item) => {
      for (const name of [safeFileName(text), indexedName(text, item)]) {
        const file = `${name}~2.png`;
        for (const style of [path.posix, path.win32]) {
          expect(style.dirname(style.join('/home', file))).toBe(style.join('/home'));
          expect(style.basename(file)).toBe(file);
        }
        expect(name).not.toMatch(/^\.|[. ]$/);
        expect(name.length).toBeLessThanOrEqual(140);
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
        expect(Buffer.from(file).toString()).toBe(file);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['Film', 'Film'],
  ['a/b\\c:d', 'a-b-c-d'],
  ['..', '--'],
  ['.hidden', '-hidden'],
  ['', 'output'],
  ['   ', 'output'],
  ['CON', '-CON'],
  ['nul.txt', '-nul.txt'],
  ['com1', '-com1'],
  ['console', 'console'],
  ['end. . ', 'end'],
  ['тест 猫 😀', 'тест 猫 😀'],
  ['abc\u202Egnp.exe', 'abc-gnp.exe'],
  ['x'.repeat(300), 'x'.repeat(120)],
])('%j becomes %j', (text, name) => {
  expect(safeFileName(text)).toBe(name);
});

test('indexes count from 1', () => {
  expect(indexedName('Film', [])).toBe('Film-1');
  expect(indexedName('Film', [0, 1])).toBe('Film-1-2');
});

test('takes the first name that is free or holds the same', async () => {
  const held: Record<string, 'same' | 'other'> = { 'a.txt': 'other', 'a~2.txt': 'same' };
  const occupant = async (name: string): Promise<Occupant> => held[name] ?? 'free';
  expect(await uniqueTarget('a', 'txt', occupant)).toEqual({ fileName: 'a~2.txt', isThere: true });
  held['a~2.txt'] = 'other';
  expect(await uniqueTarget('a', 'txt', occupant)).toEqual({ fileName: 'a~3.txt', isThere: false });
});
