import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
};

/** Styles in attributes are how the canvas places nodes; nothing else comes from outside of this server. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const missingPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Patchbay</title>
<h1>The screen is not built</h1>
<p>Build it with <code>npm run build</code>, then load this page again.</p>
</html>
`;

/** Files whose names say what is in them, by path: the whole screen is 1.5 MB, and many small reads make it late. */
const kept = new Map<string, Buffer>();

/**
 * Serves the built screen. Names with a hash in them never change; the page itself is asked for each time. Gives false
 * when there is no such file.
 */
export async function serveScreen(folder: string, pathname: string, response: ServerResponse): Promise<boolean> {
  const name = pathname === '/' ? '/index.html' : pathname;
  const isHashed = name.startsWith('/assets/');
  const file = screenFile(folder, name);
  const body = file === undefined ? undefined : (kept.get(file) ?? (await readFile(file).catch(() => undefined)));
  if (file === undefined || body === undefined) {
    if (pathname !== '/') return false;
    send(response, 200, '.html', Buffer.byteLength(missingPage), 'no-store').end(missingPage);
    return true;
  }
  if (isHashed) kept.set(file, body);
  const caching = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
  send(response, 200, path.extname(file), body.length, caching).end(body);
  return true;
}

/** The file in the folder; undefined for a path that leads out of it or is written in an unusual way. */
function screenFile(folder: string, name: string): string | undefined {
  if (!/^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(name)) return undefined;
  return path.join(folder, ...name.split('/').filter((part) => part !== ''));
}

function send(
  response: ServerResponse,
  status: number,
  extension: string,
  bytes: number,
  caching: string,
): ServerResponse {
  return response.writeHead(status, {
    'content-type': types[extension] ?? 'application/octet-stream',
    'content-length': bytes,
    'cache-control': caching,
    'content-security-policy': contentPolicy,
  });
}
