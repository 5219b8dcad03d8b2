import type { WorkflowDocument } from './document.ts';

/** The version of the workflow file that this program writes. */
export const currentVersion = 1;

/** One step for each version: takes a document of that version and returns one of the next. */
const steps: Readonly<Record<number, (document: WorkflowDocument) => WorkflowDocument>> = {};

/** Brings an older document up to the current version; a current or newer one comes back as it is. */
export function migrateDocument(document: WorkflowDocument): WorkflowDocument {
  let current = document;
  for (;;) {
    const step = typeof current['version'] === 'number' ? steps[current['version']] : undefined;
    if (step === undefined) return current;
    current = step(current);
  }
}
