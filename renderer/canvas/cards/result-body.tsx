import { useMemo } from 'react';
import { t } from '../../i18n/index.ts';
import { chosenResults, type Result } from '../results.ts';
import { MediaGrid } from './media.tsx';
import { TextResult } from './text-body.tsx';

interface ResultBodyProps {
  /** Long values are loaded. */
  readonly results: readonly Result[];
  readonly title: string;
}

/** Values as a card shows them: pictures, films and players, else words, else bare data. */
export function ResultBody({ results, title }: ResultBodyProps) {
  const chosen = useMemo(() => chosenResults(results), [results]);
  const [first] = chosen;
  if (first === undefined) return null;
  if (first.kind === 'media') {
    const media = chosen.flatMap((result) => (result.kind === 'media' ? [result.media] : []));
    return <MediaGrid media={media} title={title} />;
  }
  const texts = chosen.flatMap((result) => (result.kind === 'text' || result.kind === 'json' ? [result.text] : []));
  if (texts.length === 1) return <TextResult text={texts[0] ?? ''} isLive={false} />;
  return (
    <ol className="text-list">
      {texts.slice(0, 6).map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: results have no other name than their place.
        <li key={index}>{text.slice(0, 160)}</li>
      ))}
      {texts.length > 6 ? <li className="faint">{t('node.more', { count: texts.length - 6 })}</li> : null}
    </ol>
  );
}
