import type { Page } from 'playwright-core';
import type { Measured } from './graph.ts';

/** A card that shows another state. */
export interface StateChange {
  readonly node: string;
  readonly state: string;
  /** Milliseconds since 1970, after the frame that shows it. */
  readonly at: number;
}

/** An event of a run as the page got it. */
export interface Pushed {
  readonly event: string;
  readonly node: string;
  /** Milliseconds since 1970 by the event's own stamp. */
  readonly at: number;
  /** Milliseconds since 1970 when the page got it. */
  readonly received: number;
}

/** What `page/probe.ts` puts on each page. */
export interface Probe {
  painted(selector: string, count: number): Promise<number>;
  acted(): number;
  watchStates(): void;
  boxes(): { left: number; top: number; width: number; height: number }[];
  cards(): [id: string, size: Measured][];
  zoom(): number;
  readonly changes: readonly StateChange[];
  readonly pushed: readonly Pushed[];
}

/** Milliseconds from the last thing that the user did until as many elements as that are on the screen. */
export function painted(page: Page, selector: string, count: number): Promise<number> {
  return page.evaluate(
    async ([wanted, least]) => {
      const probe = Reflect.get(globalThis, 'probe') as Probe;
      return (await probe.painted(wanted, least)) - probe.acted();
    },
    [selector, count] as const,
  );
}

/** Milliseconds from the start of the page's loading until an element is on the screen. */
export function paintedSinceStart(page: Page, selector: string): Promise<number> {
  return page.evaluate((wanted) => (Reflect.get(globalThis, 'probe') as Probe).painted(wanted, 1), selector);
}

export async function watchStates(page: Page): Promise<void> {
  await page.evaluate(() => (Reflect.get(globalThis, 'probe') as Probe).watchStates());
}

/** What the main process told, and what the cards showed of it. */
export function watched(page: Page): Promise<Pick<Probe, 'changes' | 'pushed'>> {
  return page.evaluate(() => {
    const { changes, pushed } = Reflect.get(globalThis, 'probe') as Probe;
    return { changes, pushed };
  });
}

export const boxesOn = (page: Page) => page.evaluate(() => (Reflect.get(globalThis, 'probe') as Probe).boxes());
export const cardsOn = (page: Page) => page.evaluate(() => (Reflect.get(globalThis, 'probe') as Probe).cards());
export const zoomOf = (page: Page) => page.evaluate(() => (Reflect.get(globalThis, 'probe') as Probe).zoom());
