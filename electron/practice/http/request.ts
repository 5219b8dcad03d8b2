import type { IncomingHttpHeaders } from 'node:http';
import type { LogEntry } from '../log.ts';
import type { FormFile, ReceivedBody } from './body.ts';
import { invalidRequest } from './errors.ts';

/** One received request, as routes see it. */
export interface PracticeRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: ReceivedBody;
  /** Path parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly entry: LogEntry;
}

/** A multipart body as the plain fields that schemas check; fields that end in `[]` or repeat become lists. */
export interface Form {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly files: readonly FormFile[];
}

/** The JSON body; throws the 400 for another content type or broken JSON. */
export function jsonBody(request: PracticeRequest): unknown {
  const { body } = request;
  if (body.kind === 'broken') throw body.error;
  if (body.kind === 'json') return body.value;
  throw invalidRequest(
    'This route takes a JSON body: send content type application/json.',
    null,
    'unsupported_content_type',
  );
}

/** The multipart body; throws the 400 for another content type. */
export function formBody(request: PracticeRequest): Form {
  const { body } = request;
  if (body.kind === 'broken' && body.error.fields.code === 'invalid_multipart') throw body.error;
  if (body.kind !== 'form') {
    throw invalidRequest(
      "This route takes a multipart body: request Content-Type isn't multipart/form-data.",
      null,
      'unsupported_content_type',
    );
  }
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of body.fields) {
    const before = fields[name];
    if (before === undefined) fields[name] = name.endsWith('[]') ? [value] : value;
    else fields[name] = [...(Array.isArray(before) ? before : [before]), value];
  }
  return { fields, files: body.files };
}

/** The model that a body names, if it names one: faults can ask for it. */
export function bodyModel(body: ReceivedBody): string | undefined {
  if (body.kind === 'form') return body.fields.find(([name]) => name === 'model')?.[1];
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null) return undefined;
  const model: unknown = Reflect.get(body.value, 'model');
  return typeof model === 'string' ? model : undefined;
}
