import { createHash } from 'node:crypto';
import type { ConnectionIdentity, PreparedCall } from '#core/gateway/contract';
import { isMediaValue, type Json, type Value } from '#core/value/value';

/** What a result of a call depends on; two calls with the same key are the same purchase. */
interface ReuseKeyParts {
  readonly nodeType: string;
  readonly nodeVersion: number;
  readonly connection: ConnectionIdentity | undefined;
  readonly call: PreparedCall;
  readonly node: string;
  readonly path: readonly string[];
  readonly item: readonly number[];
  readonly variation: number;
}

/**
 * What a connection is known by for as long as it exists: its base URL. Practice is one and the same wherever it happens to
 * listen; a real gateway never has that name.
 */
export function accountOf(connection: ConnectionIdentity | undefined): string {
  return connection?.practice === true ? 'practice' : (connection?.baseUrl ?? '');
}

/** SHA-256 (hexadecimal) over the canonical JSON of the parts; media count by content, not by address. */
export function reuseKey(parts: ReuseKeyParts): string {
  const { call } = parts;
  const text = canonicalJson([
    parts.nodeType,
    parts.nodeVersion,
    call.recipeDigest,
    accountOf(parts.connection),
    call.params,
    byContent(call.inputs as { [key: string]: Value }) as Json,
    [...parts.path, parts.node],
    [...parts.item],
    parts.variation,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** Media are replaced by the name of their content, so that a new link to the same file is the same input. */
export function byContent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byContent);
  if (typeof value !== 'object' || value === null) return value;
  if (isMediaValue(value)) return { media: value.artifact ?? value.url ?? null };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, byContent(inner)]));
}

/** JSON with sorted keys and without `undefined`, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
