import type { RunEvent } from '#core/run/event';
import type { ClientSession } from '../session.ts';

/** Milliseconds in which events are gathered: one frame of the screen. */
const frame = 16;

/** Brings events of runs to one screen: the first at once, those that follow within a frame together. */
export interface EventOutlet {
  add(event: RunEvent): void;
  close(): void;
}

export function createEventOutlet(session: ClientSession): EventOutlet {
  const pending = new Map<string, RunEvent[]>();
  let lastFlush = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    timer = undefined;
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
      timer ??= setTimeout(flush, Math.max(0, frame - (performance.now() - lastFlush)));
    },
    close() {
      clearTimeout(timer);
      pending.clear();
    },
  };
}
