import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from '@fastify/busboy';
import { GatewayError, invalidRequest } from './errors.ts';

const JSON_LIMIT = 32 * 1024 * 1024;
const FILE_LIMIT = 64 * 1024 * 1024;

/** A file of a multipart body, held on disk until the request has been answered. */
export interface FormFile {
  readonly field: string;
  readonly filename: string;
  readonly path: string;
  /** Bytes; never more than 64 MB, what is beyond that is thrown away. */
  readonly size: number;
}

/** A request's body once it has been received. `broken` is thrown when a route asks for it. */
export type ReceivedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown; readonly bytes: number }
  | {
      readonly kind: 'form';
      readonly fields: readonly (readonly [string, string])[];
      readonly files: readonly FormFile[];
      readonly bytes: number;
    }
  | { readonly kind: 'broken'; readonly error: GatewayError };

/** Receives the whole body. Files go to `folder`; the caller removes them with `dropBody`. */
export async function receiveBody(request: IncomingMessage, folder: string, prefix: string): Promise<ReceivedBody> {
  if (request.method === 'GET' || request.method === 'HEAD') return { kind: 'none' };
  const type = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data\s*;/i.test(type)) return receiveForm(request, folder, prefix);
  const bytes = await receiveBytes(request);
  if (bytes === 'too-large') {
    return broken(new GatewayError({ status: 413, message: 'request body too large', code: 'request_body_too_large' }));
  }
  if (bytes.length === 0 && type === '') return { kind: 'none' };
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return broken(
      invalidRequest(`Unsupported content type '${type}': send application/json.`, null, 'unsupported_content_type'),
    );
  }
  try {
    return { kind: 'json', value: JSON.parse(bytes.toString('utf8')), bytes: bytes.length };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    return broken(invalidRequest(`We could not parse the JSON body of your request: ${reason}.`, null, 'invalid_json'));
  }
}

/** Removes the files that a body brought. */
export async function dropBody(body: ReceivedBody): Promise<void> {
  if (body.kind !== 'form') return;
  await Promise.all(body.files.map((file) => rm(file.path, { force: true })));
}

function broken(error: GatewayError): ReceivedBody {
  return { kind: 'broken', error };
}

async function receiveBytes(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= JSON_LIMIT) chunks.push(chunk);
  }
  return size > JSON_LIMIT ? 'too-large' : Buffer.concat(chunks);
}

async function receiveForm(request: IncomingMessage, folder: string, prefix: string): Promise<ReceivedBody> {
  const fields: [string, string][] = [];
  const files: Promise<FormFile>[] = [];
  const streams: Readable[] = [];
  let bytes = 0;
  try {
    const parser = busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: { fileSize: FILE_LIMIT, files: 20, fields: 100 },
    });
    parser.on('field', (name, value) => fields.push([name, value]));
    parser.on('file', (field, stream, filename) => {
      const target = path.join(folder, `${prefix}-${files.length}`);
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      const saved = pipeline(stream, createWriteStream(target)).then(() => ({ field, filename, path: target, size }));
      saved.catch(() => undefined);
      files.push(saved);
      streams.push(stream);
    });
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    await pipeline(request, parser);
    return { kind: 'form', fields, files: await Promise.all(files), bytes };
  } catch (error) {
    // A client that went away leaves its files open.
    for (const stream of streams) stream.destroy();
    for (const file of await Promise.allSettled(files)) {
      if (file.status === 'fulfilled') await rm(file.value.path, { force: true });
    }
    if (request.destroyed && !request.complete) throw error;
    const reason = error instanceof Error ? error.message : 'broken';
    return broken(
      invalidRequest(`We could not parse the multipart body of your request: ${reason}.`, null, 'invalid_multipart'),
    );
  }
}
