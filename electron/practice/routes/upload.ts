import { readFile } from 'node:fs/promises';
import type { Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { GatewayError } from '../http/errors.ts';
import type { PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { serveFile } from './files.ts';
import { imageType } from './image-type.ts';

const LIMIT = 10 * 1024 * 1024;

/** The upload host: `POST /api/upload` and the pictures it keeps (PROTOCOL 12). It asks for no key. */
export function uploadRoutes(gateway: Gateway): Route[] {
  return [
    { method: 'POST', path: '/api/upload', handle: (request) => upload(gateway, request) },
    {
      method: 'GET',
      path: '/api/proxy/image/:name',
      handle: (request) => serveFile(request, gateway.uploads.get(request.parameters['name'] ?? '')),
    },
  ];
}

async function upload(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const { body } = request;
  if (body.kind !== 'form') throw refuse(400, 'Expected multipart/form-data with a field named file', 'NO_FILE');
  const [file, ...others] = body.files;
  if (file?.field !== 'file' || others.length > 0) {
    throw refuse(400, 'Expected exactly one file in the field named file', 'NO_FILE');
  }
  if (file.size === 0) throw refuse(400, 'The file is empty', 'NO_FILE');
  if (file.size > LIMIT) throw refuse(413, 'The file is larger than 10 MB', 'FILE_TOO_LARGE');
  const type = await imageType(file.path);
  if (!type) throw refuse(415, 'Only PNG, JPEG, WebP and GIF pictures are accepted', 'UNSUPPORTED_TYPE');
  const stored = await gateway.uploads.put(await readFile(file.path), type.extension, type.mime);
  const url = `${gateway.addresses.upload}/api/proxy/image/${stored.name}`;
  return jsonAnswer({ url, created: gateway.clock.now() });
}

function refuse(status: number, message: string, code: string): GatewayError {
  return new GatewayError({ status, message, code, shape: 'upload' });
}
