import type { Clock } from '#electron/executor/services';

interface Sleeper {
  readonly at: number;
  /** It wakes when its time has come, but nobody hurries for it. */
  readonly patient: boolean;
  readonly wake: () => void;
}

/** Time that passes only when everybody sleeps: the next sleeper is woken as soon as nothing else is left to do. */
export class FakeClock implements Clock {
  /** What has passed; sleeps count by this, whatever the clock shows. */
  private time = Date.parse('2026-01-01T00:00:00Z');
  private offset = 0;
  private readonly sleepers = new Set<Sleeper>();
  private moving = false;
  private held = 0;
  /** Sleeps of at least this many milliseconds do not move time by themselves; others may bring their end. */
  patience = 3_600_000;

  now(): number {
    return this.time + this.offset;
  }

  /** Somebody sets the clock: by so many milliseconds, back when below 0. */
  jump(milliseconds: number): void {
    this.offset += milliseconds;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = {
        at: this.time + milliseconds,
        patient: milliseconds >= this.patience,
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
      this.sleepers.add(sleeper);
      if (!sleeper.patient) this.move();
    });
  }

  /** Time stands still while this work, which takes real time, is under way. It must not sleep itself. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.held += 1;
    try {
      return await work();
    } finally {
      this.held -= 1;
      this.move();
    }
  }

  private move(): void {
    if (this.moving || this.held > 0) return;
    this.moving = true;
    // Two turns of the event loop let everything that is ready happen before time moves.
    setImmediate(() =>
      setImmediate(() => {
        this.moving = false;
        if (this.held > 0) return;
        const inOrder = [...this.sleepers].sort((a, b) => a.at - b.at);
        const next = inOrder.find((sleeper) => !sleeper.patient);
        if (next === undefined) return;
        this.time = Math.max(this.time, next.at);
        for (const sleeper of inOrder) if (sleeper.patient && sleeper.at <= this.time) sleeper.wake();
        next.wake();
        if (inOrder.some((sleeper) => sleeper !== next && !sleeper.patient)) this.move();
      }),
    );
  }
}
