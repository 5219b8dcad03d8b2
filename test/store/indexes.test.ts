import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ArtifactId } from '#core/value/value';
import type { Home } from '../../electron/store/home.ts';
import { createId } from '../../electron/store/ids.ts';
import { openReuseIndex } from '../../electron/store/reuse-index.ts';
import { createRun } from '../../electron/store/runs.ts';
import { openUploadIndex } from '../../electron/store/upload-index.ts';
import { document, layerWith, nodeEnd, nodeStart, runStart, systemError, temporaryHome } from './support.ts';

const outputs = (value: string) => ({ text: { type: 'text', value } });
const later = '2027-01-01T00:00:00.000Z';

async function runWith(home: Home, key: string, text: string): Promise<string> {
  const id = createId('run');
  const journal = await createRun(home, { id, document, options: {} });
  journal.append(runStart(['a'], id));
  journal.append(nodeStart(1, 'a', id));
  journal.append(nodeEnd(2, 'a', text, key, id));
  await journal.close();
  return id;
}

describe('the index of earlier results', () => {
  test('finds the newest result of a key, after a restart too', async () => {
    const home = temporaryHome();
    const index = openReuseIndex(home);
    expect(index.find('k')).toBeUndefined();
    index.add('k', { run: 'run_1', at: later, outputs: outputs('one') });
    index.add('k', { run: 'run_2', at: later, outputs: outputs('two') });
    expect(index.find('k')).toMatchObject({ run: 'run_2' });
    await index.close();
    const again = openReuseIndex(home);
    expect(again.find('k')).toMatchObject({ run: 'run_2', outputs: outputs('two') });
    await again.close();
  });

  test('is made again from the journals when it is missing or damaged', async () => {
    const home = temporaryHome();
    const run = await runWith(home, 'k', 'kept');
    const file = path.join(home.index, 'reuse.jsonl');
    for (const damage of [() => undefined, () => fs.truncateSync(file, 20), () => fs.rmSync(file)]) {
      damage();
      const index = openReuseIndex(home);
      expect(index.find('k')).toMatchObject({ run, outputs: outputs('kept') });
      await index.close();
      expect(fs.readFileSync(file, 'utf8')).toContain('kept');
    }
  });

  test('finds what a killed process wrote into its journal only', async () => {
    const home = temporaryHome();
    const index = openReuseIndex(home);
    index.add('first', { run: 'run_1', at: later, outputs: outputs('one') });
    await index.close();
    const run = await runWith(home, 'second', 'two');
    const again = openReuseIndex(home);
    expect(again.find('second')).toMatchObject({ run });
    expect(again.find('first')).toMatchObject({ run: 'run_1' });
    await again.close();
  });

  test('works on a full disk, in memory', async () => {
    const home = temporaryHome();
    const layer = layerWith({ write: () => Promise.reject(systemError('ENOSPC')) });
    const index = openReuseIndex({ ...home, layer });
    index.add('k', { run: 'run_1', at: later, outputs: outputs('one') });
    await index.close();
    expect(index.find('k')).toMatchObject({ run: 'run_1' });
  });
});

describe('the index of uploads', () => {
  test('knows a file by host and content, after a restart too', async () => {
    const home = temporaryHome();
    const artifact: ArtifactId = `sha256:${'a'.repeat(64)}`;
    const index = openUploadIndex(home);
    index.add('https://one.example', artifact, 'https://one.example/f/1');
    await index.close();
    const again = openUploadIndex(home);
    expect(again.find('https://one.example', artifact)).toBe('https://one.example/f/1');
    expect(again.find('https://two.example', artifact)).toBeUndefined();
    await again.close();
  });
});
