import { t } from '../i18n/index.ts';

/** The graph of one document. */
export function Canvas({ draft }: { readonly draft: string }) {
  return <main data-draft={draft}>{t('canvas.empty')}</main>;
}
