import { GatewayError, invalidRequest } from '../http/errors.ts';
import type { FileKind, OrderFile } from './order.ts';

/** A file that came as a data URL, else what stands at an address. */
export function fileOfUrl(kind: FileKind, url: string, name?: string): OrderFile {
  const match = /^data:[^,]*;base64,(.*)$/s.exec(url);
  return match === null ? { kind, url } : fileOfBase64(kind, match[1] ?? '', name);
}

/** A file that came as bare base64; throws the 400 for what is none. */
export function fileOfBase64(kind: FileKind, base64: string, name?: string): OrderFile {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) {
    throw invalidRequest(`Invalid value: the ${kind} is not base64.`, null, 'invalid_base64');
  }
  return { kind, bytes: Buffer.from(base64, 'base64'), name };
}

/** Throws the 400 for a document that is no PDF although it says so. */
export function requirePdf(file: OrderFile): OrderFile {
  if ('bytes' in file && Buffer.from(file.bytes.subarray(0, 5)).toString('latin1') !== '%PDF-') {
    throw new GatewayError({
      status: 400,
      message: 'The PDF specified was not valid.',
      type: 'invalid_request_error',
      code: 'invalid_pdf',
    });
  }
  return file;
}
