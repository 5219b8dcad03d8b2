import type { Clock } from '#electron/executor/services';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that passes only when everybody sleeps: the next sleeper is woken as soon as nothing else is left to do. */
export class FakeClock implements Clock {
  private time = Date.parse('2026-01-01T00:00:00Z');
  private readonly sleepers = new Set<Sleeper>();
  private moving = false;
  /** Sleeps of at least this many milliseconds do not move time by themselves (limits that should not be reached). */
  patience = 3_600_000;

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = {
        at: this.time + milliseconds,
        wake: () => {
          this.sleepers.delete(sleeper);
          resolve();
        },
      };
      signal?.addEventListener(
        'abort',
        () => {
          if (this.sleepers.delete(sleeper)) reject(signal.reason);
        },
        { once: true },
      );
      if (milliseconds >= this.patience) return;
      this.sleepers.add(sleeper);
      this.move();
    });
  }

  private move(): void {
    if (this.moving) return;
    this.moving = true;
    // Two turns of the event loop let everything that is ready happen before time moves.
    setImmediate(() =>
      setImmediate(() => {
        this.moving = false;
        const next = [...this.sleepers].sort((a, b) => a.at - b.at)[0];
        if (next === undefined) return;
        this.time = Math.max(this.time, next.at);
        next.wake();
        if (this.sleepers.size > 0) this.move();
      }),
    );
  }
}
