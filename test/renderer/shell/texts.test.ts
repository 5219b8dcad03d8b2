import { describe, expect, it } from 'vitest';
import { resources } from '../../../renderer/i18n/index.ts';

const english: Readonly<Record<string, string>> = resources.en.translation;
const chinese: Readonly<Record<string, string>> = resources['zh-CN'].translation;

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

describe('texts', () => {
  it('are there in both languages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of [...Object.entries(english), ...Object.entries(chinese)])
      expect(text.trim(), key).not.toBe('');
  });

  it('have the same placeholders in both languages', () => {
    for (const key of Object.keys(english)) {
      const other = chinese[key] ?? '';
      expect(new Set(placeholders(other)), key).toEqual(new Set(placeholders(english[key] ?? '')));
    }
  });

  it('have every form of a text with a number', () => {
    for (const key of Object.keys(english)) {
      if (key.endsWith('_one')) expect(english).toHaveProperty([key.replace(/_one$/, '_other')]);
      if (key.endsWith('_other')) expect(english).toHaveProperty([key.replace(/_other$/, '_one')]);
    }
  });

  it('say Chinese things in Chinese', () => {
    // What is put into a text has its own language.
    const wordsOf = (key: string): string => (english[key] ?? '').replace(/\{\{\w+\}\}/g, '');
    const same = Object.keys(english).filter((key) => english[key] === chinese[key] && /[a-z]{4,}/i.test(wordsOf(key)));
    const names = new Set(['Patchbay', 'JSON', 'English', 'Patchbay {{version}}', 'Patchbay · {{version}}']);
    expect(same.filter((key) => !names.has(english[key] ?? '') && !/[\u4e00-\u9fff]/.test(chinese[key] ?? ''))).toEqual(
      [],
    );
  });
});
