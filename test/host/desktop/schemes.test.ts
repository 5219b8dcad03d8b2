import fs from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { boot, root } from './support/desktop.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

describe('app://patchbay/', () => {
  test('is the built screen, with no way to any network', async () => {
    const { electron } = await boot();
    expect(electron.protocol.schemes.map(({ scheme }) => scheme)).toEqual(['app', 'patchbay-media']);
    for (const { privileges } of electron.protocol.schemes) {
      expect(privileges).toMatchObject({ standard: true, secure: true });
      expect(privileges['bypassCSP']).toBeUndefined();
      expect(privileges['allowServiceWorkers']).toBeUndefined();
    }
    const page = await electron.protocol.fetch('app://patchbay/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await page.text();
    expect(html).toBe(fs.readFileSync(path.join(root, 'out/renderer/index.html'), 'utf8'));
    const policy = new Map(
      (page.headers.get('content-security-policy') ?? '').split('; ').map((part) => {
        const [name = '', ...sources] = part.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('connect-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect([...policy.values()].join(' ')).not.toMatch(/https?:|wss?:|\*|unsafe-eval/);
    // Everything that the page names, so that the first screen waits for nothing else.
    const named = [...html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    let bytes = 0;
    for (const file of named) {
      const answer = await electron.protocol.fetch(`app://patchbay${file}`);
      expect(answer.headers.get('content-type'), file).toBe(types[path.extname(file)]);
      bytes += (await answer.text()).length;
    }
    expect(named.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(1);
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  test('leads to nothing else', async () => {
    const { electron } = await boot();
    const paths = [
      '/../main/main.js',
      '/%2e%2e/main/main.js',
      '/..%2fmain%2fmain.js',
      '/..%5cmain%5cmain.js',
      '/assets/../../main/main.js',
      '//etc/passwd',
      '/C:/Windows/win.ini',
      '/.hidden',
      '/assets',
      '/none.js',
    ];
    for (const name of paths) expect((await electron.protocol.fetch(`app://patchbay${name}`)).status).toBe(404);
    expect((await electron.protocol.fetch('app://other/index.html')).status).toBe(403);
    expect((await electron.protocol.fetch('app://patchbay/', { method: 'POST', body: 'x' })).status).toBe(403);
  });
});

describe('patchbay-media://', () => {
  const png = encode({ width: 400, height: 200, data: new Uint8Array(400 * 200 * 4).fill(90), channels: 4, depth: 8 });

  async function withPicture() {
    const booted = await boot();
    const page = booted.page();
    const answer = (await page.bridge.importFile('a.png', new Uint8Array(png).buffer)) as {
      value: { media: { artifact: string } };
    };
    const hex = answer.value.media.artifact.replace('sha256:', '');
    return { ...booted, bridge: page.bridge, hex };
  }

  test('gives an artifact whole and in parts', async () => {
    const { electron, bridge, hex } = await withPicture();
    const get = (range?: string, method = 'GET') =>
      electron.protocol.fetch(`${bridge.media}${hex}`, { method, headers: range === undefined ? {} : { range } });
    const whole = await get();
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(whole.headers.get('access-control-allow-origin')).toBe('app://patchbay');
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await whole.arrayBuffer()).equals(png)).toBe(true);

    const part = await get('bytes=10-19');
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${png.length}`);
    expect(part.headers.get('content-length')).toBe('10');
    expect(Buffer.from(await part.arrayBuffer()).equals(png.subarray(10, 20))).toBe(true);
    const tail = await get('bytes=-5');
    expect(Buffer.from(await tail.arrayBuffer()).equals(png.subarray(-5))).toBe(true);
    const outside = await get(`bytes=${png.length}-`);
    expect(outside.status).toBe(416);
    expect(outside.headers.get('content-range')).toBe(`bytes */${png.length}`);
    const head = await get(undefined, 'HEAD');
    expect([head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([`${png.length}`, 0]);
    expect((await get(undefined, 'POST')).status).toBe(403);
  });

  test('gives thumbnails', async () => {
    const { electron, bridge, hex } = await withPicture();
    const small = await electron.protocol.fetch(`${bridge.thumb}${hex}?side=100`);
    expect(small.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await small.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([160, 80]);
  });

  test('gives nothing but artifacts that are there', async () => {
    const { electron, hex } = await withPicture();
    const wrong = [
      `patchbay-media://original/${'0'.repeat(64)}`,
      `patchbay-media://thumb/${'0'.repeat(64)}?side=100`,
      `patchbay-media://other/${hex}`,
      `patchbay-media://original/${hex}.png`,
      'patchbay-media://original/../../settings.json',
      'patchbay-media://original/%2e%2e%2fsettings.json',
    ];
    for (const url of wrong) expect((await electron.protocol.fetch(url)).status).toBe(404);
  });

  test('can be left in the middle', async () => {
    const { electron, bridge } = await withPicture();
    const large = new Uint8Array(3 << 20).fill(65);
    const answer = (await bridge.importFile('a.txt', large.buffer)) as { value: { media: { artifact: string } } };
    const url = `${bridge.media}${answer.value.media.artifact.replace('sha256:', '')}`;
    const { body } = await electron.protocol.fetch(url);
    const reader = body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBeGreaterThan(0);
    const next = reader?.read();
    await reader?.cancel();
    await next;
    expect((await (await electron.protocol.fetch(url)).arrayBuffer()).byteLength).toBe(large.length);
  });
});
