import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openAnswers } from '../../electron/store/answers.ts';
import { writeFileAtomic } from '../../electron/store/atomic-file.ts';
import { diskLayer } from '../../electron/store/file-layer.ts';
import { defaultHome, openHome } from '../../electron/store/home.ts';
import { expectFailure, layerWith, systemError, temporaryFolder, temporaryHome } from './support.ts';

describe('the home folder', () => {
  test('is made when it is missing, for this account only, and opened when it is there', () => {
    const directory = path.join(temporaryFolder(), 'a', 'home');
    expect(openHome(directory)).toEqual(openHome(directory));
    expect(fs.readdirSync(directory).sort()).toEqual([
      'answers',
      'artifacts',
      'drafts',
      'index',
      'logs',
      'recipes',
      'reserve',
      'runs',
      'workflows',
    ]);
    expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
  });

  test('is where PATCHBAY_HOME says, else the platform’s user-data folder', () => {
    expect(defaultHome({ PATCHBAY_HOME: '/somewhere' })).toBe('/somewhere');
    expect(defaultHome({ PATCHBAY_HOME: '' })).toMatch(/patchbay/);
  });

  test('says what to do when it cannot be written', async () => {
    const file = path.join(temporaryFolder(), 'file');
    fs.writeFileSync(file, '');
    const error = await expectFailure(() => openHome(path.join(file, 'home')), 'file.write-failed');
    expect(error.info.hint).toContain('PATCHBAY_HOME');
    const layer = layerWith({
      makeFolder: () => {
        throw systemError('ENOSPC');
      },
    });
    await expectFailure(() => openHome(file, layer), 'disk.full');
  });
});

describe('replacing a file', () => {
  test('keeps the content before it, and leaves nothing else behind', async () => {
    const file = path.join(temporaryFolder(), 'settings.json');
    for (const text of ['one', 'two', 'three']) await writeFileAtomic(diskLayer, file, text, { keepPrevious: true });
    expect(fs.readFileSync(file, 'utf8')).toBe('three');
    expect(fs.readFileSync(`${file}.previous`, 'utf8')).toBe('two');
    expect(fs.readdirSync(path.dirname(file))).toHaveLength(2);
  });

  test.each(['write', 'sync', 'rename'] as const)('a failed %s leaves the old content and no rest', async (step) => {
    const file = path.join(temporaryFolder(), 'settings.json');
    await writeFileAtomic(diskLayer, file, 'old');
    const layer = layerWith({
      [step]: () => {
        throw systemError('ENOSPC');
      },
    });
    await expectFailure(writeFileAtomic(layer, file, 'new', { keepPrevious: true }), 'disk.full');
    expect(fs.readFileSync(file, 'utf8')).toBe('old');
    expect(fs.readdirSync(path.dirname(file))).toEqual(['settings.json']);
  });
});

describe('raw answers', () => {
  test('each has its own file, also after a restart', async () => {
    const home = temporaryHome();
    const names: string[] = [];
    for (const answers of [openAnswers(home), openAnswers(home)]) {
      const sink = await answers.create('a1', 'submit');
      await sink.write(Buffer.from('half '));
      await sink.write(Buffer.from('and half'));
      await sink.close();
      await sink.close();
      expect(fs.readFileSync(sink.file, 'utf8')).toBe('half and half');
      names.push(sink.name);
    }
    expect(names).toEqual(['a1-1.submit', 'a1-2.submit']);
  });

  test('are durable when they were paid for, and not synced when they can be asked for again', async () => {
    let syncs = 0;
    const layer = layerWith({
      sync: (handle) => {
        syncs += 1;
        return diskLayer.sync(handle);
      },
    });
    const answers = openAnswers(temporaryHome(layer));
    const keep = async (purpose: 'poll' | 'submit'): Promise<void> => {
      const sink = await answers.create('a1', purpose);
      sink.begin();
      await sink.close();
    };
    await keep('poll');
    expect(syncs).toBe(0);
    await keep('submit');
    expect(syncs).toBe(1);
  });

  test('of many polls only the newest two are kept, and every submit', async () => {
    const home = temporaryHome();
    const answers = openAnswers(home);
    for (let count = 0; count <= 10; count += 1) {
      const sink = await answers.create('a1', count === 0 ? 'submit' : 'poll');
      sink.begin();
      await sink.close();
    }
    expect(fs.readdirSync(home.answers).sort()).toEqual(['a1-1.submit', 'a1-10.poll', 'a1-11.poll']);
  });

  test('a file of a creating request is the mark that it was sent: it is there from the beginning on', async () => {
    const answers = openAnswers(temporaryHome());
    const sink = await answers.create('a1', 'submit');
    expect(answers.hasBegun('a1')).toBe(false);
    sink.begin();
    expect(answers.hasBegun('a1')).toBe(true);
    expect(answers.hasBegun('a2')).toBe(false);
    await sink.close();
  });

  test('an id never becomes a path', async () => {
    await expectFailure(openAnswers(temporaryHome()).create('../x', 'poll'), 'internal.bug');
  });
});
