import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent } from '#core/run/event';
import { createEventOutlet } from '#electron/host/services/runs/event-outlet';
import type { ClientSession } from '#electron/host/services/session';

let seq = 0;
let pushes: { readonly at: number; readonly seqs: readonly number[] }[] = [];

const session: ClientSession = {
  id: 's1',
  host: 'browser',
  isConnected: () => true,
  push(_name, payload) {
    const { events } = payload as { events: RunEvent[] };
    pushes.push({ at: performance.now(), seqs: events.map((event) => event.seq) });
  },
};

function event(kind: 'node-start' | 'node-delta'): RunEvent {
  seq += 1;
  return { event: kind, seq, at: '2026-11-25T00:00:00Z', run: 'r1' } as RunEvent;
}

beforeEach(() => {
  seq = 0;
  pushes = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.advanceTimersByTime(1000);
});

afterEach(() => {
  vi.useRealTimers();
});

test('the first event goes at once, words that follow within a frame go together', () => {
  const outlet = createEventOutlet(session);
  outlet.add(event('node-delta'));
  vi.advanceTimersByTime(1);
  const start = pushes[0]?.at ?? 0;
  for (let word = 0; word < 3; word += 1) outlet.add(event('node-delta'));
  vi.advanceTimersByTime(40);
  expect(pushes.map(({ seqs }) => seqs)).toEqual([[1], [2, 3, 4]]);
  expect((pushes[1]?.at ?? 0) - start).toBeLessThanOrEqual(16);
});

test('a change of state waits for no frame, and takes along the words before it', () => {
  const outlet = createEventOutlet(session);
  outlet.add(event('node-delta'));
  vi.advanceTimersByTime(1);
  outlet.add(event('node-delta'));
  outlet.add(event('node-start'));
  vi.advanceTimersByTime(4);
  expect(pushes.map(({ seqs }) => seqs)).toEqual([[1], [2, 3]]);
  vi.advanceTimersByTime(100);
  expect(pushes).toHaveLength(2);
});

test('a flood of changes is a few pushes with everything in order', () => {
  const outlet = createEventOutlet(session);
  for (let millisecond = 0; millisecond < 100; millisecond += 1) {
    for (let one = 0; one < 100; one += 1) outlet.add(event('node-start'));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(20);
  expect(pushes.flatMap(({ seqs }) => seqs)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
  expect(pushes.length).toBeLessThanOrEqual(27);
});

test('nothing is pushed after it was closed', () => {
  const outlet = createEventOutlet(session);
  outlet.add(event('node-start'));
  outlet.close();
  vi.advanceTimersByTime(100);
  expect(pushes).toEqual([]);
});
