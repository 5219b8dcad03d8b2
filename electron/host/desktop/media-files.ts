import { AppError } from '#core/errors';
import type { ArtifactId } from '#core/value/value';
import type { App } from '../app/app.ts';
import { readRange } from '../browser/media.ts';
import type { ServedFile, Thumbnails } from '../media/thumbnails.ts';
import { plainResponse, streamFile } from './file-response.ts';
import { screenOrigin } from './schemes.ts';

/** What the page may show by itself; everything else is only ever saved as a copy. */
const shown = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+)$/;

/** Answers `patchbay-media://original/<hex>` and `patchbay-media://thumb/<hex>?side=N` for artifacts that exist. */
export async function answerMedia(app: App, thumbnails: Thumbnails, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainResponse(403, 'Refused.');
  const { host, pathname, searchParams } = new URL(request.url);
  const hex = /^\/([0-9a-f]{64})$/.exec(pathname)?.[1];
  if (hex === undefined || (host !== 'original' && host !== 'thumb')) {
    return plainResponse(404, 'There is no such file.');
  }
  const artifact: ArtifactId = `sha256:${hex}`;
  try {
    const side = Number(searchParams.get('side') ?? 320);
    const isSmall = host === 'thumb' && Number.isFinite(side) && side > 0;
    const file = isSmall ? await thumbnails.find(artifact, side) : await app.artifacts.find(artifact);
    return fileResponse(file, request);
  } catch (error) {
    const isMissing = error instanceof AppError && error.code === 'artifact.missing';
    return isMissing ? plainResponse(404, 'There is no such file.') : plainResponse(500, 'The file cannot be read.');
  }
}

function fileResponse({ file, mime, bytes }: ServedFile, request: Request): Response {
  const headers = new Headers({
    'content-type': mime,
    // Whatever a file holds, it runs nothing.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'content-disposition': shown.test(mime) ? 'inline' : 'attachment',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': screenOrigin,
    'accept-ranges': 'bytes',
    // Named by content: it never changes.
    'cache-control': 'private, max-age=31536000, immutable',
  });
  const range = readRange(request.headers.get('range') ?? undefined, bytes);
  if (range === 'outside') {
    headers.set('content-range', `bytes */${bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range !== undefined) headers.set('content-range', `bytes ${start}-${end}/${bytes}`);
  headers.set('content-length', String(Math.max(0, end - start + 1)));
  const body = request.method === 'HEAD' || bytes === 0 ? null : streamFile(file, start, end);
  return new Response(body, { status: range === undefined ? 200 : 206, headers });
}
