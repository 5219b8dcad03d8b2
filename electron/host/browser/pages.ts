import type { PushName, PushPayload } from '#core/services/contract';
import type { Services, ServicesClient } from '../services/services.ts';
import { createEventStreams, type EventStreams } from './event-stream.ts';

/** How many pages one browser may have; the one that was quiet for longest goes. */
const mostPages = 64;
/** Milliseconds for which a page counts as there before its stream is open, and after it was cut. */
const opening = 10_000;
const absence = 60_000;

/** One page of a browser: what it has open is its own, although all pages of a browser share the cookie. */
export interface BrowserPage {
  readonly client: ServicesClient;
  readonly streams: EventStreams;
}

export interface BrowserPages {
  /** The page under the id that it gave itself when it was loaded. */
  find(id: string): BrowserPage;
  /** The page said that it goes. */
  leave(id: string): void;
  /** Whether any page listens. */
  isOpen(): boolean;
  close(): void;
}

interface KnownPage extends BrowserPage {
  hasListened: boolean;
  timer: NodeJS.Timeout;
}

/** `name` names the browser; each of its pages is a screen of its own for the services. */
export function createBrowserPages(services: Services, name: string): BrowserPages {
  const pages = new Map<string, KnownPage>();

  const drop = (id: string): void => {
    const page = pages.get(id);
    if (page === undefined) return;
    pages.delete(id);
    clearTimeout(page.timer);
    page.streams.close();
    page.client.close();
  };

  const wait = (id: string, milliseconds: number): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      if (pages.get(id)?.streams.isOpen() === false) drop(id);
    }, milliseconds);
    return timer.unref();
  };

  const create = (id: string): KnownPage => {
    const streams = createEventStreams((isOpen) => {
      const page = pages.get(id);
      if (page === undefined) return;
      clearTimeout(page.timer);
      page.hasListened = true;
      if (!isOpen) page.timer = wait(id, absence);
    });
    const push = <N extends PushName>(push: N, payload: PushPayload<N>): void => streams.push(push, payload);
    const client = services.connect({
      host: 'browser',
      id: `${name}/${id}`,
      push,
      isConnected: () => streams.isOpen() || pages.get(id)?.hasListened === false,
    });
    return { client, streams, hasListened: false, timer: wait(id, opening) };
  };

  return {
    find(id) {
      const known = pages.get(id);
      // The one that was used last stands last.
      pages.delete(id);
      const page = known ?? create(id);
      pages.set(id, page);
      if (pages.size > mostPages) {
        const quiet = [...pages].find(([other, { streams }]) => other !== id && !streams.isOpen());
        if (quiet !== undefined) drop(quiet[0]);
      }
      return page;
    },
    leave: drop,
    isOpen: () => [...pages.values()].some(({ streams }) => streams.isOpen()),
    close() {
      for (const id of [...pages.keys()]) drop(id);
    },
  };
}
