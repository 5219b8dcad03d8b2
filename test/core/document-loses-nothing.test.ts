import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { createDocument, formatDocument, openDocument } from '#core/graph/document';
import type { Json } from '#core/value/value';
import { arbitraryDocument, knownNodeKeys, knownTopKeys, unusedParts } from './document-support.ts';
import { arbitraryJson, isObject, type JsonObject, sameJson, throughText } from './json-support.ts';

const base = { format: 'patchbay.workflow', version: 1, nodes: [], edges: [] };

function refusal(json: unknown): AppError {
  try {
    openDocument(json);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the document was opened');
}

/** Known keys in another order, unknown ones as they stand. */
function reorder(value: Json | undefined, known: readonly string[], inside: (key: string, held: Json) => Json): Json {
  if (!isObject(value)) return value ?? null;
  const first = Object.keys(value).filter((key) => known.includes(key));
  const rest = Object.keys(value).filter((key) => !known.includes(key));
  return Object.fromEntries([...first.reverse(), ...rest].map((key) => [key, inside(key, value[key] as Json)]));
}

function reorderAll(document: JsonObject): JsonObject {
  const keep = (_key: string, held: Json): Json => held;
  return reorder(document, knownTopKeys, (key, held) => {
    if (!Array.isArray(held)) return held;
    if (key === 'nodes')
      return held.map((node) =>
        reorder(node, knownNodeKeys, (field, inner) => {
          if (field === 'position') return reorder(inner, ['x', 'y'], keep);
          return field === 'size' ? reorder(inner, ['width', 'height'], keep) : inner;
        }),
      );
    if (key === 'edges')
      return held.map((edge) =>
        reorder(edge, ['id', 'from', 'to'], (field, inner) =>
          field === 'from' || field === 'to' ? reorder(inner, ['node', 'port'], keep) : inner,
        ),
      );
    return held;
  }) as JsonObject;
}

describe('opening and saving loses nothing', () => {
  it('keeps every value and every key of any document, and reports each unused part once', () => {
    fc.assert(
      fc.property(arbitraryDocument, (generated) => {
        const original = throughText(generated);
        const opened = openDocument(throughText(generated));
        const text = formatDocument(opened.document);
        expect(sameJson(JSON.parse(text), original)).toBe(true);
        expect(formatDocument(openDocument(JSON.parse(text)).document)).toBe(text);
        expect(opened.readOnly).toBe(false);
        const said = opened.issues.map(({ code, place }) => [code, place.node ?? place.edge ?? '', place.field ?? '']);
        expect(said.map(String).sort()).toEqual(unusedParts(original).map(String).sort());
        for (const issue of opened.issues) expect(issue.message).toMatch(/\S.*\.$/s);
      }),
      { numRuns: 500 },
    );
  });

  it('writes the same bytes whatever the order of the known keys', () => {
    fc.assert(
      fc.property(arbitraryDocument, (generated) => {
        const document = throughText(generated);
        expect(formatDocument(reorderAll(document))).toBe(formatDocument(document));
      }),
      { numRuns: 500 },
    );
  });

  it('writes two spaces, known keys first, one new line at the end, and no raw half of a character', () => {
    const text = formatDocument({ zebra: '\ud800', edges: [], nodes: [], version: 1, format: 'patchbay.workflow' });
    expect(text).toBe(
      '{\n  "format": "patchbay.workflow",\n  "version": 1,\n  "nodes": [],\n  "edges": [],\n  "zebra": "\\ud800"\n}\n',
    );
    expect(formatDocument(createDocument('wf_1', 'New'))).toMatch(/^{\n {2}"format".*\n}\n$/s);
  });

  it('does not change the JSON that it reads', () => {
    fc.assert(
      fc.property(arbitraryDocument, (generated) => {
        const json = throughText(generated);
        formatDocument(openDocument(json).document);
        expect(JSON.stringify(json)).toBe(JSON.stringify(generated));
      }),
    );
  });

  it('gives params to the node with every key', () => {
    const json: unknown = JSON.parse(
      '{"format":"patchbay.workflow","version":1,"nodes":[{"id":"n","type":"t","params":{"__proto__":{"a":1},"b":2}}],"edges":[]}',
    );
    expect(Object.keys(openDocument(json).workflow.nodes[0]?.params ?? {})).toEqual(['__proto__', 'b']);
    expect({}).not.toHaveProperty('a');
  });

  it('makes a misread field that decides what a node does an error', () => {
    const node = {
      id: 'n',
      type: 't',
      mode: 'sleeping',
      pin: { text: 'x' },
      map: 1,
      variation: 'a',
      title: 5,
      params: [],
    };
    const { issues } = openDocument({ ...base, nodes: [node] });
    const severities = Object.fromEntries(issues.map((issue) => [issue.place.field, issue.severity]));
    expect(severities).toEqual({
      mode: 'error',
      pin: 'error',
      map: 'error',
      variation: 'error',
      params: 'error',
      title: 'warning',
    });
  });
});

describe('what is no workflow', () => {
  it.each([null, true, 'text', 5, [], [base], {}, { ...base, format: 'other' }])('refuses %j', (json) => {
    const error = refusal(json);
    expect(error.code).toBe('file.not-a-workflow');
    expect(error.info.place).toEqual({ field: 'format' });
  });

  it.each([
    [{ ...base, version: 0 }, 'version'],
    [{ ...base, version: '1' }, 'version'],
    [{ ...base, version: 1.5 }, 'version'],
    [{ ...base, nodes: {} }, 'nodes'],
    [{ format: base.format, version: 1, nodes: [] }, 'edges'],
  ])('names the damaged field of %j', (json, field) => {
    expect(refusal(json).info).toMatchObject({ code: 'file.not-a-workflow', place: { field } });
  });

  it('refuses any JSON without the format', () => {
    fc.assert(
      fc.property(arbitraryJson, (json) => {
        expect(refusal(throughText(json)).code).toBe('file.not-a-workflow');
      }),
    );
  });
});

describe('a file of a newer version', () => {
  it('opens to be read only, with everything in it', () => {
    const json = { ...base, version: 2, future: { a: [1] }, nodes: [{ id: 'n', type: 'prompt', new: true }] };
    const opened = openDocument(json);
    expect(opened.readOnly).toBe(true);
    expect(JSON.parse(formatDocument(opened.document))).toEqual(json);
  });

  it('is refused as too new, not as damaged, when nothing of it can be shown', () => {
    expect(refusal({ format: base.format, version: 9, graph: {} }).code).toBe('file.too-new');
  });
});

describe('what could not be written back', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const file = (extra: string): unknown =>
    JSON.parse(`{"format":"patchbay.workflow","version":1,"nodes":[],"edges":[],"extra":${extra}}`);

  it('opens what is nested deeply', () => {
    const opened = openDocument(file(nested(490)));
    expect(JSON.stringify(JSON.parse(formatDocument(opened.document)).extra)).toBe(nested(490));
  });

  it.each([nested(600), nested(200_000)])('refuses what is nested without end', (extra) => {
    expect(refusal(file(extra)).code).toBe('file.not-a-workflow');
    const node: unknown = JSON.parse(
      `{"format":"patchbay.workflow","version":1,"nodes":[{"id":"n","type":"t","params":{"p":${extra}}}],"edges":[${extra}]}`,
    );
    expect(refusal(node).code).toBe('file.not-a-workflow');
  });

  it('refuses a number that would become null', () => {
    expect(refusal(file('1e999')).message).toMatch(/too large\.$/);
  });
});
