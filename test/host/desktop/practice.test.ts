import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { boot, root } from './support/desktop.ts';

describe('the practice gateway of the desktop', () => {
  test('is a utility process, speaks through another one, and ends with the program', async () => {
    const { electron, page } = await boot();
    // One that somebody else started on this machine is none of ours.
    const fetchBefore = globalThis.fetch;
    vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) =>
      String(input).endsWith(':47100/practice') && electron.utilityProcess.forked.length === 0
        ? Promise.reject(new TypeError('fetch failed'))
        : fetchBefore(input, init),
    );
    vi.stubEnv('PATCHBAY_API_KEY', 'sk-secret');
    try {
      const checks = await page().call('connection.test', { name: 'practice' });
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      const [practice] = electron.utilityProcess.forked;
      expect(practice?.file).toBe(path.join(root, 'out/main/practice.js'));
      expect(Object.keys(practice?.options.env ?? {}).filter((name) => name.startsWith('PATCHBAY_'))).toEqual([]);
      expect(practice?.options.env?.['ELECTRON_RUN_AS_NODE']).toBeUndefined();
      const url = /^(http:\S+) answers/.exec(checks[0]?.message ?? '')?.[1] ?? '';
      const spoken = await fetchBefore(`${url}/v1/audio/speech`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'gpt-4o-mini-tts',
          input: 'Hello from the desktop.',
          voice: 'alloy',
          response_format: 'wav',
        }),
      });
      expect(spoken.status).toBe(200);
      const wav = Buffer.from(await spoken.arrayBuffer());
      expect(wav.subarray(0, 4).toString()).toBe('RIFF');
      expect(wav.length).toBeGreaterThan(24_000);
      const [, voice] = electron.utilityProcess.forked;
      expect(voice?.file).toBe(path.join(root, 'out/main/speech.js'));
      await vi.waitFor(() => expect(voice?.child.exitCode ?? voice?.child.signalCode).not.toBeNull());
      electron.app.quit();
      await vi.waitFor(() => expect(electron.app.exitCode).toBe(0), 10_000);
      expect(practice?.child.exitCode).toBe(0);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
