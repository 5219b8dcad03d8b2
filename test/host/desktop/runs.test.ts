import { describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '#core/run/event';
import { createRunProgress } from '#electron/host/desktop/run-progress';
import { boot } from './support/desktop.ts';

const stamp = { seq: 0, at: '2026-11-23T10:00:00.000Z', run: 'r' };
const node = (name: string) => ({ ...stamp, path: [], node: name, item: [], attempt: 1 });
const start: RunEvent = { event: 'run-start', ...stamp, workflow: { id: 'w', name: 'W' }, nodes: ['a', 'b', 'c', 'd'] };
const end: RunEvent = { event: 'run-end', ...stamp, state: 'done', outputs: {} };

describe('runs', () => {
  test('are shown in the taskbar as long as they go', () => {
    const shown: number[] = [];
    const progress = createRunProgress((part) => shown.push(part));
    const note = (...events: RunEvent[]): void => progress.note('run.event', { run: 'r', events });
    note(start);
    note({ event: 'node-start', ...node('a') });
    note(
      { event: 'node-end', ...node('a'), outputs: {} },
      { event: 'node-skip', ...node('b'), reason: { why: 'muted' } },
    );
    note({ event: 'node-end', ...node('a'), outputs: {} });
    progress.note('run.changed', { run: 'r' });
    note(end);
    note(start);
    note({ event: 'run-suspend', ...stamp, why: 'user', message: 'asks' });
    expect(shown).toEqual([0, 0.5, -1, 0, -1]);
  });

  test('keep the system awake as long as one of them goes, and no longer', async () => {
    const { electron } = await boot({ source: true });
    const { createLiveRuns } = await import('#electron/host/app/live-runs');
    const { stayAwake } = await import('#electron/host/desktop/stay-awake');
    const runs = createLiveRuns();
    stayAwake(runs);
    const active = (): string[] => [...electron.powerSaveBlocker.active.values()];
    const [one, other] = [runs.claim('one'), runs.claim('other')];
    expect(active()).toEqual([]);
    for (const claim of [one, other]) claim.begin({ document: {}, state: () => undefined });
    expect(active()).toEqual(['prevent-app-suspension']);
    one.release();
    expect(active()).toEqual(['prevent-app-suspension']);
    other.release();
    expect(active()).toEqual([]);
  });

  test('are asked for at once when the machine wakes up', async () => {
    const { electron } = await boot({ source: true });
    const { TaskWaiter } = await import('#electron/executor/task-waiter');
    const asked = vi.spyOn(TaskWaiter.prototype, 'pollNow');
    electron.powerMonitor.emit('resume');
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
