import { formatItem } from '#core/run/address';

/** Names longer than this many characters are cut; and bytes, because file systems count those. */
const mostCharacters = 120;
const mostBytes = 200;

/** Control characters, what a file system or a shell takes for itself, and characters that hide or turn text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be in a name
const unsafe = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Surrogate}]/gu;
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * Makes a text the name of a file on every system: one path component, never `.` or `..`, never a device of Windows, at
 * most 120 characters. Unsafe characters become `-`.
 */
export function safeFileName(text: string, fallback = 'output'): string {
  const plain = text.normalize('NFC').replace(unsafe, '-');
  // A leading dot hides a file; Windows drops dots and spaces at the end.
  const trimmed = trimEnd(shorten(plain.trim().replace(/^\.+/, (dots: string) => '-'.repeat(dots.length))));
  const name = trimmed === '' ? fallback : trimmed;
  return reserved.test(name) ? `-${name}` : name;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '.' || text[end - 1] === ' ')) end -= 1;
  return text.slice(0, end);
}

function shorten(text: string): string {
  let short = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (short.length + character.length > mostCharacters || bytes > mostBytes) break;
    short += character;
  }
  return short;
}

/** `<title>-1`, `<title>-2-3` for an item (from 0) of nested lists; a single value is the first. */
export function indexedName(title: string, item: readonly number[]): string {
  return `${safeFileName(title)}-${item.length === 0 ? '1' : formatItem(item)}`;
}

/** What stands under a name: nothing, the very content that is to be written, or something else. */
export type Occupant = 'free' | 'same' | 'other';

/**
 * Finds the name for a file beside others: `name.ext`, or `name~2.ext`, `name~3.ext` … when others hold it. `occupant` is
 * asked for one name after the other; `isThere` says that the same content lies under that name already.
 */
export async function uniqueTarget(
  name: string,
  extension: string,
  occupant: (fileName: string) => Promise<Occupant>,
): Promise<{ fileName: string; isThere: boolean }> {
  for (let number = 1; ; number += 1) {
    const fileName = `${name}${number === 1 ? '' : `~${number}`}.${extension}`;
    const found = await occupant(fileName);
    if (found !== 'other') return { fileName, isThere: found === 'same' };
  }
}
