import type { WebContents } from 'electron';
import type { PushName, PushPayload } from '#core/services/contract';
import type { DispatchResult } from '../services/dispatch.ts';
import type { Services, ServicesClient } from '../services/services.ts';
import { channels } from './channels.ts';

type Command = PushPayload<'command.invoke'>;

/** Milliseconds without a call after which the page has nothing more to write. */
const quiet = 200;

/** The page in the window: what it is told and what it asks. */
export interface Page {
  readonly contents: WebContents;
  call(name: string, input: unknown): Promise<DispatchResult>;
  /** Counts work of the page that is under way. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Asks the page to do something; kept until it listens. */
  invoke(command: Command): void;
  /** The page listens to pushes of this name. */
  listens(name: string): void;
  /** The page has called the listeners of a command. */
  told(): void;
  /** Asks the page to write what it holds, and waits for that no longer than this many milliseconds. */
  settle(limit: number): Promise<void>;
  close(): void;
}

/** Told of everything that is pushed, for what the window itself shows of it. */
export type PushObserver = <N extends PushName>(name: N, payload: PushPayload<N>) => void;

/** Connects a page to the services; each time that it is loaded anew it is another screen. */
export function createPage(services: Services, contents: WebContents, observe: PushObserver): Page {
  const heard = new Set<string>();
  const waiting = new Set<() => void>();
  let held: Command[] = [];
  let underWay = 0;
  let lastCall = 0;
  let loads = 0;

  const isGone = (): boolean => contents.isDestroyed() || contents.isCrashed();
  const send = <N extends PushName>(name: N, payload: PushPayload<N>): void => {
    if (!isGone()) contents.send(channels.push, name, payload);
  };
  const connect = (): ServicesClient => {
    loads += 1;
    return services.connect({
      host: 'desktop',
      id: `window-${contents.id}-${loads}`,
      push(name, payload) {
        observe(name, payload);
        send(name, payload);
      },
      isConnected: () => !isGone() && heard.size > 0,
    });
  };
  const release = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  let client = connect();

  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (!isMainFrame || isSameDocument) return;
    heard.clear();
    release();
    client.close();
    client = connect();
  });
  contents.on('render-process-gone', () => {
    heard.clear();
    release();
  });

  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      lastCall = performance.now();
    }
  };

  return {
    contents,
    during,
    call: (name, input) => during(() => client.dispatch(name, input)),
    invoke(command) {
      if (heard.has('command.invoke')) send('command.invoke', command);
      else held.push(command);
    },
    listens(name) {
      heard.add(name);
      if (name !== 'command.invoke') return;
      const commands = held;
      held = [];
      for (const command of commands) send('command.invoke', command);
    },
    told: release,
    async settle(limit) {
      // A page that is not there yet, or no more, holds nothing that is not in its journal.
      if (isGone() || !heard.has('command.invoke')) return;
      const until = performance.now() + limit;
      const told = new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
      send('command.invoke', { command: 'app.flush' });
      await Promise.race([told, pause(limit)]);
      lastCall = performance.now();
      while (performance.now() < until && !isGone()) {
        if (underWay === 0 && performance.now() - lastCall >= quiet) return;
        await pause(20);
      }
    },
    close() {
      heard.clear();
      release();
      client.close();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
