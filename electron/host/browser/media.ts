import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#core/errors';
import type { ArtifactId } from '#core/value/value';
import type { App } from '../app/app.ts';
import type { ServedFile, Thumbnails } from '../media/thumbnails.ts';
import { refuse, sendError } from './reply.ts';

/** What a browser may show by itself; everything else is only ever downloaded or drawn by our page. */
const shown = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+)$/;

/** `/media/<key>/<artifact>` and `/thumb/<key>/<artifact>?side=N`, behind the key; `?name=` names a copy to save. */
export async function serveMedia(
  app: App,
  thumbnails: Thumbnails,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const match = /^\/(media|thumb)\/[A-Za-z0-9_-]+\/([0-9a-f]{64})$/.exec(url.pathname);
  if (match === null) return refuse(response, 404, { en: 'There is no such file.', zh: '没有这个文件。' });
  const artifact: ArtifactId = `sha256:${match[2] ?? ''}`;
  try {
    const side = Number(url.searchParams.get('side') ?? 320);
    const isSmall = match[1] === 'thumb' && Number.isFinite(side) && side > 0;
    const file = isSmall ? await thumbnails.find(artifact, side) : await app.artifacts.find(artifact);
    await sendFile(file, url.searchParams.get('name') ?? undefined, request, response);
  } catch (error) {
    sendError(response, error instanceof AppError && error.code === 'artifact.missing' ? 404 : 500, error);
  }
}

async function sendFile(
  { file, mime, bytes }: ServedFile,
  name: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('content-type', mime);
  // Whatever a file holds, it runs nothing.
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  response.setHeader('content-disposition', disposition(mime, name));
  response.setHeader('accept-ranges', 'bytes');
  // Named by content: it never changes.
  response.setHeader('cache-control', 'private, max-age=31536000, immutable');
  const range = readRange(request.headers.range, bytes);
  if (range === 'outside') {
    response.removeHeader('content-disposition');
    response.setHeader('content-range', `bytes */${bytes}`);
    response.writeHead(416, { 'content-length': 0 }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range !== undefined) response.setHeader('content-range', `bytes ${start}-${end}/${bytes}`);
  response.writeHead(range === undefined ? 200 : 206, { 'content-length': Math.max(0, end - start + 1) });
  if (request.method === 'HEAD' || bytes === 0) {
    response.end();
    return;
  }
  // A player that jumps closes the connection: no fault.
  await pipeline(createReadStream(file, { start, end }), response).catch(() => response.destroy());
}

/** One range of bytes; undefined when none was asked for, or several at once, which may be answered with everything. */
export function readRange(
  header: string | undefined,
  bytes: number,
): { readonly start: number; readonly end: number } | 'outside' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const length = Number(match[2]);
    return length === 0 || bytes === 0 ? 'outside' : { start: Math.max(0, bytes - length), end: bytes - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? bytes - 1 : Math.min(Number(match[2]), bytes - 1);
  return start >= bytes || start > end ? 'outside' : { start, end };
}

function disposition(mime: string, name: string | undefined): string {
  const kind = name === undefined && shown.test(mime) ? 'inline' : 'attachment';
  if (name === undefined || name === '') return kind;
  const plain = name.replace(/[^A-Za-z0-9 ._-]/g, '_').slice(0, 120);
  const encoded = encodeURIComponent(name.slice(0, 120).replace(/\p{Surrogate}/gu, '_')).replace(
    /['()*]/g,
    (character) => {
      return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
    },
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
