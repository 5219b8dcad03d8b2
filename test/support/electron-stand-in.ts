import { type ChildProcess, fork as forkNode } from 'node:child_process';
import { EventEmitter } from 'node:events';

/**
 * A small stand-in for the `electron` module: as much of it as the desktop host uses, each part remembering what was asked
 * of it. Tests give it to the program in the place of the real package, which they never load.
 */

export interface Frame {
  readonly url: string;
  readonly origin: string;
  readonly parent: Frame | null;
}

export interface PageEvent {
  readonly sender: unknown;
  readonly senderFrame: Frame | null;
}

/** An event that listeners may stop. */
export class StoppableEvent {
  defaultPrevented = false;
  constructor(readonly details: Readonly<Record<string, unknown>> = {}) {
    Object.assign(this, details);
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Emits an event that may be stopped; says whether it was. */
export function emitStoppable(
  target: EventEmitter,
  name: string,
  details: Readonly<Record<string, unknown>> = {},
  ...more: readonly unknown[]
): boolean {
  const event = new StoppableEvent(details);
  target.emit(name, event, ...more);
  return event.defaultPrevented;
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: string };

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly downloads: string[] = [];
  mainFrame: Frame = { url: '', origin: '', parent: null };
  destroyed = false;
  crashed = false;
  openHandler: OpenHandler | undefined;
  /** What a preload script listens with. */
  readonly toPage = new EventEmitter();

  constructor() {
    super();
    contentsCount += 1;
    this.id = contentsCount;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  send(channel: string, ...args: readonly unknown[]): void {
    const copies = structuredClone(args);
    queueMicrotask(() => this.toPage.emit(channel, {}, ...copies));
  }
  downloadURL(url: string): void {
    this.downloads.push(url);
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
}
let contentsCount = 0;

interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly webPreferences?: Readonly<Record<string, unknown>>;
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly webContents = new WebContents();
  readonly loaded: string[] = [];
  shown = 0;
  focused = 0;
  progress = -1;
  maximized = false;
  minimized = false;
  destroyed = false;

  constructor(readonly options: WindowOptions) {
    super();
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.crashed = false;
    const { protocol: scheme, host } = new URL(url);
    this.webContents.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    this.webContents.mainFrame = { url, origin: `${scheme}//${host}`, parent: null };
  }
  show(): void {
    this.shown += 1;
  }
  focus(): void {
    this.focused += 1;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getNormalBounds() {
    const { x = 10, y = 10, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }
  setProgressBar(part: number): void {
    this.progress = part;
  }
  /** As when its user closes it: whether it went away. */
  close(): boolean {
    if (emitStoppable(this, 'close')) return false;
    this.destroy();
    return true;
  }
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.webContents.destroyed = true;
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.emit('closed');
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed');
  }
}

class App extends EventEmitter {
  isPackaged = false;
  locale = 'en-US';
  folder = '';
  isOnly = true;
  readonly paths: Record<string, string> = {};
  lockData: unknown;
  quits = 0;
  exitCode: number | undefined;
  ready: Promise<void> = Promise.resolve();

  whenReady(): Promise<void> {
    return this.ready;
  }
  getAppPath(): string {
    return this.folder;
  }
  getLocale(): string {
    return this.locale;
  }
  setPath(name: string, folder: string): void {
    this.paths[name] = folder;
  }
  readonly recent: string[] = [];
  addRecentDocument(file: string): void {
    this.recent.push(file);
  }
  setAppUserModelId(): void {
    // Windows only.
  }
  requestSingleInstanceLock(data: unknown): boolean {
    this.lockData = data;
    return this.isOnly;
  }
  /** The order of the real one: windows may refuse, then the program may. */
  quit(): void {
    this.quits += 1;
    this.emit('before-quit', new StoppableEvent());
    for (const window of [...BrowserWindow.all]) if (!window.close()) return;
    if (!emitStoppable(this, 'will-quit')) this.exit(0);
  }
  exit(code: number): void {
    this.exitCode ??= code;
  }
}
export const app = new App();

interface CustomScheme {
  readonly scheme: string;
  readonly privileges: Readonly<Record<string, boolean>>;
}
type SchemeHandler = (request: Request) => Promise<Response>;

class Protocol {
  schemes: readonly CustomScheme[] = [];
  readonly handlers = new Map<string, SchemeHandler>();
  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    this.schemes = schemes;
  }
  handle(scheme: string, handler: SchemeHandler): void {
    this.handlers.set(scheme, handler);
  }
  /** As when the page asks for an address. */
  fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) throw new Error(`nobody answers ${url}`);
    return handler(new Request(url, init));
  }
}
export const protocol = new Protocol();

type IpcHandler = (event: PageEvent, ...args: readonly unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, IpcHandler>();
  handle(channel: string, handler: IpcHandler): void {
    this.handlers.set(channel, handler);
  }
  /** As when some frame asks; what crosses the border is copied. */
  async ask(event: PageEvent, channel: string, ...args: readonly unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`nobody handles ${channel}`);
    return structuredClone(await handler(event, ...structuredClone(args)));
  }
}
export const ipcMain = new IpcMain();

type PermissionCheck = (contents: WebContents | null, permission: string) => boolean;
type PermissionRequest = (contents: WebContents, permission: string, callback: (granted: boolean) => void) => void;
type DisplayRequest = (request: unknown, callback: (streams: unknown) => void) => void;
type RequestFilter = (
  details: { readonly url: string },
  callback: (answer: { readonly cancel: boolean }) => void,
) => void;

class Session extends EventEmitter {
  check: PermissionCheck | undefined;
  request: PermissionRequest | undefined;
  device: (() => boolean) | undefined;
  display: DisplayRequest | undefined;
  filter: RequestFilter | undefined;
  spellChecker = true;
  readonly webRequest = {
    onBeforeRequest: (filter: RequestFilter): void => {
      this.filter = filter;
    },
  };
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.check = handler;
  }
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.request = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: DisplayRequest): void {
    this.display = handler;
  }
  setSpellCheckerEnabled(isOn: boolean): void {
    this.spellChecker = isOn;
  }
}
export const session = { defaultSession: new Session() };

class SafeStorage {
  available = true;
  backend = 'gnome_libsecret';
  isEncryptionAvailable(): boolean {
    return this.available;
  }
  getSelectedStorageBackend(): string {
    return this.backend;
  }
  /** Not a cipher, but nothing of the text can be read in it. */
  encryptString(text: string): Buffer {
    return Buffer.from(`locked:${Buffer.from(text).toString('hex')}`);
  }
  decryptString(bytes: Buffer): string {
    const text = bytes.toString();
    if (!text.startsWith('locked:')) throw new Error('Error while decrypting the ciphertext provided.');
    return Buffer.from(text.slice('locked:'.length), 'hex').toString();
  }
}
export const safeStorage = new SafeStorage();

export interface MenuEntry {
  readonly label?: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly type?: string;
  readonly click?: () => void;
  readonly submenu?: readonly MenuEntry[];
}
export const Menu = {
  current: [] as readonly MenuEntry[],
  buildFromTemplate: (template: readonly MenuEntry[]): readonly MenuEntry[] => template,
  setApplicationMenu(menu: readonly MenuEntry[]): void {
    Menu.current = menu;
  },
};

export const shell = {
  opened: [] as string[],
  revealed: [] as string[],
  async openExternal(url: string): Promise<void> {
    shell.opened.push(url);
  },
  showItemInFolder(file: string): void {
    shell.revealed.push(file);
  },
};

export const dialog = {
  errors: [] as (readonly [string, string])[],
  questions: [] as unknown[],
  /** Presses the button of the question that is asked. */
  press: (): void => undefined,
  /** What is chosen in the next dialogs. */
  chosen: [] as string[],
  showOpenDialog(..._args: readonly unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const filePaths = dialog.chosen.splice(0, 1);
    return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
  },
  showErrorBox(title: string, text: string): void {
    dialog.errors.push([title, text]);
  },
  showMessageBox(...args: readonly unknown[]): Promise<{ response: number }> {
    dialog.questions.push(args.at(-1));
    return new Promise((resolve) => {
      dialog.press = () => resolve({ response: 0 });
    });
  },
};

export const nativeTheme = { themeSource: 'system' };
export const powerMonitor = new EventEmitter();
/** What keeps the system awake, by id. */
const blockers = new Map<number, string>();
export const powerSaveBlocker = {
  active: blockers,
  start(type: string): number {
    const id = 1 + Math.max(0, ...blockers.keys());
    blockers.set(id, type);
    return id;
  },
  stop: (id: number): boolean => blockers.delete(id),
};
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

/** Gives a child of plain Node the port that a utility process has. */
const port = `data:text/javascript,${encodeURIComponent(`
import { EventEmitter } from 'node:events';
const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
port.on('newListener', (name) => {
  // Like the real one it keeps what comes until somebody listens.
  if (name !== 'message' || port.listenerCount('message') > 0) return;
  setImmediate(() => process.on('message', (data) => port.emit('message', { data, ports: [] })));
});
process.once('disconnect', () => process.exit());
process.parentPort = port;
`)}`;

class UtilityProcess extends EventEmitter {
  readonly child: ChildProcess;
  private isUp = true;
  constructor(
    readonly file: string,
    args: readonly string[],
    readonly options: { readonly env?: NodeJS.ProcessEnv; readonly serviceName?: string },
  ) {
    super();
    this.child = forkNode(file, args, {
      execArgv: ['--import', port],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: options.env ?? process.env,
    });
    this.child.on('message', (message) => this.emit('message', message));
    this.child.once('exit', (code) => {
      this.isUp = false;
      this.emit('exit', code ?? 0);
    });
  }
  postMessage(message: unknown): void {
    if (this.isUp) this.child.send(message as object);
  }
  kill(): boolean {
    return this.child.kill();
  }
}
export const utilityProcess = {
  forked: [] as UtilityProcess[],
  fork(file: string, args: readonly string[], options: ConstructorParameters<typeof UtilityProcess>[2]) {
    const child = new UtilityProcess(file, args, options);
    utilityProcess.forked.push(child);
    return child;
  },
};
