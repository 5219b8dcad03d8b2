import type { Clock } from './services.ts';

/** How many creating requests may be under way at once. */
export interface Limits {
  readonly overall: number;
  readonly perSystem: number;
  readonly perModel: number;
}

export const defaultLimits: Limits = { overall: 16, perSystem: 6, perModel: 4 };

interface Waiting {
  readonly system: string;
  readonly model: string;
  readonly start: () => void;
}

/**
 * Hands out places for creating requests, first come first served among those that fit. A 429 of one system makes that
 * system's queue wait, for every run of the program.
 */
export class Limiter {
  private readonly waiting: Waiting[] = [];
  private readonly underWay = new Map<string, number>();
  private total = 0;
  private readonly pausedUntil = new Map<string, number>();

  constructor(
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {}

  /** Runs the work when there is a place. Rejects with the signal's reason when that is aborted while it waits. */
  async run<T>(system: string, model: string | undefined, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const keys = [`system ${system}`, `model ${model ?? system}`];
    await this.enter(system, keys[1] ?? '', signal);
    try {
      return await work();
    } finally {
      this.total -= 1;
      for (const key of keys) this.underWay.set(key, (this.underWay.get(key) ?? 1) - 1);
      this.startNext();
    }
  }

  /** No request of this system starts for so many milliseconds. */
  pause(system: string, milliseconds: number): void {
    const until = this.clock.now() + milliseconds;
    if (until <= (this.pausedUntil.get(system) ?? 0)) return;
    this.pausedUntil.set(system, until);
    void this.clock.sleep(milliseconds).then(() => {
      // Also when the clock was set back meanwhile.
      if (this.pausedUntil.get(system) === until) this.pausedUntil.delete(system);
      this.startNext();
    });
  }

  private enter(system: string, model: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const entry: Waiting = {
        system,
        model,
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        const at = this.waiting.indexOf(entry);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(entry);
      this.startNext();
    });
  }

  private startNext(): void {
    for (let index = 0; index < this.waiting.length && this.total < this.limits.overall; ) {
      const entry = this.waiting[index] as Waiting;
      if (!this.fits(entry)) {
        index += 1;
        continue;
      }
      this.waiting.splice(index, 1);
      this.total += 1;
      for (const key of [`system ${entry.system}`, entry.model])
        this.underWay.set(key, (this.underWay.get(key) ?? 0) + 1);
      entry.start();
    }
  }

  private fits(entry: Waiting): boolean {
    if ((this.pausedUntil.get(entry.system) ?? 0) > this.clock.now()) return false;
    const system = this.underWay.get(`system ${entry.system}`) ?? 0;
    const model = this.underWay.get(entry.model) ?? 0;
    return system < this.limits.perSystem && model < this.limits.perModel;
  }
}
