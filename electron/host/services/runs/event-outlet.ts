import { isJournalled, type RunEvent } from '#core/run/event';
import type { ClientSession } from '../session.ts';

/** Milliseconds in which what is only for the eye is gathered: one frame of the screen. */
const frame = 16;
/** Milliseconds between two pushes when a state has changed: people wait for that, and a flood stays 250 pushes a second. */
const leastPause = 4;

/** Brings events of runs to one screen: the first at once, those that follow soon after together. */
export interface EventOutlet {
  add(event: RunEvent): void;
  close(): void;
}

export function createEventOutlet(session: ClientSession): EventOutlet {
  const pending = new Map<string, RunEvent[]>();
  let lastFlush = 0;
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;

  const flush = (): void => {
    due = Number.POSITIVE_INFINITY;
    lastFlush = performance.now();
    const batches = [...pending];
    pending.clear();
    for (const [run, events] of batches) session.push('run.event', { run, events });
  };

  return {
    add(event) {
      const events = pending.get(event.run);
      if (events === undefined) pending.set(event.run, [event]);
      else events.push(event);
      const now = performance.now();
      const wanted = Math.max(now, lastFlush + (isJournalled(event) ? leastPause : frame));
      // A change of state takes along what waits for the next frame.
      if (wanted >= due) return;
      clearTimeout(timer);
      due = wanted;
      timer = setTimeout(flush, due - now);
    },
    close() {
      clearTimeout(timer);
      pending.clear();
    },
  };
}
