import { type BrowserWindow, dialog } from 'electron';
import type { App } from '../app/app.ts';
import type { OwnedHome } from '../owner/own-home.ts';
import type { Services } from '../services/services.ts';
import { type Language, menuText } from './menu-texts.ts';
import type { Page } from './page.ts';

/** How long the page may take to write what it holds, and after which time the user is told that something is waited for. */
const patience = 5_000;
const silence = 3_000;

/** Lets the window go when its page has written everything. */
export function settleBeforeClose(window: BrowserWindow, page: Page): void {
  let begun = false;
  window.on('close', (event) => {
    event.preventDefault();
    if (begun) return;
    begun = true;
    page
      .settle(patience)
      .catch(() => undefined)
      .finally(() => {
        page.close();
        window.destroy();
      });
  });
}

/** Ends what is behind the window: runs are left to be resumed, requests under way still get their answer. */
export interface Ending {
  /** Resolves when nothing is left to do. Asked again while it works, it waits no longer. */
  end(): Promise<void>;
}

export function createEnding(owned: OwnedHome, services: Services, app: App, language: () => Language): Ending {
  let ending: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    const asked = new AbortController();
    const timer = setTimeout(() => askToWait(asked.signal), silence);
    try {
      await owned.leave(async () => {
        await services.close();
        await app.close();
      });
    } finally {
      clearTimeout(timer);
      asked.abort();
    }
  };

  const askToWait = (signal: AbortSignal): void => {
    const t = menuText(language());
    dialog
      .showMessageBox({ message: t('waiting'), detail: t('waitingMore'), buttons: [t('quitNow')], signal })
      .then(() => {
        if (!signal.aborted) services.abortNow();
      })
      .catch(() => undefined);
  };

  return {
    end() {
      if (ending === undefined) ending = work();
      else services.abortNow();
      return ending;
    },
  };
}
