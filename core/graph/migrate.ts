import { bug } from '../errors.ts';
import type { Json } from '../value/value.ts';
import type { WorkflowDocument } from './document.ts';

/** The version of the workflow file that this program writes. */
export const currentVersion = 1;

/** One step for each version: takes a document of that version and returns one of the next. */
export type MigrationSteps = Readonly<Record<number, (document: WorkflowDocument) => WorkflowDocument>>;

const allSteps: MigrationSteps = {};

/**
 * Brings an older document up to the current version, one version at a time; a current or newer one comes back as it is.
 * The given document is never changed.
 * @throws AppError `internal.bug` when a step does not lead to the next version
 */
export function migrateDocument(document: WorkflowDocument, steps: MigrationSteps = allSteps): WorkflowDocument {
  let current = document;
  for (;;) {
    const version = current['version'];
    const step = typeof version === 'number' && Object.hasOwn(steps, version) ? steps[version] : undefined;
    if (typeof version !== 'number' || step === undefined) return current;
    // A step works on a copy of its own, so that it may change it.
    current = step(copyOf(current));
    if (current['version'] !== version + 1) throw bug(`the step from file version ${version} leads elsewhere`);
  }
}

function copyOf(document: WorkflowDocument): WorkflowDocument {
  return JSON.parse(JSON.stringify(document)) as { [key: string]: Json };
}
