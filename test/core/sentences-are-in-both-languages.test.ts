import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintIn, listed, messageIn, say, verbatim, wording } from '#core/text';

describe('a sentence with values', () => {
  it('is filled in each language, with texts in that language', () => {
    const problem = { en: 'is not a number', zh: '不是数字' };
    expect(
      say('“{name}” {problem} ({count}).', '“{name}”{problem}（{count}）。', { name: 'Size', problem, count: 3 }),
    ).toEqual({ en: '“Size” is not a number (3).', zh: '“Size”不是数字（3）。' });
  });

  it('takes values as they are, whatever is in them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const said = say('{a}|{b}', '{b}|{a}', { a, b });
        expect(said).toEqual({ en: `${a}|${b}`, zh: `${b}|${a}` });
      }),
    );
    expect(say('{a}{b}', '{a}{b}', { a: '{b}$1$&', b: 'x' }).en).toBe('{b}$1$&x');
  });

  it('is plain JSON with its next step, and is found again in it', () => {
    const message = { en: 'The disk is full.', zh: '磁盘已满。' };
    const hint = { en: 'Free some space.', zh: '请清理空间。' };
    expect(wording(message)).toEqual({ message: message.en, zh: { message: message.zh } });
    const told = JSON.parse(JSON.stringify(wording(message, hint))) as ReturnType<typeof wording>;
    expect([messageIn(told), hintIn(told)]).toEqual([message, hint]);
    expect(hintIn(wording(message))).toBeUndefined();
  });

  it('lists texts in the manner of each language', () => {
    expect(listed(['a', 2, { en: 'all', zh: '全部' }])).toEqual({ en: 'a, 2, all', zh: 'a、2、全部' });
    expect(verbatim(7)).toEqual({ en: '7', zh: '7' });
  });
});
