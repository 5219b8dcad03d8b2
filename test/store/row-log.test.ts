import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diskLayer, type FileLayer } from '../../electron/store/file-layer.ts';
import { formatRow, readRows } from '../../electron/store/row-format.ts';
import { openRowLog } from '../../electron/store/row-log.ts';
import { expectFailure, layerWith, systemError, temporaryFolder } from './support.ts';

function read(file: string, layer: FileLayer = diskLayer) {
  const rows: unknown[] = [];
  const { damaged } = readRows(layer, file, (row) => rows.push(row));
  return { rows, damaged };
}

describe('a row log', () => {
  test('gives rows back in order, whatever text they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ text: fc.string({ unit: 'binary' }) })), async (rows) => {
        const file = path.join(temporaryFolder(), 'rows.jsonl');
        const log = openRowLog(diskLayer, file);
        await Promise.all(rows.map((row) => log.append(row, { sync: false })));
        await log.close();
        expect(read(file)).toEqual({ rows: JSON.parse(JSON.stringify(rows)), damaged: 0 });
      }),
      { numRuns: 30 },
    );
  });

  test('loses at most the torn row when its end is cut off anywhere, and goes on after that', async () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({ id: index, text: 'ü'.repeat(index) }));
    const whole = Buffer.from(rows.map(formatRow).join(''));
    const ends = rows.map((_, index) =>
      Buffer.byteLength(
        rows
          .slice(0, index + 1)
          .map(formatRow)
          .join(''),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
        const file = path.join(temporaryFolder(), 'rows.jsonl');
        fs.writeFileSync(file, whole.subarray(0, length));
        // A row without nothing but its new line is whole.
        const kept = rows.slice(0, ends.filter((end) => end - 1 <= length).length);
        expect(read(file).rows).toEqual(kept);
        const log = openRowLog(diskLayer, file);
        await log.append({ id: 'next' }, { sync: true });
        await log.close();
        expect(read(file).rows).toEqual([...kept, { id: 'next' }]);
      }),
      { numRuns: 200 },
    );
  });

  test('never takes an altered row for a true one', () => {
    const rows = [{ id: 1, price: 100 }, { id: 2, price: 200 }, { id: 3 }];
    const whole = Buffer.from(rows.map(formatRow).join(''));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 2 }), fc.integer({ min: 1, max: 255 }), (offset, mask) => {
        const file = path.join(temporaryFolder(), 'rows.jsonl');
        const altered = Buffer.from(whole);
        altered[offset] = (altered[offset] ?? 0) ^ mask;
        fs.writeFileSync(file, altered);
        const found = read(file);
        for (const row of found.rows) expect(rows).toContainEqual(row);
        expect(found.rows.length).toBeGreaterThanOrEqual(1);
        expect(found.damaged).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('reads rows that are longer than one piece of reading', async () => {
    const file = path.join(temporaryFolder(), 'rows.jsonl');
    const rows = [{ text: 'a'.repeat(3_000_000) }, { text: 'b' }, { text: 'c'.repeat(1_100_000) }];
    fs.writeFileSync(file, rows.map(formatRow).join(''));
    expect(read(file)).toEqual({ rows, damaged: 0 });
  });

  test('writes the rows of one tick at once and lets waiting rows share a sync', async () => {
    let writes = 0;
    let syncs = 0;
    const layer = layerWith({
      write: (handle, bytes) => {
        writes += 1;
        return diskLayer.write(handle, bytes);
      },
      sync: (handle) => {
        syncs += 1;
        return diskLayer.sync(handle);
      },
    });
    const log = openRowLog(layer, path.join(temporaryFolder(), 'rows.jsonl'));
    await Promise.all(Array.from({ length: 100 }, (_, id) => log.append({ id }, { sync: true })));
    expect({ writes, syncs }).toEqual({ writes: 1, syncs: 1 });
    await log.close();
  });

  test('a synced row is not done before the sync, an unsynced one is', async () => {
    let release: () => void = () => undefined;
    const layer = layerWith({ sync: () => new Promise((resolve) => (release = resolve)) });
    const log = openRowLog(layer, path.join(temporaryFolder(), 'rows.jsonl'));
    let synced = false;
    const first = log.append({ id: 1 }, { sync: true }).then(() => {
      synced = true;
    });
    await log.append({ id: 2 }, { sync: false });
    expect(synced).toBe(false);
    release();
    await first;
    await log.close();
  });

  test('says that the disk is full, and goes on when there is space again', async () => {
    let full = false;
    const layer = layerWith({
      async write(handle, bytes) {
        if (!full) return diskLayer.write(handle, bytes);
        await diskLayer.write(handle, bytes.subarray(0, 10));
        throw systemError('ENOSPC');
      },
    });
    const file = path.join(temporaryFolder(), 'rows.jsonl');
    const log = openRowLog(layer, file);
    await log.append({ id: 1, text: 'first' }, { sync: true });
    full = true;
    const error = await expectFailure(log.append({ id: 2, text: 'second' }, { sync: true }), 'disk.full');
    expect(error.info.hint).toContain(file);
    full = false;
    await log.append({ id: 3, text: 'third' }, { sync: true });
    await log.close();
    expect(read(file)).toEqual({
      rows: [
        { id: 1, text: 'first' },
        { id: 3, text: 'third' },
      ],
      damaged: 1,
    });
  });

  test('a failed sync is told to those who wait for it', async () => {
    const layer = layerWith({ sync: () => Promise.reject(systemError('EIO')) });
    const log = openRowLog(layer, path.join(temporaryFolder(), 'rows.jsonl'));
    await expectFailure(log.append({ id: 1 }, { sync: true }), 'file.write-failed');
    await log.close();
  });

  test('two writers of one file do not harm each other', async () => {
    const file = path.join(temporaryFolder(), 'rows.jsonl');
    const logs = [openRowLog(diskLayer, file), openRowLog(diskLayer, file)];
    await Promise.all(
      Array.from({ length: 200 }, async (_, id) => logs[id % 2]?.append({ id }, { sync: id % 5 === 0 })),
    );
    await Promise.all(logs.map((log) => log.close()));
    expect(read(file).rows).toHaveLength(200);
    expect(read(file).damaged).toBe(0);
  });
});
