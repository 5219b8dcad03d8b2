import { type App as ElectronApp, type Session, shell, type WebContents } from 'electron';
import { isMediaUrl, isScreenUrl, screenUrl } from './schemes.ts';

/** What our own page may ask the system for; everything else is denied. */
const granted: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write', 'fullscreen']);

/** Denies whatever a page could ask of a session: permissions, devices, downloads, requests that leave this machine. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(granted.has(permission) && isScreenUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler((contents, permission) => {
    return granted.has(permission) && contents !== null && isScreenUrl(contents.getURL());
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // A copy of a result or of something that the page itself made; the system asks where to.
    if (!isOwnDownload(item.getURL())) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isLocal(details.url) }));
}

/** Keeps every page that ever exists where it is. */
export function guardContents(app: ElectronApp): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => stay(event, contents));
    contents.on('will-redirect', (event) => stay(event, contents));
    contents.setWindowOpenHandler(({ url }) => {
      if (isMediaUrl(url)) contents.downloadURL(url);
      else openOutside(url);
      return { action: 'deny' };
    });
  });
}

/** Opens an address in the user's browser: https and nothing else. */
export function openOutside(text: string): void {
  if (!URL.canParse(text)) return;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return;
  // A system without a browser says so itself.
  shell.openExternal(url.href).catch(() => undefined);
}

function stay(event: { readonly url: string; preventDefault(): void }, contents: WebContents): void {
  if (event.url === screenUrl && isScreenUrl(contents.getURL())) return;
  event.preventDefault();
  // A link to media is a copy to save: `download` on it counts for nothing, as it is another origin.
  if (isMediaUrl(event.url) && isScreenUrl(contents.getURL())) contents.downloadURL(event.url);
}

function isOwnDownload(url: string): boolean {
  return isMediaUrl(url) || (url.startsWith('blob:') && isScreenUrl(url.slice('blob:'.length)));
}

function isLocal(url: string): boolean {
  return isScreenUrl(url) || isMediaUrl(url) || /^(?:blob|data|devtools):/.test(url);
}
