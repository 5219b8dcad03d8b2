import type { Attempt } from '../../executor/services.ts';
import type { App } from '../app/app.ts';
import { openStoredRun } from '../app/run.ts';
import { lostPlace } from '../app/tasks.ts';
import { answerCommand } from './progress.ts';
import { oneLine } from './terminal.ts';

/** As many as a terminal shows without hiding what was said before. */
const most = 10;

/** What can be done about the requests whose answer never came, as lines of commands; nothing when there is none. */
export function offersFor(app: App, attempts: readonly Attempt[]): string[] {
  const unclear = attempts.filter(({ state }) => state === 'ambiguous');
  if (unclear.length === 0) return [];
  const lines = unclear.slice(0, most).map((attempt) => `  ${offerFor(app, attempt)}   (${attempt.id})`);
  const rest = unclear.length - lines.length;
  return [
    'No answer came to these requests, so they may have been billed. Decide with:',
    ...new Set(lines),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}

function offerFor(app: App, attempt: Attempt): string {
  const { address, id } = attempt;
  switch (lostPlace(app, attempt)) {
    case 'run': {
      const { state } = openStoredRun(app, address.run);
      const item = state?.nodes.get(address.node)?.items.get(address.item.join('.'));
      // A run that was killed asks when it goes on.
      if (item?.state !== 'needs-user') return `patchbay resume ${oneLine(address.run)}`;
      return answerCommand(address.run, address.node, address.item, item.question);
    }
    case 'look':
      return `patchbay collect ${id}`;
    default:
      return `patchbay forget ${id}`;
  }
}
