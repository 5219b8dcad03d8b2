import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { MediaLinks, ServicePort } from '#core/services/contract';
import { boot, root } from './support/desktop.ts';

interface ScreenApi extends ServicePort {
  readonly links: MediaLinks;
  importFile(file: Blob, name: string): Promise<{ media: { artifact: string; bytes: number } }>;
}

test("the screen's own code reaches the main process through the preload script", async () => {
  const { page, electron } = await boot();
  vi.stubGlobal('window', { patchbay: page().bridge });
  try {
    const file = pathToFileURL(path.join(root, 'renderer', 'api.ts')).href;
    const { connectApi } = (await import(/* @vite-ignore */ file)) as { connectApi(): Promise<ScreenApi> };
    const api = await connectApi();
    expect(await api.call('app.start', {})).toMatchObject({ host: 'desktop' });
    await expect(api.call('run.open', { run: 'none' })).rejects.toMatchObject({ code: 'run.not-found' });

    const heard: unknown[] = [];
    const end = api.subscribe('settings.changed', (settings) => heard.push(settings.theme));
    await api.call('settings.change', { theme: 'light' });
    await vi.waitFor(() => expect(heard).toEqual(['light']));
    end();
    await api.call('settings.change', { theme: 'dark' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard).toEqual(['light']);

    const { media } = await api.importFile(new Blob(['some words']), 'words.txt');
    const answer = await electron.protocol.fetch(api.links.original(media.artifact, 'text/plain'));
    expect(await answer.text()).toBe('some words');
    expect((await electron.protocol.fetch(api.links.thumbnail(media.artifact, 'text/plain', 160))).status).toBe(200);
    await api.call('file.reveal', { artifact: media.artifact });
    expect(electron.shell.revealed).toEqual([expect.stringContaining(media.artifact.slice(-64))]);

    // What the user chose in a dialog of the system may be used, wherever it is.
    const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'patchbay-chosen-'));
    try {
      electron.dialog.chosen.push(folder);
      expect(await api.call('folder.choose', {})).toEqual({ path: folder });
      expect((await api.call('settings.change', { workflows: folder })).workflows).toBe(folder);
      expect(await api.call('workflow.choose', {})).toEqual({});
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    vi.unstubAllGlobals();
  }
});
