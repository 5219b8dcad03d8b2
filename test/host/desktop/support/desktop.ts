import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { afterEach, vi } from 'vitest';
import type { CallInput, CallName, CallOutput, PushName, PushPayload } from '#core/services/contract';

type Electron = typeof import('../../../support/electron-stand-in.ts');
type Contents = Electron['BrowserWindow']['prototype']['webContents'];

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Runs after the test, the last one first. */
export function afterTest(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'patchbay-desktop-'));
  afterTest(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What the preload script puts on the page. */
export interface Bridge {
  invoke(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, listener: (payload: unknown) => void): () => void;
  importFile(name: string, bytes: ArrayBuffer): Promise<unknown>;
  readonly media: string;
  readonly thumb: string;
}

/** A page in the window: the built preload script, and what the page does with it. */
export interface TestPage {
  readonly bridge: Bridge;
  readonly exposed: readonly string[];
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Collects pushes of a name. */
  collect<N extends PushName>(name: N): PushPayload<N>[];
}

/** Runs the built preload script as a page of this window would. */
export function loadPage(electron: Electron, contents: Contents): TestPage {
  const exposed: Record<string, unknown> = {};
  const frame = () => ({ sender: contents, senderFrame: contents.mainFrame });
  contents.toPage.removeAllListeners();
  const module = {
    contextBridge: {
      exposeInMainWorld(name: string, value: unknown): void {
        exposed[name] = value;
      },
    },
    ipcRenderer: {
      on: (channel: string, listener: (...args: unknown[]) => void) => contents.toPage.on(channel, listener),
      send: (channel: string, ...args: unknown[]) => electron.ipcMain.emit(channel, frame(), ...structuredClone(args)),
      invoke: (channel: string, ...args: unknown[]) => electron.ipcMain.ask(frame(), channel, ...args),
    },
  };
  const code = fs.readFileSync(path.join(root, 'out/main/preload.cjs'), 'utf8');
  const asked: string[] = [];
  const sandbox = {
    require(name: string): unknown {
      asked.push(name);
      if (name !== 'electron') throw new Error(`a sandboxed preload script cannot load ${name}`);
      return module;
    },
    module: { exports: {} },
    exports: {},
  };
  vm.runInNewContext(code, sandbox);
  const bridge = exposed['patchbay'] as Bridge;
  return {
    bridge,
    exposed: Object.keys(exposed),
    async call(name, input) {
      const answer = (await bridge.invoke(name, input)) as {
        ok: boolean;
        value?: unknown;
        error?: { message: string };
      };
      if (!answer.ok) throw new Error(answer.error?.message);
      return answer.value as CallOutput<typeof name>;
    },
    collect(name) {
      const list: PushPayload<typeof name>[] = [];
      bridge.subscribe(name, (payload) => list.push(payload as PushPayload<typeof name>));
      return list;
    },
  };
}

interface BootOptions {
  readonly home?: string;
  readonly args?: readonly string[];
  /** The source instead of what the build made of it. */
  readonly source?: boolean;
  /** Changes the stand-in before the program starts. */
  readonly prepare?: (electron: Electron) => void;
}

/** The started program and the stand-in under it. */
export interface Booted {
  readonly electron: Electron;
  readonly home: string;
  readonly window: Electron['BrowserWindow']['prototype'];
  page(): TestPage;
}

/** Starts the built main process against a fresh stand-in; it is quit after the test. */
export async function boot(options: BootOptions = {}): Promise<Booted> {
  const home = options.home ?? path.join(temporaryFolder(), 'home');
  vi.stubEnv('PATCHBAY_HOME', home);
  const argv = process.argv;
  process.argv = ['electron', root, ...(options.args ?? [])];
  afterTest(() => {
    process.argv = argv;
    vi.unstubAllEnvs();
  });
  vi.resetModules();
  const electron: Electron = await import('../../../support/electron-stand-in.ts');
  electron.app.folder = root;
  options.prepare?.(electron);
  const entry = options.source === true ? 'electron/host/desktop/main.ts' : 'out/main/main.js';
  await import(/* @vite-ignore */ pathToFileURL(path.join(root, entry)).href);
  const started = () =>
    electron.BrowserWindow.all.length > 0 || electron.app.exitCode !== undefined || !electron.app.isOnly;
  await vi.waitFor(() => {
    if (!started()) throw new Error('not started');
  });
  afterTest(async () => {
    electron.app.quit();
    await vi.waitFor(() => {
      if (electron.app.isOnly && electron.app.exitCode === undefined) throw new Error('it has not ended');
    }, 10_000);
  });
  const window = electron.BrowserWindow.all[0] as Booted['window'];
  return { electron, home, window, page: () => loadPage(electron, window.webContents) };
}

/** The real package must never be loaded: it would download its binary. */
export function isElectronLoaded(): boolean {
  const require = createRequire(import.meta.url);
  return Object.keys(require.cache).some((file) =>
    file.includes(`${path.sep}node_modules${path.sep}electron${path.sep}`),
  );
}
