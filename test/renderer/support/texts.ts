import { type Language, startTexts } from '../../../renderer/i18n/index.ts';

/** Starts the texts where there is no page. */
export async function prepareTexts(language: Language): Promise<void> {
  const page = globalThis as { document?: unknown };
  page.document ??= { documentElement: {} };
  await startTexts(language);
}
