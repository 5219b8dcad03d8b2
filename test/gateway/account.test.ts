import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formOf, wishOf } from '#renderer/panels/settings/token-wish.ts';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { json } from './support/server.ts';
import { client, key, serve } from './support/world.ts';

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPracticeProcess();
});
afterAll(() => practice.stop());

const signal = (): AbortSignal => new AbortController().signal;
const system = () => ({ user: '1', token: 'practice-system-token' });

describe('the account on the practice gateway', () => {
  it('tells what a key has left, and what models cost', async () => {
    const { account } = client(practice.url);
    expect(await account.usage(signal())).toMatchObject({
      name: 'practice',
      available: 100,
      unlimited: false,
      models: [],
    });
    const prices = await account.prices(signal());
    expect(prices.find(({ model }) => model === 'gpt-5.2')).toMatchObject({
      perMillionIn: { from: 1.75, to: 1.75 },
      perMillionOut: { from: 14, to: 14 },
    });
    expect(prices.find(({ model }) => model === 'sora-2')).toMatchObject({ perCall: { from: 0.15, to: 0.15 } });
  });

  it('needs another credential for the account itself, and says where to get it', async () => {
    const { account } = client(practice.url);
    expect(account.hasSystem()).toBe(false);
    await expect(account.user(signal())).rejects.toMatchObject({ info: { code: 'connection.no-key' } });
    const wrong = client(practice.url, { connection: { system: () => ({ user: '1', token: 'wrong-token' }) } });
    await expect(wrong.account.user(signal())).rejects.toThrow(/无效/);
    const right = client(practice.url, { connection: { system } });
    expect(await right.account.user(signal())).toEqual({
      name: 'Practice',
      group: 'default',
      balance: 100,
      used: 0,
      requests: 0,
    });
  });

  it('makes, changes, finds and deletes keys', async () => {
    const { account } = client(practice.url, { connection: { system } });
    const made = await account.createToken(
      { name: 'films', limit: 5, models: ['sora-2'], expires: '2030-01-01' },
      signal(),
    );
    expect(made).toMatchObject({
      name: 'films',
      available: 5,
      unlimited: false,
      models: ['sora-2'],
      expires: '2030-01-01T00:00:00.000Z',
      enabled: true,
    });
    const id = made?.id ?? 0;
    expect(await account.updateToken(id, { limit: null, expires: null, models: [] }, signal())).toMatchObject({
      name: 'films',
      unlimited: true,
      expires: undefined,
      models: [],
    });
    expect((await account.tokens(signal(), 'film')).map(({ name }) => name)).toEqual(['films']);
    expect(await account.tokens(signal())).toHaveLength(2);
    await account.deleteToken(id, signal());
    expect(await account.tokens(signal())).toHaveLength(1);
    await expect(account.deleteToken(id, signal())).rejects.toThrow(/not found/);
    await expect(account.createToken({ name: 'a name that is much too long for any key' }, signal())).rejects.toThrow(
      /name/,
    );
  });
});

/** What the gateway itself does to a key: it takes off what is spent. */
async function spend(id: number, left: number, used: number): Promise<void> {
  const headers = { authorization: system().token, 'new-api-user': system().user, 'content-type': 'application/json' };
  const held = (await (await fetch(`${practice.url}/api/token/${id}`, { headers })).json()) as { data: object };
  const fields = { ...held.data, key: undefined };
  const body = JSON.stringify({ ...fields, remain_quota: left * 500_000, used_quota: used * 500_000 });
  await fetch(`${practice.url}/api/token/`, { method: 'PUT', headers, body });
}

describe('a key that is changed in its form', () => {
  it('keeps what was not touched: spent money stays spent, and the end its hour', async () => {
    const { account } = client(practice.url, { connection: { system } });
    const wish = { name: 'shown', limit: 5, models: ['sora-2'], expires: '2030-01-01T10:30:00Z' };
    const shown = await account.createToken(wish, signal());
    if (shown === undefined) throw new Error('there is no key');
    await spend(shown.id, 3, 2);
    const renamed = wishOf({ ...formOf(shown), name: 'renamed' }, shown);
    const kept = { used: 2, available: 3, unlimited: false, models: ['sora-2'], expires: '2030-01-01T10:30:00.000Z' };
    expect(await account.updateToken(shown.id, renamed, signal())).toMatchObject({ name: 'renamed', ...kept });
    const raised = wishOf({ ...formOf(shown), limit: '9' }, shown);
    expect(await account.updateToken(shown.id, raised, signal())).toMatchObject({ ...kept, available: 9 });
    await account.deleteToken(shown.id, signal());
  });
});

describe('the system access token', () => {
  it('goes instead of the key, with the number of its user, and to the base URL only', async () => {
    const server = await serve((_, response) => json(response, { success: true, data: { items: [], total: 0 } }));
    const { account } = client(server.url, { connection: { system } });
    expect(await account.tokens(signal())).toEqual([]);
    expect(server.seen[0]?.headers).toMatchObject({ authorization: 'practice-system-token', 'new-api-user': '1' });
    expect(JSON.stringify(server.seen[0]?.headers)).not.toContain(key);
  });

  it('is in no error, also when the gateway repeats it', async () => {
    const server = await serve((_, response) =>
      json(response, { success: false, message: 'bad practice-system-token' }, 401),
    );
    const { account } = client(server.url, { connection: { system } });
    const error: unknown = await account.user(signal()).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error)).not.toContain('practice-system-token');
    expect(error).toMatchObject({ info: { code: 'connection.key-refused' } });
  });

  it('reads lists of both kinds, page by page', async () => {
    const rows = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: from + index, name: `k${from + index}` }));
    const server = await serve(({ url }, response) => {
      const page = Number(new URL(url, 'http://x').searchParams.get('p'));
      // Counting begins at 1 here, and 0 is taken for 1.
      json(response, { success: true, data: { items: page <= 1 ? rows(1, 100) : rows(101, 20), total: 120 } });
    });
    const { account } = client(server.url, { connection: { system } });
    expect(await account.tokens(signal())).toHaveLength(120);
  });
});
