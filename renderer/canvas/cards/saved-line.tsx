import { useMemo } from 'react';
import { paramValue } from '#core/node/param';
import { type NodeRun, nodeState } from '#core/run/state';
import { attempt } from '../../commands/registry.ts';
import { t } from '../../i18n/index.ts';
import { showInFolder } from '../../panels/result-actions.ts';
import { useRuns } from '../../store/runs.ts';
import type { NodeFacts } from '../facts.ts';
import { useLoaded, useResults } from '../hooks.ts';
import { resultsOfPort } from '../results.ts';

/** How many files a card names. */
const mostNamed = 4;

/** What a node that saves copies has saved and where, in words; undefined for every other node and before it is done. */
export function useSavedNote(draft: string, facts: NodeFacts, run: NodeRun | undefined): string | undefined {
  const count = useResults(draft, facts.id, run).length;
  if (facts.type !== 'save' || run === undefined || nodeState(run) !== 'done') return undefined;
  const definition = facts.paramDefinitions['folder'];
  const held = definition === undefined ? '' : paramValue(definition, facts.params['folder']);
  const folder = typeof held === 'string' ? held.trim() : '';
  return folder === '' ? t('state.savedBeside', { count }) : t('state.saved', { count, folder });
}

interface SavedLinesProps {
  readonly draft: string;
  readonly node: string;
  readonly run: NodeRun;
  /** Says it all in one line. */
  readonly note: string;
}

/** That copies were saved, and their names; each shows its file in its folder. */
export function SavedLines({ draft, node, run, note }: SavedLinesProps) {
  const id = useRuns((state) => state.shown[draft]);
  const saved = useLoaded(useMemo(() => resultsOfPort(run, 'files'), [run]));
  const files = saved.flatMap((result) => (result.kind === 'text' ? [result.text] : []));
  return (
    <>
      <div className="state-line">
        <i className="dot" data-tone="ok" />
        <span title={note}>{note}</span>
      </div>
      {files.length === 0 || id === undefined ? null : (
        <ul className="saved-files" aria-label={t('node.files')}>
          {files.slice(0, mostNamed).map((file) => (
            <li key={file}>
              <button
                type="button"
                className="nodrag"
                title={t('node.showFile', { file })}
                onClick={() => attempt(() => showInFolder({ run: id, node, file }))}
              >
                {file.slice(file.lastIndexOf('/') + 1)}
              </button>
            </li>
          ))}
          {files.length > mostNamed ? (
            <li className="faint">{t('node.more', { count: files.length - mostNamed })}</li>
          ) : null}
        </ul>
      )}
    </>
  );
}
