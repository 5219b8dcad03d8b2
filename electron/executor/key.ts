import { hash } from 'node:crypto';
import type { ConnectionIdentity, PreparedCall } from '#core/gateway/contract';
import { canonicalJson } from '#core/value/canonical';
import { isMediaValue } from '#core/value/value';

/** What is asked for, whoever asks. */
export interface RequestParts {
  readonly nodeType: string;
  readonly nodeVersion: number;
  readonly connection: ConnectionIdentity | undefined;
  readonly call: PreparedCall;
  readonly variation: number;
}

/** Who asks: a node of a workflow, or one of its items. */
interface AskerParts {
  readonly node: string;
  readonly path: readonly string[];
  readonly item: readonly number[];
}

/** Names of what is asked for. */
export interface CallKeys {
  /** Two calls with the same key are the same purchase of the same node: the result is reused. */
  readonly key: string;
  /**
   * Two calls with the same purchase ask for the same thing, from whichever nodes: the result is offered. Most calls of a
   * plan are reused, and then nobody asks for it.
   */
  purchase(): string;
}

/**
 * What a connection is known by for as long as it exists: its base URL. Practice is one and the same wherever it happens to
 * listen; a real gateway never has that name.
 */
export function accountOf(connection: ConnectionIdentity | undefined): string {
  return connection?.practice === true ? 'practice' : (connection?.baseUrl ?? '');
}

/** SHA-256 (hexadecimal) over the canonical JSON of the parts; media count by content, not by address. */
export function callKeys(parts: RequestParts & AskerParts): CallKeys {
  const { call } = parts;
  const made = JSON.stringify([parts.nodeType, parts.nodeVersion, call.recipeDigest, accountOf(parts.connection)]);
  const asked = `${made.slice(0, -1)},${canonicalJson(call.params)},${contentJson(call.inputs)}`;
  const asker = JSON.stringify([[...parts.path, parts.node], parts.item, parts.variation]);
  return {
    key: digest(`${asked},${asker.slice(1)}`),
    purchase: () => digest(`${asked},${parts.variation}]`),
  };
}

/** SHA-256, hexadecimal. */
export function digest(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Canonical JSON in which media stand as the name of their content: a new link to the same file is the same input. */
export function contentJson(value: unknown): string {
  return canonicalJson(value, (object) =>
    isMediaValue(object) ? { media: object.artifact ?? object.url ?? null } : object,
  );
}
