import { useState } from 'react';
import type { CallOutput } from '#core/services/contract';
import type { TaskView } from '#core/services/run-views';
import { attempt, runCommand } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { lookForTask } from '../store/tasks.ts';
import { Button } from '../ui/button.tsx';
import { Candidates } from './candidates.tsx';

interface LostTaskProps {
  readonly task: TaskView;
  readonly place: NonNullable<CallOutput<'task.answer'>['lost']>;
}

/** What can be done about a request whose answer never came. */
export function LostTask({ task, place }: LostTaskProps) {
  const [looked, setLooked] = useState<CallOutput<'task.look'> | undefined>(undefined);
  const [isLooking, setLooking] = useState(false);
  const look = (candidate?: string): void => {
    setLooking(true);
    attempt(() =>
      lookForTask(task.id, candidate)
        .then(setLooked)
        .finally(() => setLooking(false)),
    );
  };
  if (place === 'none') return <p className="text-dim">{t('tasks.lost.none')}</p>;
  if (place === 'run') {
    return (
      <p className="flex items-center gap-2 text-dim">
        {t('tasks.lost.run')}
        <Button size="small" onClick={() => runCommand('run.open', { run: task.run, node: task.node })}>
          {t('runs.answer')}
        </Button>
      </p>
    );
  }
  return (
    <div className="shrink-0">
      <p className="flex items-center gap-2 text-dim">
        <span>{t('tasks.lost.look')}</span>
        <Button size="small" disabled={isLooking} onClick={() => look()}>
          {isLooking ? t('tasks.checking') : t('questions.choice.look')}
        </Button>
      </p>
      {looked?.kind === 'open' ? (
        <div role="status">
          <p className="selectable">{inWords(looked.question).message}</p>
          <Candidates candidates={looked.question.candidates} onChoose={look} />
        </div>
      ) : null}
    </div>
  );
}
