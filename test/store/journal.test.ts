import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/run/event';
import { diskLayer } from '../../electron/store/file-layer.ts';
import { foldJournal, openJournal, readJournal } from '../../electron/store/journal.ts';
import { formatRow } from '../../electron/store/row-format.ts';
import { expectFailure, layerWith, nodeEnd, nodeStart, runStart, systemError, temporaryFolder } from './support.ts';

const journalFile = () => path.join(temporaryFolder(), 'journal.jsonl');

describe('a journal', () => {
  test('shows an event only after it is in the file, in order', async () => {
    const file = journalFile();
    const journal = openJournal(file);
    const seen: number[] = [];
    journal.onWritten((event) => {
      expect(readJournal(file).events.map((written) => written.seq)).toContain(event.seq);
      seen.push(event.seq);
    });
    journal.append(runStart(['a']));
    expect(seen).toEqual([]);
    journal.append(nodeStart(1, 'a'));
    await journal.flush();
    expect(seen).toEqual([0, 1]);
    await journal.close();
  });

  test('an ended subscription hears nothing more', async () => {
    const journal = openJournal(journalFile());
    const seen: number[] = [];
    const end = journal.onWritten((event) => seen.push(event.seq));
    journal.append(runStart(['a']));
    await journal.flush();
    end();
    journal.append(nodeStart(1, 'a'));
    await journal.close();
    expect(seen).toEqual([0]);
  });

  test('keeps what a full disk refused and writes it, in order, when there is space', async () => {
    const file = journalFile();
    let full = true;
    const layer = layerWith({
      async write(handle, bytes) {
        if (!full) return diskLayer.write(handle, bytes);
        // The first row and half of the second get through.
        await diskLayer.write(handle, bytes.subarray(0, formatRow(runStart(['a'])).length + 20));
        throw systemError('ENOSPC');
      },
    });
    const journal = openJournal(file, { layer });
    const seen: number[] = [];
    journal.onWritten((event) => seen.push(event.seq));
    journal.append(runStart(['a']));
    journal.append(nodeStart(1, 'a'));
    await expectFailure(journal.flush(), 'disk.full');
    expect(seen).toEqual([]);
    full = false;
    journal.append(nodeEnd(2, 'a', 'x'));
    await journal.flush();
    await journal.close();
    expect(seen).toEqual([0, 1, 2]);
    const { events, damaged } = readJournal(file);
    expect(events.map((event) => event.seq)).toEqual([0, 1, 2]);
    expect(damaged).toBe(1);
    expect(foldJournal(events)).toMatchObject({ refused: 0, state: { seq: 2 } });
  });

  test('reads on after rows that it does not know', async () => {
    const file = journalFile();
    fs.writeFileSync(
      file,
      [formatRow(runStart(['a'])), formatRow({ event: 'from-the-future', seq: 1 }), formatRow(nodeStart(2, 'a'))].join(
        '',
      ),
    );
    const { events, damaged } = readJournal(file);
    expect(events.map((event) => event.event)).toEqual(['run-start', 'node-start']);
    expect(damaged).toBe(1);
  });

  test('an event that does not fit any more is left out of the state', () => {
    const { state, refused } = foldJournal([runStart(['a', 'b']), nodeEnd(2, 'a', 'x'), nodeStart(3, 'b')]);
    expect(refused).toBe(1);
    expect(state?.nodes.get('b')?.items.get('')?.state).toBe('running');
  });

  test('takes the events of a run of 10,000 nodes and gives them back quickly', async () => {
    const file = journalFile();
    const nodes = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
    const events: JournalEvent[] = [runStart(nodes)];
    for (const node of nodes) {
      events.push(nodeStart(events.length, node));
      events.push(nodeEnd(events.length, node, 'text', 'k'.repeat(64)));
    }
    const journal = openJournal(file);
    const started = performance.now();
    for (const event of events) journal.append(event);
    await journal.close();
    const written = performance.now();
    const { events: read } = readJournal(file);
    const readAt = performance.now();
    expect(read).toEqual(events);
    expect(written - started).toBeLessThan(3000);
    expect(readAt - written).toBeLessThan(3000);
  });
});
