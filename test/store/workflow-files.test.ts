import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import type { MediaValue } from '#core/value/value';
import { writePixels } from '../../electron/media/pixels.ts';
import { openArtifacts } from '../../electron/store/artifacts.ts';
import { exportOutputs } from '../../electron/store/export-outputs.ts';
import { createWorkflowFiles } from '../../electron/store/workflow-files.ts';
import { png } from './media.ts';
import { expectFailure, temporaryFolder, temporaryHome } from './support.ts';

function setUp() {
  const outer = temporaryFolder();
  const folder = path.join(outer, 'workflow');
  fs.mkdirSync(path.join(folder, 'media'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'media', 'cat.png'), png(4, 3));
  fs.writeFileSync(path.join(outer, 'secret.png'), png(1, 1));
  const artifacts = openArtifacts(temporaryHome());
  return { outer, folder, artifacts, files: createWorkflowFiles({ folder, artifacts }) };
}

describe('files that a workflow names', () => {
  test('a file in its folder goes into the store', async () => {
    const { files } = setUp();
    const media = await files.open({ path: 'media/cat.png' });
    expect(media).toMatchObject({ kind: 'image', mime: 'image/png', width: 4, height: 3, name: 'cat.png' });
    expect(await files.open({ path: './media//cat.png' })).toEqual(media);
  });

  test.each([
    ['an absolute path', '/etc/passwd'],
    ['a way out', '../secret.png'],
    ['a way out in the middle', 'media/../../secret.png'],
    ['a drive', 'C:/secret.png'],
    ['a drive without a slash', 'c:secret.png'],
    ['backslashes', '..\\secret.png'],
    ['a share', '\\\\server\\share'],
    ['a NUL', 'media/cat.png\0.txt'],
  ])('refuses %s', async (_, name) => {
    const error = await expectFailure(setUp().files.open({ path: name }), 'file.outside-folder');
    expect(error.info.place?.file).toBe(name);
  });

  test.each([
    ['nothing there', 'media/dog.png'],
    ['a folder', 'media'],
    ['a file as a folder', 'media/cat.png/x'],
    ['the folder itself', '.'],
  ])('says that there is no file: %s', async (_, name) => {
    await expectFailure(setUp().files.open({ path: name }), 'file.not-found');
  });

  test('follows no link, wherever it is on the way and wherever it leads', async () => {
    const { outer, folder, files } = setUp();
    fs.symlinkSync(path.join(outer, 'secret.png'), path.join(folder, 'link.png'));
    fs.symlinkSync(path.join(folder, 'media'), path.join(folder, 'linked'));
    fs.symlinkSync(outer, path.join(folder, 'media', 'up'));
    for (const name of ['link.png', 'linked/cat.png', 'media/up/secret.png']) {
      await expectFailure(files.open({ path: name }), 'file.outside-folder');
    }
    await expectFailure(files.save('x', 'media/up', 'x'), 'file.outside-folder');
    await expectFailure(files.save('x', 'linked/new', 'x'), 'file.outside-folder');
    expect(fs.readdirSync(outer).sort()).toEqual(['secret.png', 'workflow']);
  });

  test('a link to the folder of the workflow itself is the user’s choice', async () => {
    const { outer, folder, artifacts } = setUp();
    fs.symlinkSync(folder, path.join(outer, 'here'));
    const files = createWorkflowFiles({ folder: path.join(outer, 'here'), artifacts });
    expect(await files.open({ path: 'media/cat.png' })).toMatchObject({ width: 4 });
    expect(await files.save('x', 'texts', 'x')).toBe('texts/x.txt');
  });

  test('content that is in the store is used, whatever became of the file', async () => {
    const { folder, files } = setUp();
    const media = await files.open({ path: 'media/cat.png' });
    fs.writeFileSync(path.join(folder, 'media', 'cat.png'), png(8, 8));
    const ref = { artifact: media.artifact ?? '', path: 'media/cat.png' };
    expect(await files.open(ref)).toEqual(media);
    expect(await files.open({ path: 'media/cat.png' })).toMatchObject({ width: 8 });
  });

  test('content that is not in the store and whose file changed is not found', async () => {
    const { folder, files } = setUp();
    const { artifact } = await setUp().files.open({ path: 'media/cat.png' });
    const ref = { artifact: artifact ?? '', path: 'media/cat.png' };
    fs.writeFileSync(path.join(folder, 'media', 'cat.png'), png(8, 8));
    const error = await expectFailure(files.open(ref), 'file.not-found');
    expect(error.message).toContain('changed');
    await expectFailure(files.open({ artifact: artifact ?? '' }), 'file.not-found');
  });
});

describe('saving into the folder of a workflow', () => {
  test('writes text, JSON and media, making folders on the way', async () => {
    const { folder, files } = setUp();
    const media = await files.open({ path: 'media/cat.png' });
    expect(await files.save('héllo', 'out/texts', 'a: b?')).toBe('out/texts/a- b-.txt');
    expect(await files.save({ a: [1] }, 'out', 'data')).toBe('out/data.json');
    expect(await files.save(media, '', 'picture')).toBe('picture.png');
    expect(fs.readFileSync(path.join(folder, 'out/texts/a- b-.txt'), 'utf8')).toBe('héllo');
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'out/data.json'), 'utf8'))).toEqual({ a: [1] });
    const saved = path.join(folder, 'picture.png');
    expect(fs.readFileSync(saved)).toEqual(png(4, 3));
    expect(fs.statSync(saved).nlink).toBe(1);
  });

  test('never writes over another file, and the same content not twice', async () => {
    const { folder, files } = setUp();
    expect(await files.save('one', '', 'x')).toBe('x.txt');
    expect(await files.save('two', '', 'x')).toBe('x~2.txt');
    expect(await files.save('six', '', 'x')).toBe('x~3.txt');
    expect(await files.save('two', '', 'x')).toBe('x~2.txt');
    expect(fs.readdirSync(folder).sort()).toEqual(['media', 'x.txt', 'x~2.txt', 'x~3.txt']);
    expect(fs.readFileSync(path.join(folder, 'x.txt'), 'utf8')).toBe('one');
  });

  test('many saves of one name at once all keep their content', async () => {
    const { folder, files } = setUp();
    const names = await Promise.all(
      Array.from({ length: 24 }, (_, index) => files.save(`text ${index % 12}`, '', 'x')),
    );
    expect(new Set(names).size).toBe(12);
    const texts = names.map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    expect(texts).toEqual(names.map((_, index) => `text ${index % 12}`));
  });

  test('a link under the name is left alone', async () => {
    const { outer, folder, files } = setUp();
    fs.symlinkSync(path.join(outer, 'victim.txt'), path.join(folder, 'x.txt'));
    expect(await files.save('text', '', 'x')).toBe('x~2.txt');
    expect(fs.existsSync(path.join(outer, 'victim.txt'))).toBe(false);
  });

  test.each(['/tmp/x', '..', 'a/../..', 'C:\\x'])('refuses to save into %s', async (target) => {
    await expectFailure(setUp().files.save('x', target, 'x'), 'file.outside-folder');
  });

  test('a file in the place of the folder is said', async () => {
    await expectFailure(setUp().files.save('x', 'media/cat.png', 'x'), 'file.write-failed');
  });
});

describe('exporting outputs', () => {
  test('names files by title and index from 1, equal titles by node too', async () => {
    const { outer, artifacts, files } = setUp();
    const media: MediaValue = await files.open({ path: 'media/cat.png' });
    const text = (value: string) => ({ type: { base: 'text' as const, depth: 0 }, value });
    const written = await exportOutputs(
      [
        { title: 'Film', node: 'n1', value: { type: { base: 'image', depth: 2 }, value: [[media], [null, media]] } },
        { title: 'a/b', node: 'n2', value: text('one') },
        { title: 'A?B', node: 'n/3', value: text('two') },
        { title: 'Data', node: 'n4', value: { type: { base: 'json', depth: 0 }, value: 'quoted' } },
        { title: 'Number', node: 'n5', value: { type: { base: 'number', depth: 1 }, value: [1, 2] } },
      ],
      path.join(outer, 'new', 'out'),
      artifacts,
    );
    expect(written.map((file) => path.relative(path.join(outer, 'new', 'out'), file))).toEqual([
      'Film-1-1.png',
      'Film-2-2.png',
      'a-b-n2-1.txt',
      'A-B-n-3-1.txt',
      'Data-1.json',
      'Number-1.txt',
      'Number-2.txt',
    ]);
    expect(fs.readFileSync(written[4] ?? '', 'utf8')).toBe('"quoted"\n');
  });

  test('writes what there is before it says what is missing', async () => {
    const { outer, artifacts } = setUp();
    const lost = { kind: 'image', mime: 'image/png', artifact: `sha256:${'0'.repeat(64)}` };
    const outputs = [
      { title: 'lost', node: 'n1', value: { type: { base: 'image' as const, depth: 0 }, value: lost } },
      { title: 'kept', node: 'n2', value: { type: { base: 'text' as const, depth: 0 }, value: 'x' } },
    ];
    await expectFailure(exportOutputs(outputs, path.join(outer, 'out'), artifacts), 'artifact.missing');
    expect(fs.readdirSync(path.join(outer, 'out'))).toEqual(['kept-1.txt']);
  });
});

describe('a picture is split', () => {
  /** Each pixel has its own colour: its column in red, its row in green. */
  function drawn(width: number, height: number): Buffer {
    const data = new Uint8Array(width * height * 4);
    for (let at = 0; at < width * height; at += 1) data.set([at % width, Math.floor(at / width), 9, 255], at * 4);
    return writePixels({ width, height, data }, 'image/png', 100);
  }

  test('into parts that together are the whole picture, each pixel once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          rows: fc.integer({ min: 1, max: 4 }),
          columns: fc.integer({ min: 1, max: 4 }),
          width: fc.integer({ min: 4, max: 11 }),
          height: fc.integer({ min: 4, max: 11 }),
        }),
        async ({ rows, columns, width, height }) => {
          const { artifacts, files, folder } = setUp();
          fs.writeFileSync(path.join(folder, 'grid.png'), drawn(width, height));
          const parts = await files.split(await files.open({ path: 'grid.png' }), rows, columns);
          expect(parts).toHaveLength(rows * columns);
          const seen = new Set<string>();
          for (const [index, part] of parts.entries()) {
            const stored = await artifacts.find(part.artifact ?? 'sha256:none');
            const pixels = decode(fs.readFileSync(stored.file));
            for (let at = 0; at < pixels.data.length; at += 4) seen.add(`${pixels.data[at]} ${pixels.data[at + 1]}`);
            const [left = 0, top = 0] = pixels.data;
            expect(left).toBe((index % columns) * Math.floor(width / columns));
            expect(top).toBe(Math.floor(index / columns) * Math.floor(height / rows));
          }
          expect(seen.size).toBe(width * height);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('but not into more parts than it has pixels, and not when it is none', async () => {
    const { files, folder } = setUp();
    await expectFailure(files.split(await files.open({ path: 'media/cat.png' }), 2, 9), 'input.invalid');
    fs.writeFileSync(path.join(folder, 'broken.png'), png(4, 3).subarray(0, 40));
    await expectFailure(files.split(await files.open({ path: 'broken.png' }), 1, 2), 'input.invalid');
  });
});
