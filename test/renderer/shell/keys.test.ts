import { describe, expect, it } from 'vitest';
import { formatKeys, isFieldKey, matchesKeys, type PressedKey, parseKeys } from '../../../renderer/commands/keys.ts';

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it('reads combinations, the plus key included', () => {
    expect(parseKeys('Mod+Shift+P')).toEqual({ mod: true, shift: true, alt: false, key: 'P' });
    expect(parseKeys('Mod++')).toEqual({ mod: true, shift: false, alt: false, key: '+' });
    expect(parseKeys('+').key).toBe('+');
    expect(parseKeys('Space')).toEqual({ mod: false, shift: false, alt: false, key: 'Space' });
  });

  it('takes Ctrl as Mod, and ⌘ on a Mac', () => {
    const save = parseKeys('Mod+S');
    expect(matchesKeys(save, press('s', { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys(save, press('s', { metaKey: true }), true)).toBe(true);
    expect(matchesKeys(save, press('s', { ctrlKey: true }), true)).toBe(false);
    expect(matchesKeys(save, press('s', { ctrlKey: true, metaKey: true }), false)).toBe(false);
  });

  it('wants exactly the modifiers that are named', () => {
    expect(matchesKeys(parseKeys('Mod+S'), press('S', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesKeys(parseKeys('Mod+Shift+S'), press('S', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys('D'), press('d', { altKey: true }), false)).toBe(false);
  });

  it('knows digits under Shift and letters under Alt by their place', () => {
    expect(matchesKeys(parseKeys('Shift+1'), press('!', { code: 'Digit1', shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys('Alt+W'), press('∑', { code: 'KeyW', altKey: true }), true)).toBe(true);
  });

  it('lets a sign bring its own Shift', () => {
    expect(matchesKeys(parseKeys('?'), press('?', { code: 'Slash', shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys('?'), press('?', { code: 'Minus' }), false)).toBe(true);
  });

  it('follows the letter that is written, not its place, on other keyboards', () => {
    expect(matchesKeys(parseKeys('Mod+Z'), press('z', { code: 'KeyY', ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys('Mod+Y'), press('z', { code: 'KeyY', ctrlKey: true }), false)).toBe(false);
  });

  it('leaves to a field what a field does itself', () => {
    expect(isFieldKey(press('a'), false)).toBe(true);
    expect(isFieldKey(press('Delete'), false)).toBe(true);
    expect(isFieldKey(press('z', { ctrlKey: true }), false)).toBe(true);
    expect(isFieldKey(press('s', { ctrlKey: true }), false)).toBe(false);
    expect(isFieldKey(press('F6'), false)).toBe(false);
  });

  it('writes keys as the platform does', () => {
    expect(formatKeys('Mod+Shift+P', true)).toBe('⇧⌘P');
    expect(formatKeys('Mod+Shift+P', false)).toBe('Ctrl+Shift+P');
    expect(formatKeys('Mod+Enter', true)).toBe('⌘↵');
    expect(formatKeys('Alt+w', false)).toBe('Alt+W');
  });
});
