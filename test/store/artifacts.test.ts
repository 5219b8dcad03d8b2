import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MediaKind } from '#core/value/type';
import type { ArtifactStore } from '../../electron/executor/services.ts';
import { openArtifacts } from '../../electron/store/artifacts.ts';
import { diskLayer } from '../../electron/store/file-layer.ts';
import type { Home } from '../../electron/store/home.ts';
import { mp4, page, png, svg, wav } from './media.ts';
import { expectFailure, layerWith, systemError, temporaryHome } from './support.ts';

function adopt(store: ArtifactStore, content: string | Buffer, kind?: MediaKind, name?: string) {
  const file = store.temporary();
  fs.writeFileSync(file, content);
  return store.adopt(file, kind, name);
}

function filesIn(home: Home): string[] {
  return fs
    .readdirSync(home.artifacts, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

describe('the artifact store', () => {
  test.each([
    ['a PNG', png(30, 20), 'image', 'png', { mime: 'image/png', width: 30, height: 20, duration: undefined }],
    ['an SVG', Buffer.from(svg), 'image', 'svg', { mime: 'image/svg+xml', width: 40, height: 30 }],
    ['a WAV', wav(2), 'audio', 'wav', { mime: 'audio/wav', duration: 2, width: undefined }],
    ['a silent MP4', mp4(640, 360, 3), 'video', 'mp4', { mime: 'video/mp4', width: 640, height: 360, duration: 3 }],
    ['a turned MP4', mp4(640, 360, 3, true), 'video', 'mp4', { width: 360, height: 640 }],
    ['a PDF', Buffer.from('%PDF-1.7\n%rest'), 'document', 'pdf', { mime: 'application/pdf' }],
    ['a text', Buffer.from('hello'), 'document', 'txt', { mime: 'text/plain', bytes: 5 }],
    ['JSON', Buffer.from('{"a": 1}'), 'document', 'txt', { mime: 'application/json' }],
  ] as const)('knows %s by its content', async (_, content, kind, extension, facts) => {
    const store = openArtifacts(temporaryHome());
    const adopted = await adopt(store, content, undefined, 'misleading.exe');
    expect(adopted).toMatchObject({ kind, bytes: content.length, ...facts });
    expect(path.extname(adopted.file)).toBe(`.${extension}`);
    expect(fs.readFileSync(adopted.file)).toEqual(content);
    const { kind: _kind, ...stored } = adopted;
    expect(await store.find(adopted.id)).toEqual(stored);
  });

  test('says nothing of names, folders or links beside the file', async () => {
    const home = temporaryHome();
    const { file } = await adopt(openArtifacts(home), png(2, 2), 'image', 'secret-project.png');
    const sidecar = JSON.parse(fs.readFileSync(file.replace('.png', '.json'), 'utf8'));
    expect(Object.keys(sidecar).sort()).toEqual(['bytes', 'extension', 'height', 'mime', 'width']);
  });

  test.each([
    ['a page where a video was promised', page, 'video'],
    ['a page where a document was promised', page, 'document'],
    ['an error in JSON where an image was promised', '{"error": "no"}', 'image'],
    ['a picture where a video was promised', png(2, 2), 'video'],
    ['nothing where a sound was promised', '', 'audio'],
    ['noise where an image was promised', Buffer.from([0, 1, 2, 3, 250]), 'image'],
  ] as const)('refuses %s', async (_, content, kind) => {
    const home = temporaryHome();
    await expectFailure(adopt(openArtifacts(home), content, kind), 'artifact.wrong-type');
    expect(filesIn(home).filter((name) => name.includes('.'))).toEqual([]);
  });

  test('believes sound without a signature, and takes a page that the user brings', async () => {
    const store = openArtifacts(temporaryHome());
    expect((await adopt(store, Buffer.from([0, 1, 2, 3, 250]), 'audio')).kind).toBe('audio');
    expect(await adopt(store, page)).toMatchObject({ kind: 'document', mime: 'text/html' });
  });

  test('the same content many times at once is one file, which stays as it is', async () => {
    const home = temporaryHome();
    const store = openArtifacts(home);
    const adopted = await Promise.all(Array.from({ length: 20 }, () => adopt(store, png(9, 9), 'image')));
    expect(new Set(adopted.map((one) => one.file)).size).toBe(1);
    expect(filesIn(home)).toHaveLength(2);
    const file = adopted[0]?.file ?? '';
    const before = fs.statSync(file);
    await adopt(store, png(9, 9), 'image');
    const after = fs.statSync(file);
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  test('keeps long texts and gives them back after a restart', async () => {
    const home = temporaryHome();
    const text = '猫'.repeat(5000);
    const id = openArtifacts(home).putText(text);
    const store = openArtifacts(home);
    expect(store.putText(text)).toBe(id);
    expect(store.getText(id)).toBe(text);
    expect(await store.find(id)).toMatchObject({ mime: 'text/plain', bytes: 15_000 });
  });

  test('a text and a picture of the same content do not get in each other’s way', async () => {
    const store = openArtifacts(temporaryHome());
    const id = store.putText(svg);
    const adopted = await adopt(store, svg, 'image');
    expect(adopted).toMatchObject({ id, mime: 'image/svg+xml' });
    expect(store.putText(svg)).toBe(id);
    expect((await store.find(id)).mime).toBe('image/svg+xml');
    expect(store.getText(id)).toBe(svg);
  });

  test('finds a file whose facts are lost, and misses one that is damaged', async () => {
    const store = openArtifacts(temporaryHome());
    const adopted = await adopt(store, png(5, 4), 'image');
    const sidecar = adopted.file.replace('.png', '.json');
    const facts = fs.readFileSync(sidecar, 'utf8');
    fs.writeFileSync(sidecar, '');
    expect(await store.find(adopted.id)).toMatchObject({ width: 5, height: 4 });
    expect(fs.readFileSync(sidecar, 'utf8')).toBe(facts);
    fs.writeFileSync(adopted.file, 'torn');
    await expectFailure(store.find(adopted.id), 'artifact.missing');
    expect(await adopt(store, png(5, 4), 'image')).toMatchObject({ width: 5 });
    expect(await store.find(adopted.id)).toMatchObject({ width: 5 });
  });

  test('a damaged text is missing, not wrong', async () => {
    const store = openArtifacts(temporaryHome());
    const id = store.putText('a long text');
    fs.writeFileSync((await store.find(id)).file, 'a lost text');
    await expectFailure(() => store.getText(id), 'artifact.missing');
    await expectFailure(() => store.getText(`sha256:${'0'.repeat(64)}`), 'artifact.missing');
    await expectFailure(store.find(`sha256:../../${'0'.repeat(60)}`), 'artifact.missing');
  });

  test('removes temporary files older than a day, and no younger ones', () => {
    const home = temporaryHome();
    const store = openArtifacts(home);
    const [old, young] = [store.temporary(), store.temporary()];
    for (const file of [old, young]) fs.writeFileSync(file, 'x');
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    fs.utimesSync(old, twoDaysAgo, twoDaysAgo);
    openArtifacts(home);
    expect([fs.existsSync(old), fs.existsSync(young)]).toEqual([false, true]);
  });

  test('syncs the content before it gets its name, and the name before it is told', async () => {
    const steps: string[] = [];
    const layer = layerWith({
      sync: (handle) => {
        steps.push('content');
        return diskLayer.sync(handle);
      },
      rename: (from, to) => {
        if (to.endsWith('.png')) steps.push('name');
        diskLayer.rename(from, to);
      },
      syncFolder: (folder) => {
        steps.push('folder');
        return diskLayer.syncFolder(folder);
      },
    });
    await adopt(openArtifacts(temporaryHome(layer)), png(3, 3), 'image');
    expect(steps).toEqual(['content', 'name', 'folder', 'folder']);
  });

  test('says that the disk is full', async () => {
    const layer = layerWith({ sync: () => Promise.reject(systemError('EDQUOT')) });
    await expectFailure(adopt(openArtifacts(temporaryHome(layer)), png(3, 3), 'image'), 'disk.full');
  });
});
