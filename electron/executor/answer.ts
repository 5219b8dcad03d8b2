import { AppError } from '#core/errors';
import type { EventBody, RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { listed, say } from '#core/text';

/** Records the answer to a question. @throws AppError `usage.invalid` when nothing is asked there or the choice is none */
export function recordAnswer(
  state: RunState,
  emit: (event: EventBody<RunEvent>) => void,
  node: string,
  item: readonly number[],
  choice: string,
): void {
  const current = state.nodes.get(node)?.items.get(item.join('.'));
  if (current?.state !== 'needs-user') {
    const message = say('The node "{node}" asks nothing in this run.', '节点“{node}”在这次运行中没有提问。', { node });
    throw new AppError('usage.invalid', message, { place: { node } });
  }
  const { candidates = [] } = current.question;
  const choices: readonly string[] = [...current.question.choices, ...candidates.map(({ id }) => id)];
  const chosen = choices.find((known) => known === choice);
  if (chosen === undefined) {
    const message = say(
      '"{choice}" is no answer to this question; choose {choices}.',
      '“{choice}”不是这个问题的选项；请选择 {choices}。',
      { choice, choices: listed(choices, { en: ' or ', zh: ' 或 ' }) },
    );
    throw new AppError('usage.invalid', message, { place: { node } });
  }
  emit({ event: 'node-answer', path: [], node, item: [...item], attempt: current.attempt, choice: chosen });
}
