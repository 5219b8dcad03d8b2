import { z } from 'zod';

/** A text that people read, in the languages of the program. */
export const localTextSchema = z.object({ en: z.string(), zh: z.string() });
export type LocalText = z.infer<typeof localTextSchema>;

/** The names of the places of a sentence: `"a" | "b"` of `{a} is not {b}`. */
type PlacesOf<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | PlacesOf<Rest> : never;
type SamePlaces<A extends string, B extends string> = [PlacesOf<A>, PlacesOf<B>] extends [PlacesOf<B>, PlacesOf<A>]
  ? unknown
  : 'both languages must have the same places';

/** What goes into a place of a sentence; a text in both languages goes in as that of the sentence. */
export type PlaceValue = string | number | LocalText;

/**
 * A sentence with values in both languages, as in `say('“{node}” needs {port}.', '“{node}”缺少 {port}。', { node, port })`.
 * A place that is in one language only, or has no value, does not compile.
 */
export function say<const E extends string, const Z extends string>(
  en: E,
  zh: Z & SamePlaces<E, Z>,
  values: Readonly<Record<PlacesOf<E>, PlaceValue>>,
): LocalText {
  const fill = (sentence: string, language: keyof LocalText): string =>
    sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name as PlacesOf<E>] : place;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { en: fill(en, 'en'), zh: fill(zh, 'zh') };
}

/** A text in one language: `zh-CN` is Chinese, everything else English. */
export function inLanguage(text: LocalText, language: string): string {
  return language === 'zh-CN' ? text.zh : text.en;
}

/** A name, a number or a quotation that is the same in every language. */
export function verbatim(text: string | number): LocalText {
  return { en: String(text), zh: String(text) };
}

/** Several texts as one, with a sign between them that suits each language. */
export function listed(texts: readonly PlaceValue[], separator: LocalText = { en: ', ', zh: '、' }): LocalText {
  const join = (language: keyof LocalText): string =>
    texts.map((text) => (typeof text === 'object' ? text[language] : String(text))).join(separator[language]);
  return { en: join('en'), zh: join('zh') };
}

/**
 * What is told to people as plain JSON, in errors, issues, questions and checks: English for the command, logs and files,
 * Chinese beside it. Files of older versions have no `zh`.
 */
export const wordingFields = {
  /** One sentence: what is wrong. */
  message: z.string(),
  /** One sentence: what to do next. */
  hint: z.string().optional(),
  zh: z.object({ message: z.string(), hint: z.string().optional() }).optional(),
};
const wordingSchema = z.object(wordingFields);
export type Wording = z.infer<typeof wordingSchema>;

/** A message, and what to do, as plain JSON. */
export function wording(message: LocalText, hint?: LocalText): Wording & { zh: NonNullable<Wording['zh']> } {
  if (hint === undefined) return { message: message.en, zh: { message: message.zh } };
  return { message: message.en, hint: hint.en, zh: { message: message.zh, hint: hint.zh } };
}

/** The message of a wording in both languages, to be quoted in another sentence. */
export function messageIn(told: Wording): LocalText {
  return { en: told.message, zh: told.zh?.message ?? told.message };
}

/** The same for what to do. */
export function hintIn(told: Wording): LocalText | undefined {
  return told.hint === undefined ? undefined : { en: told.hint, zh: told.zh?.hint ?? told.hint };
}

/** With a full stop at its end: what a gateway said may have none, and more is said after it. */
export function sentence(text: string): string {
  if (text.trim() === '' || /[.!?:;\u2026\u3002\uff01\uff1f\uff1b\uff1a]["'\u201d)\uff09]?\s*$/.test(text)) return text;
  return `${text.trimEnd()}${/[\u3400-\u9fff]$/.test(text.trimEnd()) ? '\u3002' : '.'}`;
}
