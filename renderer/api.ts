import { AppError, bug, fromErrorInfo } from '#core/errors';
import type { FileRef } from '#core/node/param';
import type {
  CallInput,
  CallName,
  CallOutput,
  CallResult,
  MediaLinks,
  PushName,
  PushPayload,
  ServicePort,
} from '#core/services/contract';
import type { MediaValue } from '#core/value/value';

/** A file that was dropped or pasted, taken into the artifact store. */
export interface ImportedFile {
  readonly file: FileRef;
  readonly media: MediaValue;
}

/** Everything that the screen can reach of the main process. */
export interface Api extends ServicePort {
  readonly links: MediaLinks;
  importFile(file: Blob, name: string): Promise<ImportedFile>;
  /** Whether the main process answers; it is told each change and once at the start. */
  onConnection(listener: (isConnected: boolean) => void): () => void;
}

/** What the preload script of the desktop window puts on the page. */
interface DesktopBridge {
  invoke(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, listener: (payload: unknown) => void): () => void;
  importFile(name: string, bytes: ArrayBuffer): Promise<unknown>;
  readonly media: string;
  readonly thumb: string;
}

declare global {
  interface Window {
    readonly patchbay?: DesktopBridge;
  }
}

function unwrap<N extends CallName>(result: CallResult<N>): CallOutput<N> {
  if (result.ok) return result.value;
  throw fromErrorInfo(result.error);
}

function linksFrom(media: string, thumb: string): MediaLinks {
  const hex = (artifact: string): string => artifact.replace('sha256:', '');
  return {
    original: (artifact) => `${media}${hex(artifact)}`,
    thumbnail: (artifact, _mime, side) => `${thumb}${hex(artifact)}?side=${side}`,
  };
}

function createDesktopApi(bridge: DesktopBridge): Api {
  return {
    links: linksFrom(bridge.media, bridge.thumb),
    async call<N extends CallName>(name: N, input: CallInput<N>) {
      return unwrap((await bridge.invoke(name, input)) as CallResult<N>);
    },
    subscribe: <N extends PushName>(name: N, listener: (payload: PushPayload<N>) => void) =>
      bridge.subscribe(name, (payload) => listener(payload as PushPayload<N>)),
    async importFile(file, name) {
      return unwrapImport(await bridge.importFile(name, await file.arrayBuffer()));
    },
    onConnection(listener) {
      listener(true);
      return () => undefined;
    },
  };
}

function unwrapImport(result: unknown): ImportedFile {
  const answer = result as
    | { ok: true; value: ImportedFile }
    | { ok: false; error: Parameters<typeof fromErrorInfo>[0] };
  if (answer.ok) return answer.value;
  throw fromErrorInfo(answer.error);
}

function gone(): AppError {
  const message = { en: 'Patchbay itself does not answer.', zh: 'Patchbay 程序没有响应。' };
  const hint = { en: 'Start it again; unsaved work is kept.', zh: '请重新启动，未保存的内容不会丢失。' };
  return new AppError('connection.unreachable', message, { hint });
}

/** A page of a browser is known to the main process by an id of its own: what it has open is not another page's. */
function nameThisPage(): string {
  const id = crypto.randomUUID();
  // Said before the page is gone, so that it does not stand in the way of the one that is loaded instead of it.
  window.addEventListener('pagehide', () => {
    fetch(`/leave?page=${id}`, { method: 'POST', keepalive: true }).catch(() => undefined);
  });
  return id;
}

/** Enters with the token of the address, else with the cookie. Gives what addresses of media begin with. */
async function enterSession(): Promise<{ readonly media: string; readonly thumb: string }> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  const entering =
    token === null ? undefined : { method: 'POST', headers: jsonHeaders, body: JSON.stringify({ token }) };
  let response = entering === undefined ? undefined : await fetch('/session', entering).catch(() => undefined);
  // The token has done its work; it must not stay in the address bar or the history.
  if (entering !== undefined) history.replaceState(null, '', location.pathname);
  // An old token does not keep out a browser that is known.
  if (response?.ok !== true) response = await fetch('/session/links').catch(() => undefined);
  if (response?.ok !== true) throw gone();
  return (await response.json()) as { media: string; thumb: string };
}

async function createBrowserApi(): Promise<Api> {
  const page = nameThisPage();
  // A program that was started anew has another address, which differs in its token only: no reason for a browser to load it.
  window.addEventListener('hashchange', () => {
    if (new URLSearchParams(location.hash.slice(1)).has('token')) location.reload();
  });
  const { media, thumb } = await enterSession();

  const connectionListeners = new Set<(isConnected: boolean) => void>();
  let isConnected = false;
  const setConnected = (now: boolean): void => {
    isConnected = now;
    for (const listener of connectionListeners) listener(now);
  };
  const events = new EventSource(`/events?page=${page}`);
  events.onopen = () => setConnected(true);
  events.onerror = () => setConnected(false);
  return {
    links: linksFrom(media, thumb),
    async call<N extends CallName>(name: N, input: CallInput<N>) {
      const answer = await fetch(`/call/${name}`, {
        method: 'POST',
        headers: { ...jsonHeaders, 'x-patchbay-page': page },
        body: JSON.stringify(input),
      }).catch(() => {
        throw gone();
      });
      return unwrap((await answer.json()) as CallResult<N>);
    },
    subscribe(name, listener) {
      const take = (event: MessageEvent<string>): void => listener(JSON.parse(event.data));
      events.addEventListener(name, take);
      return () => events.removeEventListener(name, take);
    },
    async importFile(file, name) {
      const answer = await fetch(`/import?name=${encodeURIComponent(name)}`, { method: 'POST', body: file }).catch(
        () => {
          throw gone();
        },
      );
      return unwrapImport(await answer.json());
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      listener(isConnected);
      return () => connectionListeners.delete(listener);
    },
  };
}

const jsonHeaders = { 'content-type': 'application/json' };

/** Connects to whichever host carries this page. @throws AppError `connection.unreachable` */
export function connectApi(): Promise<Api> {
  return window.patchbay === undefined ? createBrowserApi() : Promise.resolve(createDesktopApi(window.patchbay));
}

const holder: { api?: Api } = {};

/** Makes the connection known to the whole screen; called once before anything is drawn. */
export function provideApi(api: Api): void {
  holder.api = api;
}

/** The connection to the main process. */
export function api(): Api {
  if (holder.api === undefined) throw bug('the screen is not connected yet');
  return holder.api;
}
