import { useMemo } from 'react';
import { formatItem, parseItemKey } from '#core/run/address';
import type { Question } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { attempt } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { answerQuestion, draftOfWorkflow } from '../store/run-flow.ts';
import { useRuns } from '../store/runs.ts';
import { revealNode } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Candidates } from './candidates.tsx';
import { nodeNameInRun } from './node-name.ts';

export interface OpenQuestion {
  readonly run: string;
  readonly workflow: { readonly id: string; readonly name: string };
  readonly node: string;
  readonly item: readonly number[];
  readonly question: Question;
}

/** Everything that the followed runs ask. */
export function questionsOf(runs: Readonly<Record<string, { readonly state: RunState }>>): readonly OpenQuestion[] {
  const questions: OpenQuestion[] = [];
  for (const { state } of Object.values(runs)) {
    if (state.phase.state !== 'running' && state.phase.state !== 'suspended') continue;
    for (const node of state.nodes.values()) {
      for (const [key, item] of node.items) {
        if (item.state !== 'needs-user') continue;
        const address = { run: state.id, workflow: state.workflow, node: node.node, item: parseItemKey(key) };
        questions.push({ ...address, question: item.question });
      }
    }
  }
  return questions;
}

export function useQuestions(): readonly OpenQuestion[] {
  const runs = useRuns((state) => state.runs);
  return useMemo(() => questionsOf(runs), [runs]);
}

/** What runs ask their user, with the answers. */
export function Questions() {
  const questions = useQuestions();
  if (questions.length === 0) return null;
  return (
    <ul aria-label={t('questions.title')} className="flex max-h-40 shrink-0 flex-col gap-1.5 overflow-y-auto px-3 pb-2">
      {questions.map((question) => (
        <li key={`${question.run}/${question.node}/${question.item.join('.')}`}>
          <QuestionCard question={question} />
        </li>
      ))}
    </ul>
  );
}

function QuestionCard({ question }: { readonly question: OpenQuestion }) {
  const { run, node, item } = question;
  const draft = draftOfWorkflow(question.workflow.id);
  const where = [question.workflow.name, nodeNameInRun(run, node, draft), formatItem(item)].filter(
    (part) => part !== '',
  );
  return (
    <Notice
      tone="warn"
      actions={
        <>
          {draft === undefined ? null : (
            <Button size="small" tone="quiet" onClick={() => revealNode(draft, node)}>
              {t('ui.show')}
            </Button>
          )}
          {question.question.choices.map((choice, index) => (
            <Button
              key={choice}
              size="small"
              tone={index === 0 ? 'primary' : 'plain'}
              title={t(`questions.choice.${choice}.help`)}
              onClick={() => attempt(() => answerQuestion(run, node, item, choice))}
            >
              {t(`questions.choice.${choice}`)}
            </Button>
          ))}
        </>
      }
    >
      <span className="text-dim">{where.join(' · ')}</span> <span>{inWords(question.question).message}</span>
      <Candidates
        candidates={question.question.candidates}
        onChoose={(task) => attempt(() => answerQuestion(run, node, item, task))}
      />
    </Notice>
  );
}
