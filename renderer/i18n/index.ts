import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { hintIn, inLanguage, type LocalText, messageIn, sentence, type Wording } from '#core/text';
import { canvasEn, canvasZh } from './canvas.ts';
import { screenEn, screenZh } from './screen.ts';

export type Language = 'en' | 'zh-CN';

/** Every text of the screen in every language; a key that is missing in one of them does not compile. */
export const resources = {
  en: { translation: { ...screenEn, ...canvasEn } },
  'zh-CN': { translation: { ...screenZh, ...canvasZh } },
} as const;

/** The forms of a text with a number are `key_one` and `key_other`; its key is the one without them. */
type BaseKey<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

export type TextKey = BaseKey<keyof typeof screenEn | keyof typeof canvasEn>;

/** Starts with the chosen language, else the system's. */
export async function startTexts(language: Language | undefined): Promise<void> {
  await i18next.init({
    lng: language ?? systemLanguage(),
    fallbackLng: 'en',
    resources,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  for (const texts of Object.values(plain)) texts.clear();
  document.documentElement.lang = i18next.language;
}

function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export async function setLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function currentLanguage(): Language {
  return i18next.language === 'zh-CN' ? 'zh-CN' : 'en';
}

/** Texts without values by language: cards ask for the same ones again with each of their drawings. */
const plain: Record<Language, Map<TextKey, string>> = { en: new Map(), 'zh-CN': new Map() };

/** The text under a key; `{{name}}` in it is replaced, `count` chooses the plural (`key_one`, `key_other`). */
export function t(key: TextKey, values?: Readonly<Record<string, string | number>>): string {
  if (values !== undefined) return i18next.t(key, values);
  const known = plain[currentLanguage()];
  const text = known.get(key) ?? i18next.t(key);
  known.set(key, text);
  return text;
}

/** A text that a node type or a recipe brings along. */
export function localText(text: LocalText): string {
  return inLanguage(text, currentLanguage());
}

/** What an error, an issue, a question or a check says, and what to do, in the language of the screen. */
export function inWords(told: Wording): { readonly message: string; readonly hint: string | undefined } {
  const hint = hintIn(told);
  return { message: sentence(localText(messageIn(told))), hint: hint === undefined ? undefined : localText(hint) };
}

function subscribe(changed: () => void): () => void {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
}

/** Draws a component again when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}
