import { powerSaveBlocker } from 'electron';
import type { LiveRuns } from '../app/live-runs.ts';

/** Keeps the system from falling asleep as long as a run is executed; the screen may go dark. */
export function stayAwake(runs: LiveRuns): void {
  const live = new Set<string>();
  let blocker: number | undefined;
  const update = (): void => {
    if (live.size > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  };
  runs.observe({
    begin({ id }) {
      live.add(id);
      update();
    },
    event: () => undefined,
    end(id) {
      live.delete(id);
      update();
    },
  });
}
