/** What a route answers with, as data, so that faults can spoil it on the way out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

/** The body of an answer: bytes in hand, a piece of a file, or a list of server-sent events with a pause (ms) between them. */
export type AnswerBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string; readonly start: number; readonly length: number }
  | { readonly kind: 'events'; readonly events: readonly string[]; readonly delayMs: number };

/** An answer of any content type; text is sent as UTF-8. */
export function bytesAnswer(content: string | Uint8Array, contentType: string, status = 200): Answer {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { status, headers: { 'content-type': contentType }, body: { kind: 'bytes', bytes } };
}

/** A JSON answer. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return bytesAnswer(JSON.stringify(value), 'application/json; charset=utf-8', status);
}

/** The web console's page: what the gateway answers, with 200, for a path that it does not have outside `/v1` and `/api`. */
export function consolePage(): Answer {
  const html =
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Practice gateway</title></head>' +
    '<body><h1>Practice gateway</h1><p>This is the web console of the practice gateway, not an answer of its API.</p></body></html>\n';
  return bytesAnswer(html, 'text/html; charset=utf-8');
}
