import type { ErrorInfo } from '#core/errors';

/** Takes the key out of whatever is shown, logged or stored beside raw answers. */
export interface Redactor {
  text(text: string): string;
  error(info: ErrorInfo): ErrorInfo;
}

/** What looks like a key of this kind of gateway, whoever's it is. */
const anyKey = /\bsk-[A-Za-z0-9_-]{12,}/g;
const mark = '[key]';

/** A redactor that knows the key of the moment: it covers the key itself, without its `sk-`, and as it is URL-encoded. */
export function createRedactor(key: () => string | undefined): Redactor {
  const seen = new Set<string>();
  const secrets = (): readonly string[] => {
    const current = key()?.trim();
    if (current !== undefined && current.length >= 4) {
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
  return { text, error: (info) => deep(info) as ErrorInfo };
}
