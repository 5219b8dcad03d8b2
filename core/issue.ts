import type { Place } from './errors.ts';

/** What validation can find. An `error` stops the node (and a run that needs it); a `warning` is only said. */
export const issueCodes = [
  'field.invalid',
  'field.unknown',
  'node.malformed',
  'node.duplicate-id',
  'node.unknown-type',
  'node.newer-version',
  'edge.malformed',
  'edge.duplicate-id',
  'edge.broken',
  'edge.second',
  'edge.type',
  'graph.cycle',
  'param.unknown',
  'param.invalid',
  'input.missing',
  'input.gap',
  'input.uneven',
  'output.missing',
  'file.missing',
  'model.unlisted',
  'name.duplicate',
] as const;
export type IssueCode = (typeof issueCodes)[number];

/** A fault found by looking, not by running. Plain JSON. */
export interface Issue {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  /** One sentence: what is wrong. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly hint?: string;
  readonly place: Place & { readonly edge?: string };
}

export function isError(issue: Issue): boolean {
  return issue.severity === 'error';
}
