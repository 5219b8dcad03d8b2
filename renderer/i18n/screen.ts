import { chineseOf, englishOf } from './pairs.ts';
import { settingsTexts } from './screen-settings.ts';
import { windowTexts } from './screen-window.ts';
import { workTexts } from './screen-work.ts';

/** Texts of everything around the canvas. */
const screen = { ...windowTexts, ...workTexts, ...settingsTexts };

export const screenEn = englishOf(screen);
export const screenZh = chineseOf(screen);
