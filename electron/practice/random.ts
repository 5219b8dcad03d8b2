import { createHash } from 'node:crypto';

/** A repeatable source of numbers: equal seeds give equal sequences. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A number from `low` up to, not including, `high`. */
  between(low: number, high: number): number;
  /** An integer from 0 up to, not including, `below`. */
  integer(below: number): number;
  /** One member of the list. */
  pick<T>(list: readonly [T, ...T[]]): T;
}

/** A 32-bit hash of a text, for seeding (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The first `length` hexadecimal digits of the SHA-256 of what is given. */
export function digest(content: string | Uint8Array, length = 32): string {
  return createHash('sha256').update(content).digest('hex').slice(0, length);
}

/** A generator for one seed (mulberry32). */
export function createRandom(seed: number | string): Random {
  let state = typeof seed === 'string' ? hashText(seed) : seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (below: number) => Math.floor(next() * below);
  return {
    next,
    integer,
    between: (low, high) => low + next() * (high - low),
    pick: (list) => list[integer(list.length)] ?? list[0],
  };
}
