import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import type { WorkflowDocument } from '#core/graph/document';
import { type MigrationSteps, migrateDocument } from '#core/graph/migrate';

const seen: number[] = [];

/** Steps that change what they are given, as careless ones would. */
const steps: MigrationSteps = Object.fromEntries(
  [1, 2, 3].map((version) => [
    version,
    (document: WorkflowDocument): WorkflowDocument => {
      seen.push(version);
      const trail = Array.isArray(document['trail']) ? document['trail'] : [];
      trail.push(version);
      document['trail'] = trail;
      document['version'] = version + 1;
      return document;
    },
  ]),
);

describe('migration', () => {
  it.each([
    [1, [1, 2, 3]],
    [2, [2, 3]],
    [3, [3]],
  ])('brings version %i up one step at a time', (version, trail) => {
    seen.length = 0;
    const document = { version, trail: [], kept: { deep: [1] } };
    const before = JSON.stringify(document);
    expect(migrateDocument(document, steps)).toEqual({ version: 4, trail, kept: { deep: [1] } });
    expect(seen).toEqual(trail);
    expect(JSON.stringify(document)).toBe(before);
  });

  it.each([4, 5, 900])('gives a current or newer version %i back as it is', (version) => {
    const document = { version, trail: [] };
    expect(migrateDocument(document, steps)).toBe(document);
  });

  it('keeps keys that are easily lost', () => {
    const document = JSON.parse('{"version":3,"__proto__":{"a":1},"constructor":2}') as WorkflowDocument;
    expect(JSON.stringify(migrateDocument(document, steps))).toBe(
      '{"version":4,"__proto__":{"a":1},"constructor":2,"trail":[3]}',
    );
  });

  it('does not run forever when a step leads nowhere', () => {
    expect(() => migrateDocument({ version: 1 }, { 1: (document) => document })).toThrow(AppError);
  });

  it('leaves the first version alone today', () => {
    const document = { version: 1 };
    expect(migrateDocument(document)).toBe(document);
  });
});
