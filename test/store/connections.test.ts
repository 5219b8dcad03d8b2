import fs from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConnections, resolveConnection, writeConnections } from '../../electron/store/connections.ts';
import { expectFailure, temporaryHome } from './support.ts';

const key = 'sk-very-secret';
const fromEnvironment = { PATCHBAY_BASE_URL: 'https://gateway.example/', PATCHBAY_API_KEY: key };
const saved = {
  connections: [
    { name: 'work', baseUrl: 'https://work.example', key: 'env:WORK_KEY' as const, keyToUploadHost: false },
    { name: 'home', baseUrl: 'https://home.example/api/', key: 'keyring' as const, keyToUploadHost: true },
    { name: 'play', baseUrl: 'http://127.0.0.1:9/', key: 'keyring' as const, keyToUploadHost: true, practice: true },
  ],
  default: 'work',
};

describe('finding the connection', () => {
  test('practice wins over a name, a name over the environment, that over the file', async () => {
    const home = temporaryHome();
    await writeConnections(home, saved);
    const env = { ...fromEnvironment, WORK_KEY: 'w' };
    const practiceUrls = { baseUrl: 'http://127.0.0.1:4000' };
    const practice = resolveConnection({ home, env, practiceUrls, connection: 'work' });
    expect(practice).toMatchObject({ name: 'practice', practice: true, baseUrl: 'http://127.0.0.1:4000' });
    expect(practice.key()).toBeUndefined();
    const named = resolveConnection({ home, env, connection: 'work' });
    expect(named).toMatchObject({ name: 'work', practice: false, keyToUploadHost: false });
    expect(named.key()).toBe('w');
    const environment = resolveConnection({ home, env });
    expect(environment).toMatchObject({ baseUrl: 'https://gateway.example', uploadUrl: undefined });
    expect(environment.key()).toBe(key);
    expect(resolveConnection({ home, env: { WORK_KEY: 'w' } }).name).toBe('work');
  });

  test('without any it says what can be done, and never takes practice by itself', async () => {
    const error = await expectFailure(
      () => resolveConnection({ home: temporaryHome(), env: { PATCHBAY_API_KEY: key } }),
      'connection.missing',
    );
    for (const word of ['PATCHBAY_BASE_URL', 'PATCHBAY_API_KEY', '--connection', '--practice']) {
      expect(error.info.hint).toContain(word);
    }
  });

  test('a name that is not there, and a key that is not there', async () => {
    const home = temporaryHome();
    await writeConnections(home, saved);
    const missing = await expectFailure(
      () => resolveConnection({ home, env: {}, connection: 'x' }),
      'connection.missing',
    );
    expect(missing.info.hint).toContain('work, home, play');
    const noKey = await expectFailure(() => resolveConnection({ home, env: {} }), 'connection.no-key');
    expect(noKey.info.hint).toContain('WORK_KEY');
    const env = { PATCHBAY_BASE_URL: 'https://gateway.example' };
    await expectFailure(() => resolveConnection({ home, env }), 'connection.no-key');
    expect(resolveConnection({ home, env, needsKey: false }).key()).toBeUndefined();
    expect(resolveConnection({ home, env: {}, connection: 'play' }).practice).toBe(true);
  });

  test('a key in the keyring comes from there; the environment’s key never goes to another gateway', async () => {
    const home = temporaryHome();
    await writeConnections(home, saved);
    const keyring = (name: string) => (name === 'home' ? 'from-keyring' : undefined);
    const find = (env: Record<string, string>) => resolveConnection({ home, env, connection: 'home', needsKey: false });
    expect(resolveConnection({ home, env: fromEnvironment, connection: 'home', keyring }).key()).toBe('from-keyring');
    expect(find(fromEnvironment).key()).toBeUndefined();
    expect(find({ PATCHBAY_API_KEY: key }).key()).toBe(key);
    expect(find({ PATCHBAY_API_KEY: key, PATCHBAY_BASE_URL: 'https://home.example/api' }).key()).toBe(key);
  });

  test('a known gateway has its upload host elsewhere, unless one is named', () => {
    const home = temporaryHome();
    const env = { ...fromEnvironment, PATCHBAY_BASE_URL: 'https://API.winfull.cloud-ip.cc:443/' };
    expect(resolveConnection({ home, env })).toMatchObject({
      baseUrl: 'https://api.winfull.cloud-ip.cc',
      uploadUrl: 'https://imageproxy.zhongzhuan.chat',
    });
    const named = { ...env, PATCHBAY_UPLOAD_URL: 'http://127.0.0.1:8080' };
    expect(resolveConnection({ home, env: named }).uploadUrl).toBe('http://127.0.0.1:8080');
  });

  test.each([
    'gateway.example',
    'ftp://gateway.example',
    'https://user:pass@gateway.example',
    'https://gateway.example?key=1',
  ])('refuses the URL %s without repeating it', async (url) => {
    const env = { ...fromEnvironment, PATCHBAY_BASE_URL: url };
    const error = await expectFailure(() => resolveConnection({ home: temporaryHome(), env }), 'usage.invalid');
    expect(JSON.stringify(error.info)).not.toContain('pass@');
  });

  test('the key shows in no JSON, no inspection and no copy', () => {
    const connection = resolveConnection({ home: temporaryHome(), env: fromEnvironment });
    expect(connection.key()).toBe(key);
    const shown = [
      JSON.stringify(connection),
      inspect(connection, { showHidden: true, depth: 5 }),
      String(connection.key),
      JSON.stringify(Object.entries(connection)),
      JSON.stringify({ ...connection }),
    ];
    for (const text of shown) expect(text).not.toContain(key);
    expect(Object.keys(connection)).not.toContain('key');
  });
});

describe('connections.json', () => {
  test('a file with a fault says where', async () => {
    const home = temporaryHome();
    expect(readConnections(home)).toEqual({ connections: [] });
    fs.writeFileSync(home.connections, '{\n  "connections": [,]\n}');
    expect((await expectFailure(() => readConnections(home), 'file.not-json')).info.place).toMatchObject({ line: 2 });
    const entry = { name: 'a', baseUrl: 'https://a.example', key };
    fs.writeFileSync(home.connections, JSON.stringify({ connections: [entry] }));
    const error = await expectFailure(() => readConnections(home), 'usage.invalid');
    expect(error.info.place?.field).toBe('connections.0.key');
    expect(JSON.stringify(error.info)).not.toContain(key);
  });

  test('never takes two of one name, nor a URL that is none', async () => {
    const home = temporaryHome();
    const [work] = saved.connections;
    if (work === undefined) throw new Error('no connection to test with');
    await expect(writeConnections(home, { connections: [work, work] })).rejects.toThrow('same name');
    await expectFailure(writeConnections(home, { connections: [{ ...work, baseUrl: 'x' }] }), 'usage.invalid');
    expect(fs.existsSync(home.connections)).toBe(false);
  });
});
