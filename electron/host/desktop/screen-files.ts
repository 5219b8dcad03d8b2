import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { plainResponse } from './file-response.ts';
import { isScreenUrl, mediaScheme } from './schemes.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The page has its own files and our media, and no way to any network: all traffic leaves from the main process. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' blob: data: ${mediaScheme}:`,
  `media-src 'self' blob: ${mediaScheme}:`,
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "worker-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers `app://patchbay/…` with files of the built screen and nothing else. */
export async function answerScreen(folder: string, request: { readonly url: string; readonly method: string }) {
  if (request.method !== 'GET' || !isScreenUrl(request.url)) return plainResponse(403, 'Refused.');
  const { pathname } = new URL(request.url);
  const name = pathname === '/' ? '/index.html' : pathname;
  const file = fileIn(folder, name);
  const facts = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || facts?.isFile() !== true) return plainResponse(404, 'There is no such file.');
  return new Response(new Uint8Array(await readFile(file)), {
    headers: {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
  });
}

/** Undefined for a path that leads out of the folder or is written in an unusual way. */
function fileIn(folder: string, name: string): string | undefined {
  if (!/^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(name)) return undefined;
  return path.join(folder, ...name.split('/').filter((part) => part !== ''));
}
