import { describe, expect, it } from 'vitest';
import { Limiter } from '#electron/executor/limiter';
import { decideRetry } from '#electron/executor/retry';
import { FakeClock } from '../support/fake-clock.ts';

const { signal } = new AbortController();
const limits = { overall: 3, perSystem: 2, perModel: 1 };

/** Work that goes on until it is told to end. */
function held() {
  let end: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { until, end: () => end() };
}

const turns = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe('the queue of creating requests', () => {
  it('keeps to its limits: overall, per system and per model', async () => {
    const limiter = new Limiter(limits, new FakeClock());
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    const start = (name: string, system: string, model: string): void => {
      const { until, end } = held();
      ends.set(name, end);
      void limiter.run(system, model, signal, () => {
        started.push(name);
        return until;
      });
    };
    start('a1', 'a', 'one');
    start('a1 again', 'a', 'one');
    start('a2', 'a', 'two');
    start('a3', 'a', 'three');
    start('b', 'b', 'four');
    start('c', 'c', 'five');
    await turns();
    expect(started).toEqual(['a1', 'a2', 'b']);
    ends.get('b')?.();
    await turns();
    expect(started).toEqual(['a1', 'a2', 'b', 'c']);
    ends.get('a1')?.();
    await turns();
    expect(started.at(-1)).toBe('a1 again');
  });

  it('a 429 of one system makes all of its requests wait, of whatever run, and no other system’s', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ overall: 9, perSystem: 9, perModel: 9 }, clock);
    const begun = clock.now();
    const startedAt = (system: string) => limiter.run(system, 'm', signal, async () => clock.now() - begun);
    limiter.pause('a', 4000);
    limiter.pause('a', 1000);
    expect(await Promise.all([startedAt('b'), startedAt('a'), startedAt('a')])).toEqual([0, 4000, 4000]);
  });

  it('a pause ends in its time also when the clock was set back meanwhile', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter(limits, clock);
    limiter.pause('a', 4000);
    clock.jump(-24 * 3_600_000);
    const done = await limiter.run('a', 'm', signal, async () => 'done');
    expect(done).toBe('done');
  });

  it('leaves who does not want to wait any more', async () => {
    const limiter = new Limiter(limits, new FakeClock());
    limiter.pause('a', 4000);
    const stop = new AbortController();
    const waiting = limiter.run('a', 'm', stop.signal, async () => 'done');
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('the one policy of repeating', () => {
  const error = (
    code: 'gateway.rate-limited' | 'gateway.no-channel' | 'connection.unreachable' | 'gateway.rejected',
  ) => ({
    code,
    message: 'x',
    retryable: code !== 'gateway.rejected',
  });
  const waits = (code: Parameters<typeof error>[0], random = 0.5) =>
    [1, 2, 3, 4, 5, 6, 7].map((tries) => {
      const decision = decideRetry(error(code), tries, () => random);
      return decision.kind === 'wait' ? decision.milliseconds : 'give-up';
    });

  it('429: as long as it takes, doubling up to a minute; others a few times; what was refused never', () => {
    expect(waits('gateway.rate-limited')).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(waits('gateway.no-channel')).toEqual([5000, 10_000, 20_000, ...Array(4).fill('give-up')]);
    expect(waits('connection.unreachable')).toEqual([500, 1000, 2000, ...Array(4).fill('give-up')]);
    expect(waits('gateway.rejected')).toEqual(Array(7).fill('give-up'));
  });

  it('with jitter of a quarter, and never sooner than the gateway asks', () => {
    expect(waits('gateway.rate-limited', 0)[0]).toBe(1500);
    expect(waits('gateway.rate-limited', 1)[0]).toBe(2500);
    const asked = decideRetry({ ...error('gateway.rate-limited'), retryAfter: 90_000 }, 1, () => 0.5);
    expect(asked).toMatchObject({ milliseconds: 90_000, slowSystem: true });
  });
});
