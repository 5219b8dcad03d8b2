import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDocument } from '#core/graph/document';
import type { DraftRow } from '#core/services/document-views';
import { compactRows, isUnsaved } from '../../electron/store/draft-rows.ts';
import { openDrafts } from '../../electron/store/drafts.ts';
import { diskLayer } from '../../electron/store/file-layer.ts';
import { expectFailure, layerWith, systemError, temporaryHome } from './support.ts';

const edit = (id: string): DraftRow => ({
  row: 'edit',
  entry: { id, label: 'edit', at: '2026-01-01T00:00:00.000Z', patches: [], inverse: [] },
});
const undo: DraftRow = { row: 'undo' };
const redo: DraftRow = { row: 'redo' };
const save: DraftRow = { row: 'save', path: '/a', revision: 'r' };

describe('rows of a draft', () => {
  test.each<[string, DraftRow[], boolean]>([
    ['nothing', [], false],
    ['an edit', [edit('a')], true],
    ['an edit that was undone', [edit('a'), undo], false],
    ['a saved edit', [edit('a'), save], false],
    ['a gesture that went on after the save', [edit('a'), save, edit('a')], true],
    ['an edit that was undone after the save', [edit('a'), save, undo], true],
    ['one that was done again', [edit('a'), save, undo, redo], false],
    ['another edit in its place', [edit('a'), save, undo, edit('b')], true],
    ['undo and redo of nothing', [undo, redo], false],
  ])('%s', (_, rows, expected) => expect(isUnsaved(rows)).toBe(expected));

  test('that are compacted say the same of what is unsaved', () => {
    const row = fc.constantFrom(edit('a'), edit('b'), edit('c'), undo, redo, save);
    fc.assert(fc.property(fc.array(row), (rows) => isUnsaved(compactRows(rows)) === isUnsaved(rows)));
  });
});

describe('the journal of a draft', () => {
  test('does not hold twice what could not be made durable at first', async () => {
    let fails = 0;
    const home = temporaryHome(
      layerWith({
        sync(handle) {
          if (fails === 0) return diskLayer.sync(handle);
          fails -= 1;
          return Promise.reject(systemError('ENOSPC'));
        },
      }),
    );
    const drafts = openDrafts(home);
    const id = await drafts.create(createDocument('wf_1', 'Test'), { name: 'Test', readOnly: false });
    await drafts.append(id, [edit('a')]);
    for (let time = 0; time < 3; time += 1) {
      fails = 1;
      await expectFailure(drafts.append(id, [edit('b'), edit('c')]), 'disk.full');
      expect(drafts.read(id).rows).toHaveLength(1);
    }
    await drafts.append(id, [edit('b'), edit('c')]);
    expect(drafts.read(id).rows).toEqual([edit('a'), edit('b'), edit('c')]);
    await drafts.close();
    expect(openDrafts(home).read(id).rows).toHaveLength(3);
    await drafts.remove(id);
    expect(drafts.list()).toEqual([]);
  });

  test('of an id that is none is not looked for', () => {
    const drafts = openDrafts(temporaryHome());
    for (const id of ['', '..', 'draft_../x', 'draft_']) expect(() => drafts.meta(id)).toThrow(/not open any more/);
  });
});
