import type { StoredFile } from '../files.ts';
import type { Gateway } from '../gateway.ts';
import { type Answer, bytesAnswer } from '../http/answer.ts';
import type { PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';

/** `GET /files/:name`: results, without a key, as a storage host has them. */
export function fileRoutes(gateway: Gateway): Route[] {
  return [
    {
      method: 'GET',
      path: '/files/:name',
      handle: (request) => serveFile(request, gateway.files.get(request.parameters['name'] ?? '')),
    },
  ];
}

/** Serves a file with ETag, one byte range (RFC 9110, 14) and 304; a plain 404 when there is none. */
export function serveFile(request: PracticeRequest, file: StoredFile | undefined): Answer {
  if (!file) return bytesAnswer('Not Found\n', 'text/plain; charset=utf-8', 404);
  const tag = `"${file.hash}"`;
  const headers = {
    'content-type': file.mime,
    'accept-ranges': 'bytes',
    etag: tag,
    'cache-control': 'public, max-age=86400',
  };
  if (request.headers['if-none-match']?.includes(tag)) {
    return { status: 304, headers, body: { kind: 'bytes', bytes: new Uint8Array(0) } };
  }
  const condition = request.headers['if-range'];
  const range = condition === undefined || condition === tag ? readRange(request.headers.range, file.size) : undefined;
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { 'content-range': `bytes */${file.size}` },
      body: { kind: 'bytes', bytes: new Uint8Array(0) },
    };
  }
  if (!range) return { status: 200, headers, body: { kind: 'file', path: file.path, start: 0, length: file.size } };
  const [start, end] = range;
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${file.size}` },
    body: { kind: 'file', path: file.path, start, length: end - start + 1 },
  };
}

/** First and last byte of a Range header; undefined when there is none that is understood. */
function readRange(header: string | undefined, size: number): [number, number] | 'unsatisfiable' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [, first = '', last = ''] = found;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  return start >= size || end < start || (first === '' && last === '0') ? 'unsatisfiable' : [start, end];
}
