import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkflowDocument } from '#core/graph/document';
import type { DraftRow } from '#core/services/document-views';
import {
  createHistory,
  edit,
  type History,
  isDirty,
  markSaved,
  redo,
  replay,
  undo,
} from '#renderer/document/history.ts';
import { deeds, strangeDocument } from './support.ts';

/** A step of somebody who edits: something done (perhaps as a part of the gesture before), undone, done again, saved. */
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('do' as const), deed: deeds, merges: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('save' as const) }) },
  ),
  { maxLength: 40 },
);

const plain = (document: WorkflowDocument): unknown => JSON.parse(JSON.stringify(document));

/** Plays steps and calls `check` after each of them. */
function play(all: readonly StepOf[], check: (state: Played) => void): void {
  let history = createHistory(strangeDocument());
  const rows: DraftRow[] = [];
  let gesture = 0;
  for (const step of all) {
    const before = history;
    if (step.kind === 'save') {
      history = markSaved(history);
      rows.push({ row: 'save', path: '/x', revision: '1' });
    } else {
      if (step.kind === 'do' && !step.merges) gesture += 1;
      const edited =
        step.kind === 'do'
          ? edit(history, step.deed.change(history.document), { label: step.deed.name, id: `g${gesture}`, at: 'now' })
          : step.kind === 'undo'
            ? undo(history)
            : redo(history);
      if (edited === undefined) continue;
      history = edited.history;
      rows.push(JSON.parse(JSON.stringify(edited.row)) as DraftRow);
    }
    check({ before, history, rows, step: step.kind });
  }
}

type StepOf = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;
interface Played {
  readonly before: History;
  readonly history: History;
  readonly rows: readonly DraftRow[];
  readonly step: StepOf['kind'];
}

describe('the history of a document', () => {
  it('undoes exactly what was done and does it again exactly', () => {
    fc.assert(
      fc.property(steps, (all) => {
        play(all, ({ before, history, step }) => {
          if (step !== 'do') return;
          const undone = undo(history)?.history;
          const again = undone === undefined ? undefined : redo(undone)?.history;
          expect(again?.document).toEqual(history.document);
          expect(plain(again?.document ?? {})).toEqual(plain(history.document));
          // An edit that went on with a gesture is undone together with it.
          const isOwn = history.past.length > before.past.length;
          if (isOwn) expect(plain(undone?.document ?? {})).toEqual(plain(before.document));
        });
      }),
      { numRuns: 250 },
    );
  });

  it('goes back to the very beginning and forward to the very end', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let last = createHistory(strangeDocument());
        play(all, ({ history }) => {
          last = history;
        });
        let history = last;
        for (let step = undo(history); step !== undefined; step = undo(history)) ({ history } = step);
        expect(plain(history.document)).toEqual(plain(strangeDocument()));
        while (history.past.length < last.past.length) {
          const step = redo(history);
          if (step === undefined) break;
          ({ history } = step);
        }
        expect(plain(history.document)).toEqual(plain(last.document));
      }),
      { numRuns: 150 },
    );
  });

  it('is the same when it is replayed from its journal after any step', () => {
    fc.assert(
      fc.property(steps, (all) => {
        play(all, ({ history, rows }) => {
          const replayed = replay(strangeDocument(), rows);
          expect(plain(replayed.document)).toEqual(plain(history.document));
          expect(replayed.past).toEqual(history.past);
          expect(replayed.future).toEqual(history.future);
          expect(replayed.savedAt).toBe(history.savedAt);
          expect(isDirty(replayed)).toBe(isDirty(history));
        });
      }),
      { numRuns: 120 },
    );
  });

  it('never loses what it does not know', () => {
    const foreign = JSON.parse('{"__proto__":{"kept":1},"constructor":"kept","x-own":[1,{"y":null}]}') as unknown;
    fc.assert(
      fc.property(steps, (all) => {
        play(all, ({ history }) => {
          const { document } = history;
          expect(Object.getOwnPropertyDescriptor(document['x-document'], '__proto__')?.value).toEqual({ kept: 1 });
          expect(document['nodes']).toContain('not even an object');
          expect(document['edges']).toContain(17);
          for (const key of ['nodes', 'edges', 'frames', 'notes'] as const) {
            for (const entry of document[key] as Record<string, unknown>[]) {
              if (typeof entry !== 'object') continue;
              for (const [name, value] of Object.entries(entry)) {
                if (name.startsWith('x-')) expect(JSON.stringify(value)).toBe(JSON.stringify(foreign));
              }
            }
          }
          const [first] = document['nodes'] as { id?: string; position?: { z?: number } }[];
          if (first?.id === 'n1') expect(first.position?.z).toBe(7);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('shows what is typed after a save as unsaved, even within one gesture', () => {
    const type = (text: string) => (document: WorkflowDocument) => {
      document['name'] = text;
    };
    const options = { label: 'edit.rename', id: 'g', at: 'now' };
    const first = edit(createHistory(strangeDocument()), type('a'), options);
    const saved = markSaved(first?.history ?? createHistory(strangeDocument()));
    const second = edit(saved, type('ab'), options);
    const third = edit(second?.history ?? saved, type('abc'), options);
    expect(isDirty(saved)).toBe(false);
    expect(third !== undefined && isDirty(third.history)).toBe(true);
    expect(third?.history.past).toHaveLength(2);
    const undone = third === undefined ? undefined : undo(third.history);
    expect(undone !== undefined && isDirty(undone.history)).toBe(false);
    expect(undone?.history.document['name']).toBe('a');
  });

  it('keeps a row small: what leaves a long list is one patch', () => {
    const document = strangeDocument();
    document['nodes'] = Array.from({ length: 1000 }, (_, index) => ({ id: `n${index}`, type: 'prompt' }));
    const edited = edit(
      createHistory(document),
      (draft) => {
        (draft['nodes'] as unknown[]).splice(3, 1);
      },
      { label: 'edit.delete', id: 'g', at: 'now' },
    );
    expect(edited?.row).toMatchObject({ row: 'edit', entry: { patches: [{ op: 'remove', path: ['nodes', 3] }] } });
  });

  it('ends a replay at a row that does not fit', () => {
    const rows: DraftRow[] = [
      {
        row: 'edit',
        entry: {
          id: 'a',
          label: 'x',
          at: 'now',
          patches: [{ op: 'replace', path: ['name'], value: 'A' }],
          inverse: [],
        },
      },
      {
        row: 'edit',
        entry: { id: 'b', label: 'x', at: 'now', patches: [{ op: 'remove', path: ['nodes', 99] }], inverse: [] },
      },
      {
        row: 'edit',
        entry: {
          id: 'c',
          label: 'x',
          at: 'now',
          patches: [{ op: 'replace', path: ['name'], value: 'C' }],
          inverse: [],
        },
      },
    ];
    const replayed = replay(strangeDocument(), rows);
    expect(replayed.document['name']).toBe('A');
    expect(replayed.past).toHaveLength(1);
  });
});
