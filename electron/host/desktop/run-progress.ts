import type { PushName, PushPayload } from '#core/services/contract';

interface Running {
  readonly nodes: number;
  readonly ended: Set<string>;
}

const ends: ReadonlySet<string> = new Set(['node-end', 'node-reuse', 'node-error', 'node-skip', 'node-cancel']);

/** Follows the runs that the page follows: how far they are together, for the taskbar. */
export interface RunProgress {
  note<N extends PushName>(name: N, payload: PushPayload<N>): void;
}

/** `show` gets a part of 1, or -1 when nothing runs. */
export function createRunProgress(show: (part: number) => void): RunProgress {
  const runs = new Map<string, Running>();
  let last = -1;

  const update = (): void => {
    let nodes = 0;
    let ended = 0;
    for (const run of runs.values()) {
      nodes += run.nodes;
      ended += Math.min(run.ended.size, run.nodes);
    }
    const part = runs.size === 0 ? -1 : Math.round((100 * ended) / Math.max(1, nodes)) / 100;
    if (part !== last) show(part);
    last = part;
  };

  return {
    note(name, payload) {
      if (name !== 'run.event') return;
      const { run, events } = payload as PushPayload<'run.event'>;
      for (const event of events) {
        if (event.event === 'run-start') runs.set(run, { nodes: event.nodes.length, ended: new Set() });
        else if (event.event === 'run-end' || event.event === 'run-suspend') runs.delete(run);
        else if ('node' in event && ends.has(event.event)) runs.get(run)?.ended.add(event.node);
      }
      update();
    },
  };
}
