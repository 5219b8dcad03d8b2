import type { RunEvent } from '#core/run/event';
import { type App, openApp } from '#electron/host/app/app';
import { connect } from '#electron/host/app/connect';
import { prepareDocument } from '#electron/host/app/prepare';
import { type AppRun, continueRun, type RunOutcome, startRun } from '#electron/host/app/run';
import type { FileLayer } from '#electron/store/file-layer';
import { openHome } from '#electron/store/home';

/** Where a run of a test takes place. */
export interface Stage {
  /** The home folder. */
  readonly folder: string;
  readonly layer: FileLayer;
  readonly gateway: { readonly url: string; readonly uploadUrl: string };
  /** Names the start of the machine. */
  readonly boot?: string;
  readonly onEvent?: (event: RunEvent) => void;
}

const environment = ({ gateway }: Stage) => ({
  PATCHBAY_BASE_URL: gateway.url,
  PATCHBAY_UPLOAD_URL: gateway.uploadUrl,
  PATCHBAY_API_KEY: 'sk-test',
  PATCHBAY_POLL_MS: '10',
});

const options = { fresh: false, take: [], wait: 60, allowUpload: true, practice: false };

/** Lets the program of this test, with its real parts, do something with a home folder, as a process of its own would. */
async function asProcess<T>(stage: Stage, work: (app: App) => Promise<T>): Promise<T> {
  const home = openHome(stage.folder, stage.layer);
  const app = openApp(environment(stage), home, { boot: stage.boot });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** Starts a run and executes it until it ends, is suspended or cannot be recorded. */
export function runIn(stage: Stage, id: string, workflow: string): Promise<RunOutcome> {
  return asProcess(stage, async (app) => {
    const prepared = prepareDocument(app, JSON.parse(workflow), stage.folder, undefined);
    const connected = await connect(app, {});
    const listener = stage.onEvent ?? (() => undefined);
    return toEnd(connected, () => startRun(app, prepared, connected, undefined, options, listener, id));
  });
}

/** Goes on with a run. */
export function resumeIn(stage: Stage, id: string): Promise<RunOutcome> {
  return asProcess(stage, async (app) => {
    const connected = await connect(app, {});
    const listener = stage.onEvent ?? (() => undefined);
    return toEnd(connected, () =>
      continueRun(app, app.live.claim(id), connected, undefined, { allowUpload: true }, listener),
    );
  });
}

/** Lets the program bring home what no run waits for any more. */
export function collectIn(stage: Stage): Promise<void> {
  return asProcess(stage, async (app) => {
    const { keeper } = app.executor;
    app.keepTasks();
    const open = app.ledger.attempts().filter(({ state }) => state === 'received' || state === 'accepted');
    // What does not come home at the first try stays open in the ledger, and is judged by that.
    const homecoming = ({ id }: { readonly id: string }) => {
      const tried = new AbortController();
      keeper.onChange(() => {
        if (!keeper.isKeeping(id)) tried.abort();
      });
      return keeper.settled(id, tried.signal);
    };
    await Promise.allSettled(open.map(homecoming));
  });
}

async function toEnd(connected: { close(): Promise<void> }, start: () => Promise<AppRun>): Promise<RunOutcome> {
  try {
    return await (await start()).done;
  } finally {
    await connected.close();
  }
}
