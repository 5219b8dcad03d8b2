import type { Json } from '#core/value/value';

/** An error as one of the gateway's dialects says it. */
export interface Envelope {
  readonly shape:
    | 'openai'
    | 'claude'
    | 'task'
    | 'midjourney'
    | 'kling'
    | 'minimax'
    | 'tencent'
    | 'management'
    | 'plain'
    | 'edge';
  readonly message: string;
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly requestId: string | undefined;
}

type Fields = { readonly [key: string]: Json };

const acceptedMidjourney: ReadonlySet<number> = new Set([1, 21, 22]);
const goodNumbers: ReadonlySet<number> = new Set([0, 200, 10_000]);
const goodWords: ReadonlySet<string> = new Set(['success', 'succeed', 'ok', '0', '200', '']);

function words(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/**
 * Finds an error in an answer, whichever of its shapes it has; undefined when the answer reports none. With
 * HTTP 200 only what is surely an error counts, because good answers have fields such as `message` and `detail` too.
 * Source: PROTOCOL 1.2 and 18.1.
 */
export function findEnvelope(json: Json | undefined, status: number): Envelope | undefined {
  if (json === undefined || json === null || typeof json !== 'object' || Array.isArray(json)) return undefined;
  const requestId = words(json['request_id']) ?? words(json['requestId']);
  const make = (shape: Envelope['shape'], message: string | undefined, rest?: Partial<Envelope>): Envelope => ({
    shape,
    message: message ?? '',
    code: undefined,
    type: undefined,
    requestId,
    ...rest,
  });
  return (
    edge(json, make) ??
    errorField(json, make) ??
    minimax(json, make) ??
    tencent(json, make) ??
    management(json, make) ??
    numbered(json, make) ??
    worded(json, make) ??
    (status >= 400 ? plain(json, make) : undefined)
  );
}

type Make = (shape: Envelope['shape'], message: string | undefined, rest?: Partial<Envelope>) => Envelope;

/** Cloudflare's problem JSON: said by the proxy, not by the gateway. */
function edge(json: Fields, make: Make): Envelope | undefined {
  const { status, title, type } = json;
  if (typeof status !== 'number' || status < 500 || typeof title !== 'string' || typeof type !== 'string')
    return undefined;
  return make('edge', title, { code: String(status) });
}

function errorField(json: Fields, make: Make): Envelope | undefined {
  const { error } = json;
  if (error === undefined || error === null || error === '' || error === false) return undefined;
  if (typeof error === 'string') return make('plain', error, { code: words(json['code']) });
  if (typeof error !== 'object' || Array.isArray(error))
    return make('plain', words(json['message']) ?? JSON.stringify(error));
  if (Object.keys(error).length === 0) return undefined;
  return make(json['type'] === 'error' ? 'claude' : 'openai', words(error['message']), {
    code: words(error['code']),
    type: words(error['type']),
  });
}

function minimax(json: Fields, make: Make): Envelope | undefined {
  const base = json['base_resp'];
  if (base === undefined || base === null || typeof base !== 'object' || Array.isArray(base)) return undefined;
  const code = base['status_code'];
  if (code === undefined || code === 0 || code === '0') return undefined;
  return make('minimax', words(base['status_msg']), { code: words(code) });
}

/** Tencent's cloud answers everything inside `Response`, errors too. */
function tencent(json: Fields, make: Make): Envelope | undefined {
  const { Response: inner } = json;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined;
  const error = inner['Error'];
  if (typeof error !== 'object' || error === null || Array.isArray(error)) return undefined;
  return make('tencent', words(error['Message']), {
    code: words(error['Code']),
    requestId: words(inner['RequestId']),
  });
}

function management(json: Fields, make: Make): Envelope | undefined {
  return json['success'] === false
    ? make('management', words(json['message']), { code: words(json['code']) })
    : undefined;
}

/** Midjourney has a `description`, Kling a `message` beside its number. */
function numbered(json: Fields, make: Make): Envelope | undefined {
  const { code } = json;
  if (typeof code !== 'number') return undefined;
  if ('description' in json) {
    if (acceptedMidjourney.has(code)) return undefined;
    return make('midjourney', words(json['description']), { code: String(code), type: words(json['type']) });
  }
  if (goodNumbers.has(code) || !('message' in json || 'msg' in json)) return undefined;
  return make('kling', words(json['message']) ?? words(json['msg']), { code: String(code) });
}

function worded(json: Fields, make: Make): Envelope | undefined {
  const { code } = json;
  if (typeof code !== 'string' || goodWords.has(code.toLowerCase()) || typeof json['message'] !== 'string')
    return undefined;
  return make('task', words(json['message']), { code });
}

/** What an error status makes an error: any of the usual fields for people. */
function plain(json: Fields, make: Make): Envelope | undefined {
  const { message, detail, description, msg } = json;
  const said = words(message) ?? words(description) ?? words(msg) ?? words(detail);
  if (said !== undefined) return make('plain', said, { code: words(json['code']), type: words(json['type']) });
  return detail === undefined || detail === null ? undefined : make('plain', JSON.stringify(detail));
}

/** Whether a body is a web page, by what the server says or by how it begins. */
export function isHtml(contentType: string, head: string): boolean {
  return (
    /^\s*(?:<!doctype html|<html|<head)/i.test(head) || (contentType.includes('text/html') && !/^\s*[[{]/.test(head))
  );
}
