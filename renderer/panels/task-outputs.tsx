import { MoreHorizontal } from 'lucide-react';
import type { CallOutput } from '#core/services/contract';
import type { TaskView } from '#core/services/run-views';
import { AudioPlayer } from '../canvas/cards/audio-player.tsx';
import { t } from '../i18n/index.ts';
import { Menu } from '../ui/menu.tsx';
import { resultMenu } from './result-actions.ts';
import { ResultTile } from './result-tile.tsx';
import { outputResults } from './results.ts';
import { taskName } from './task-name.ts';
import { type NamedResult, openViewer } from './viewer-state.ts';

interface TaskOutputsProps {
  readonly task: TaskView;
  /** What asking for it gave: a task that had failed may have a result after all. */
  readonly collected: CallOutput<'task.collect'> | undefined;
}

/** What an attempt has delivered: to be seen and heard, and taken from here into a node or a folder. */
export function TaskOutputs({ task, collected }: TaskOutputsProps) {
  const outputs = collected?.kind === 'delivered' ? collected.outputs : task.outputs;
  if (outputs === undefined) return null;
  const name = taskName({ ...task, item: [] });
  const results = outputResults(task.node, task.item, outputs).map((result) => ({ ...result, name }));
  return (
    <ul aria-label={t('tasks.outputs')} className="grid shrink-0 grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-2">
      {results.map((result, index) => (
        <li key={result.key} className="relative">
          <ResultTile result={result} name={name} onOpen={() => openViewer(results, index)} />
          <Sound result={result} />
          <Menu
            label={t('tasks.menu', { name: result.name })}
            align="end"
            entries={resultMenu(result, () => openViewer(results, index))}
            trigger={
              <button
                type="button"
                aria-label={t('tasks.output-menu', { name: result.name })}
                className="absolute top-1 right-1 inline-flex size-6 items-center justify-center rounded-md bg-card/90 text-dim hover:text-text"
              >
                <MoreHorizontal size={15} />
              </button>
            }
          />
        </li>
      ))}
    </ul>
  );
}

function Sound({ result }: { readonly result: NamedResult }) {
  const { content } = result;
  if (content.kind !== 'media' || content.media.kind !== 'audio') return null;
  return <AudioPlayer media={content.media} title={result.name} />;
}
