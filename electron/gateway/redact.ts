import type { ErrorInfo } from '#core/errors';

/** Takes the key out of whatever is shown, logged or stored beside raw answers. */
export interface Redactor {
  text(text: string): string;
  error(info: ErrorInfo): ErrorInfo;
  /** For a body that comes in pieces, whose pieces may part the key. */
  stream(): RedactStream;
}

export interface RedactStream {
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back. */
  end(): Uint8Array;
}

/** What looks like a key of this kind of gateway, whoever's it is. */
const anyKey = /\bsk-[A-Za-z0-9_-]{12,}/g;
const mark = '[key]';

/** A redactor that knows the secrets of the moment: it covers each itself, without its `sk-`, and as it is URL-encoded. */
export function createRedactor(...sources: readonly (() => string | undefined)[]): Redactor {
  const seen = new Set<string>();
  const secrets = (): readonly string[] => {
    for (const source of sources) {
      const current = source()?.trim();
      if (current === undefined || current.length < 4) continue;
      seen.add(current);
      seen.add(encodeURIComponent(current));
      const bare = current.replace(/^sk-/, '');
      if (bare.length >= 8) seen.add(bare);
    }
    return [...seen].sort((left, right) => right.length - left.length);
  };
  const text = (value: string): string =>
    secrets()
      .reduce((rest, secret) => rest.replaceAll(secret, mark), value)
      .replace(anyKey, mark);
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [text(name), deep(field)]));
  };
  return { text, error: (info) => deep(info) as ErrorInfo, stream: () => redactStream(secrets()) };
}

/** Works on bytes: each is one character of Latin-1, whatever the body's own encoding is. */
function redactStream(secrets: readonly string[]): RedactStream {
  let held = '';
  return {
    push(chunk) {
      if (secrets.length === 0) return chunk;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, mark), held + bytes.toString('latin1'));
      const open = Math.max(...secrets.map((secret) => beginning(clean, secret)));
      held = clean.slice(clean.length - open);
      return Buffer.from(clean.slice(0, clean.length - open), 'latin1');
    },
    end() {
      const rest = Buffer.from(held, 'latin1');
      held = '';
      return rest;
    },
  };
}

/** How many characters at the end of a text may be the beginning of a secret. */
function beginning(text: string, secret: string): number {
  for (let length = Math.min(text.length, secret.length - 1); length > 0; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}
