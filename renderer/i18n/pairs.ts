type Pairs = Readonly<Record<string, readonly [english: string, chinese: string]>>;

/** Texts with both languages side by side, so that neither can be forgotten. */
export function definePairs<const P extends Pairs>(pairs: P): P {
  return pairs;
}

function pick<P extends Pairs>(pairs: P, index: 0 | 1): Readonly<Record<keyof P, string>> {
  return Object.fromEntries(Object.entries(pairs).map(([key, texts]) => [key, texts[index]])) as Record<
    keyof P,
    string
  >;
}

export function englishOf<P extends Pairs>(pairs: P): Readonly<Record<keyof P, string>> {
  return pick(pairs, 0);
}

export function chineseOf<P extends Pairs>(pairs: P): Readonly<Record<keyof P, string>> {
  return pick(pairs, 1);
}
