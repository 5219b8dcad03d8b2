import type { PushPayload } from '#core/services/contract';
import { api } from '../api.ts';
import { attempt, runCommand } from '../commands/registry.ts';
import { refreshBalance } from './balance.ts';
import { noteChangedOnDisk } from './document-files.ts';
import { confirmLeases, noteTaken } from './documents.ts';
import { perFrame } from './per-frame.ts';
import { takeChange } from './reading.ts';
import { refreshRecipes } from './registry.ts';
import { followOpenRuns, planAfterRun } from './run-flow.ts';
import { noteRunEvents } from './run-news.ts';
import { applyRunEvents, followAgain, refreshRuns } from './runs.ts';
import { refreshLibrary, takeConnections, takeSettings } from './session.ts';
import { refreshTasks } from './tasks.ts';
import { useView } from './view.ts';

/** Milliseconds for which changes of lists are gathered. */
const gather = 250;

function gathered(action: () => Promise<void>): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      // A list that could not be fetched is fetched with the next change.
      action().catch(() => undefined);
    }, gather);
  };
}

/** Subscribes once to everything that the main process tells by itself. Returns what ends it. */
export function followPushes(): () => void {
  const port = api();
  const runsSoon = gathered(refreshRuns);
  const tasksSoon = gathered(refreshTasks);
  const librarySoon = gathered(refreshLibrary);
  const balanceSoon = gathered(refreshBalance);
  const planLater = gathered(async () => planAfterRun());
  const recipesSoon = gathered(refreshRecipes);
  const runEvents = perFrame<PushPayload<'run.event'>>((pushes) => {
    for (const run of new Set(pushes.map((push) => push.run))) {
      const events = pushes.flatMap((push) => (push.run === run ? push.events : []));
      applyRunEvents(run, events);
      noteRunEvents(run, events);
      if (events.some(({ event }) => event === 'run-end' || event === 'run-suspend')) balanceSoon();
    }
  });
  let isLost = false;
  let wasConnected = false;
  const ends = [
    port.subscribe('run.event', runEvents),
    port.subscribe('run.changed', () => {
      runsSoon();
      planLater();
    }),
    port.subscribe('task.changed', tasksSoon),
    port.subscribe('settings.changed', takeSettings),
    port.subscribe('connection.changed', takeConnections),
    port.subscribe('recipe.changed', recipesSoon),
    port.subscribe('workflow.changed', ({ path, revision }) => {
      noteChangedOnDisk(path, revision);
      librarySoon();
    }),
    port.subscribe('draft.taken', ({ draft }) => noteTaken(draft)),
    port.subscribe('draft.changed', (change) => attempt(() => takeChange(change))),
    port.subscribe('command.invoke', ({ command, path }) => {
      runCommand(command, path);
    }),
    port.onConnection((isConnected) => {
      useView.setState({ isConnected });
      if (isConnected && isLost) attempt(comeBack);
      // Before the first connection nothing was lost.
      isLost = !isConnected && (wasConnected || isLost);
      wasConnected = isConnected;
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** What happened while the main process was away is asked for; what was edited meanwhile is written. */
async function comeBack(): Promise<void> {
  await Promise.allSettled([confirmLeases(), followAgain(), refreshTasks(), refreshLibrary()]);
  await followOpenRuns();
}
