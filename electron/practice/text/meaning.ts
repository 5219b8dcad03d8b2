import { digest } from '../random.ts';

/** The words of a text in small letters; each Chinese character is one. */
export function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\u3040-\u9fff]|[\p{L}\p{N}]+/gu) ?? [];
}

/** A vector of length 1 in which each word has its places: texts that share words lie close together. */
export function vectorOf(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of wordsIn(text)) {
    const hash = digest(word, 32);
    for (let start = 0; start < 32; start += 8) {
      const number = Number.parseInt(hash.slice(start, start + 8), 16);
      const place = number % dimensions;
      vector[place] = (vector[place] ?? 0) + (number % 2 === 0 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => Math.round((value / length) * 1e6) / 1e6);
}

/** How many words of a question a text has, from 0 to 1. */
export function likeness(query: string, text: string): number {
  const wanted = new Set(wordsIn(query));
  const has = new Set(wordsIn(text));
  if (wanted.size === 0 || has.size === 0) return 0;
  const shared = [...wanted].filter((word) => has.has(word)).length;
  return shared / Math.sqrt(wanted.size * has.size);
}
