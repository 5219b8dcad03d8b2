/** A combination of keys such as `Mod+Shift+P`; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export interface KeyCombination {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** As in the description: `P`, `1`, `Space`, `Enter`, `?`. */
  readonly key: string;
}

/** What a key event says; the part of `KeyboardEvent` that matters here. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const modifiers = new Set(['Mod', 'Shift', 'Alt']);

/** Reads `Mod+Shift+P`. The key itself may be `+`. */
export function parseKeys(text: string): KeyCombination {
  const parts = text.endsWith('++') ? [...text.slice(0, -2).split('+'), '+'] : text.split('+');
  const key = parts.at(-1) ?? '';
  const held = new Set(parts.slice(0, -1).filter((part) => modifiers.has(part)));
  return { mod: held.has('Mod'), shift: held.has('Shift'), alt: held.has('Alt'), key: key === '' ? '+' : key };
}

/** Letters and digits are known by their place on the keyboard too, because Shift and Alt change what they write. */
function isKey(wanted: string, pressed: PressedKey): boolean {
  if (wanted === 'Space') return pressed.code === 'Space';
  if (/^[A-Z]$/i.test(wanted)) {
    const isSame = pressed.key.toLowerCase() === wanted.toLowerCase();
    return isSame || (pressed.altKey && pressed.code === `Key${wanted.toUpperCase()}`);
  }
  if (/^[0-9]$/.test(wanted)) return pressed.key === wanted || pressed.code === `Digit${wanted}`;
  return pressed.key === wanted;
}

/** A sign such as `?` or `+` brings its own Shift on many keyboards. */
function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9]/i.test(key);
}

/** Whether the pressed keys are exactly this combination. */
export function matchesKeys(combination: KeyCombination, pressed: PressedKey, isMac: boolean): boolean {
  const mod = isMac ? pressed.metaKey : pressed.ctrlKey;
  const foreign = isMac ? pressed.ctrlKey : pressed.metaKey;
  if (foreign || mod !== combination.mod || pressed.altKey !== combination.alt) return false;
  if (pressed.shiftKey !== combination.shift && !isSign(combination.key)) return false;
  return isKey(combination.key, pressed);
}

const symbols: Readonly<Record<string, string>> = {
  Enter: '↵',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Space: 'Space',
};

/** How the platform writes a combination: `⇧⌘P`, `Ctrl+Shift+P`. */
export function formatKeys(text: string, isMac: boolean): string {
  const { mod, shift, alt, key } = parseKeys(text);
  const name = symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  if (isMac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [...(mod ? ['Ctrl'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), name].join('+');
}

/** What a field for text does with Mod itself: these keys stay its own. */
const fieldKeys: readonly string[] = [
  'Mod+A',
  'Mod+C',
  'Mod+V',
  'Mod+X',
  'Mod+Z',
  'Mod+Y',
  'Mod+Shift+Z',
  'Mod+ArrowLeft',
  'Mod+ArrowRight',
  'Mod+ArrowUp',
  'Mod+ArrowDown',
  'Mod+Backspace',
  'Mod+Delete',
];

/** Whether these keys belong to the field in which someone types. */
export function isFieldKey(pressed: PressedKey, isMac: boolean): boolean {
  const mod = isMac ? pressed.metaKey : pressed.ctrlKey;
  if (!mod) return !/^F\d+$/.test(pressed.key);
  return fieldKeys.some((text) => matchesKeys(parseKeys(text), pressed, isMac));
}

export const isMac: boolean = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
