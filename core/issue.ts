import type { Place } from './errors.ts';
import { type LocalText, type Wording, wording } from './text.ts';

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
  'input.converted',
  'input.gap',
  'input.uneven',
  'output.missing',
  'file.missing',
  'model.unlisted',
  'name.duplicate',
] as const;
export type IssueCode = (typeof issueCodes)[number];

/** A fault found by looking, not by running. Plain JSON. */
export interface Issue extends Readonly<Wording> {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  readonly place: Place & { readonly edge?: string };
}

/** An issue from its sentences: what is wrong, and what to do. */
export function createIssue(
  code: IssueCode,
  severity: Issue['severity'],
  place: Issue['place'],
  message: LocalText,
  hint?: LocalText,
): Issue {
  return { code, severity, ...wording(message, hint), place };
}

export function isError(issue: Issue): boolean {
  return issue.severity === 'error';
}
