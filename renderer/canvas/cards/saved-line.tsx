import { paramValue } from '#core/node/param';
import { type NodeRun, nodeState } from '#core/run/state';
import { t } from '../../i18n/index.ts';
import type { NodeFacts } from '../facts.ts';
import { useResults } from '../hooks.ts';

/** What a node that saves copies has saved and where, in words; undefined for every other node and before it is done. */
export function useSavedNote(draft: string, facts: NodeFacts, run: NodeRun | undefined): string | undefined {
  const count = useResults(draft, facts.id, run).length;
  if (facts.type !== 'save' || run === undefined || nodeState(run) !== 'done') return undefined;
  const definition = facts.paramDefinitions['folder'];
  const held = definition === undefined ? '' : paramValue(definition, facts.params['folder']);
  const folder = typeof held === 'string' ? held.trim() : '';
  return folder === '' ? t('state.savedBeside', { count }) : t('state.saved', { count, folder });
}

export function SavedLine({ text }: { readonly text: string }) {
  return (
    <div className="state-line">
      <i className="dot" data-tone="ok" />
      <span title={text}>{text}</span>
    </div>
  );
}
