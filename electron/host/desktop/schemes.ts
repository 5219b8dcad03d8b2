import { protocol } from 'electron';

export const screenScheme = 'app';
export const screenHost = 'patchbay';
/** The origin of the only page there is. */
export const screenOrigin = `${screenScheme}://${screenHost}`;
export const screenUrl = `${screenOrigin}/`;
export const mediaScheme = 'patchbay-media';

/** Makes both schemes secure origins of their own; must be called before the program is ready. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: screenScheme, privileges: { ...privileges, codeCache: true } },
    { scheme: mediaScheme, privileges: { ...privileges, stream: true } },
  ]);
}

/** Whether an address is a page or file of the screen. */
export function isScreenUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol: scheme, host, username, password } = new URL(text);
  return scheme === `${screenScheme}:` && host === screenHost && username === '' && password === '';
}

/** Whether an address is media of ours. */
export function isMediaUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === `${mediaScheme}:`;
}
