import { chineseOf, definePairs, englishOf } from './pairs.ts';

/** Texts of everything around the canvas. */
const screen = definePairs({
  'app.name': ['Patchbay', 'Patchbay'],
});

export const screenEn = englishOf(screen);
export const screenZh = chineseOf(screen);
