import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { t } from '../i18n/index.ts';
import type { ResultContent } from './results.ts';

const known = new Map<string, string>();

/** How many long texts are kept at hand. */
const mostKept = 100;

async function load(artifact: string): Promise<string> {
  const { value } = await api().call('value.load', { artifact });
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  if (known.size >= mostKept) known.clear();
  known.set(artifact, text);
  return text;
}

/** The text of a result, fetched when it is long; empty for media. @throws AppError */
export async function loadText(content: ResultContent): Promise<string> {
  if (content.kind === 'media') return '';
  if (content.kind === 'text') return content.text;
  if (content.kind === 'file') return content.file;
  return known.get(content.artifact) ?? load(content.artifact);
}

/** The text of a result; long ones are fetched. Undefined for media, and while it is on its way. */
export function useResultText(content: ResultContent): string | undefined {
  const artifact = content.kind === 'stored' ? content.artifact : undefined;
  const [loaded, setLoaded] = useState<{ artifact: string; text: string } | undefined>(undefined);
  useEffect(() => {
    if (artifact === undefined || known.has(artifact)) return;
    let isCurrent = true;
    load(artifact)
      .catch(() => t('results.unreadable'))
      .then((text) => isCurrent && setLoaded({ artifact, text }))
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [artifact]);
  if (content.kind === 'text') return content.text;
  if (content.kind === 'file') return content.file;
  if (artifact === undefined) return undefined;
  return known.get(artifact) ?? (loaded?.artifact === artifact ? loaded.text : undefined);
}
