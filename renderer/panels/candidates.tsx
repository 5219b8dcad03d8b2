import type { Question } from '#core/run/event';
import { t } from '../i18n/index.ts';
import { formatWhen } from './words.ts';

interface CandidatesProps {
  readonly candidates: Question['candidates'];
  readonly onChoose: (task: string) => void;
}

/** Tasks at the gateway that may be the one in question, to choose from. */
export function Candidates({ candidates = [], onChoose }: CandidatesProps) {
  if (candidates.length === 0) return null;
  return (
    <ul aria-label={t('questions.candidates')} className="mt-1 flex flex-col gap-0.5">
      {candidates.map((task) => {
        const when = task.createdAt === undefined ? undefined : formatWhen(task.createdAt, Date.now());
        const facts = [when, task.model, task.status, task.prompt].filter((fact) => fact !== undefined && fact !== '');
        return (
          <li key={task.id}>
            <button
              type="button"
              className="nodrag w-full cursor-default rounded-sm px-1.5 py-0.5 text-left hover:bg-raise"
              title={t('questions.candidate.help')}
              onClick={() => onChoose(task.id)}
            >
              <span className="block truncate">{facts.join(' · ')}</span>
              <span className="block truncate text-small text-dim">{task.id}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
