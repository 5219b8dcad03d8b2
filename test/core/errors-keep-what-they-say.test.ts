import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AppError,
  assertNever,
  billedSchema,
  bug,
  type ErrorInfo,
  errorCodes,
  errorInfoSchema,
  fromErrorInfo,
  toAppError,
} from '#core/errors';
import { messageIn, verbatim } from '#core/text';
import { arbitraryJson, objectOf, throughText } from './json-support.ts';

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const arbitraryText = fc.record({ en: fc.string(), zh: fc.string() });

const arbitraryError: fc.Arbitrary<AppError> = fc
  .record({
    code: fc.constantFrom(...errorCodes),
    message: arbitraryText,
    hint: optional(arbitraryText),
    place: optional(fc.record({ node: fc.string(), item: fc.array(fc.nat()), line: fc.nat() }, { requiredKeys: [] })),
    retryable: optional(fc.boolean()),
    retryAfter: optional(fc.nat()),
    billed: optional(fc.constantFrom(...billedSchema.options)),
    details: optional(objectOf(arbitraryJson)),
  })
  .map(({ code, message, ...options }) => new AppError(code, message, options));

describe('an error', () => {
  it('comes back from plain JSON as it was', () => {
    fc.assert(
      fc.property(arbitraryError, (error) => {
        const info = errorInfoSchema.parse(throughText(JSON.parse(JSON.stringify(error.info)))) as ErrorInfo;
        const back = fromErrorInfo(info);
        expect(JSON.stringify(errorInfoSchema.parse(back.info))).toBe(JSON.stringify(info));
        expect([back.code, back.message, back.name]).toEqual([error.code, error.message, 'AppError']);
        expect(back.info).not.toHaveProperty('stack');
      }),
    );
  });

  it('of an older version, without Chinese, is read and said in English', () => {
    const old = { code: 'disk.full', message: 'The disk is full.', hint: 'Free some space.', retryable: false };
    const info = errorInfoSchema.parse(old);
    expect(info).toEqual(old);
    expect(messageIn(info)).toEqual({ en: 'The disk is full.', zh: 'The disk is full.' });
    expect(fromErrorInfo(info).info).toMatchObject(old);
  });

  it('says only what it was told, and is not to be repeated unless told so', () => {
    expect(new AppError('task.failed', { en: 'It failed.', zh: '失败了。' }).info).toEqual({
      code: 'task.failed',
      message: 'It failed.',
      zh: { message: '失败了。' },
      retryable: false,
    });
  });

  it('has its cause and stack, but not in what is stored', () => {
    const cause = new Error('secret inside');
    const error = new AppError('file.unreadable', verbatim('The file cannot be read.'), { cause });
    expect(error.cause).toBe(cause);
    expect(error.at({ file: 'a' }).cause).toBe(cause);
    expect(JSON.stringify(error.info)).not.toMatch(/secret|stack|errors-keep/);
    expect(new AppError('file.unreadable', verbatim('x')).cause).toBeUndefined();
  });
});

describe('a place', () => {
  it('is filled in, and what the error says of it already wins', () => {
    const error = new AppError('param.invalid', verbatim('No.'), {
      place: { field: 'size', node: undefined },
      billed: 'no',
    });
    const placed = error.at({ node: 'n1', field: 'other', item: [2] });
    expect(placed.info.place).toEqual({ node: 'n1', field: 'size', item: [2] });
    expect(placed.at({ node: 'outer', file: 'f' }).info.place).toEqual({
      node: 'n1',
      field: 'size',
      item: [2],
      file: 'f',
    });
    expect(placed.info).toMatchObject({ code: 'param.invalid', message: 'No.', billed: 'no' });
    expect(error.info.place).toEqual({ field: 'size', node: undefined });
  });
});

describe('whatever is thrown', () => {
  it('becomes an error of the program, with its cause', () => {
    const known = new AppError('disk.full', verbatim('The disk is full.'));
    expect(toAppError(known)).toBe(known);
    const throwing = {
      toString() {
        throw new Error('no text');
      },
    };
    const thrown: unknown[] = [
      new TypeError('x is not y'),
      'text',
      0,
      null,
      undefined,
      Symbol('s'),
      5n,
      {},
      Object.create(null),
      throwing,
    ];
    for (const cause of thrown) {
      const error = toAppError(cause);
      expect(error.code).toBe('internal.bug');
      expect(error.cause).toBe(cause);
      expect(error.message).toMatch(/^Something unexpected went wrong: ./);
      expect(error.info).not.toHaveProperty('details');
      expect(JSON.parse(JSON.stringify(error.info))).toEqual(error.info);
    }
    expect(toAppError(new TypeError('x is not y')).message).toContain('x is not y');
  });

  it('is a bug when our own code broke a promise', () => {
    expect(bug('two things at once', { seq: 3 }).info).toMatchObject({ code: 'internal.bug', details: { seq: 3 } });
    expect(() => assertNever('other' as never)).toThrow('unexpected case: "other"');
  });
});
