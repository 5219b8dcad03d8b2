import { describe, expect, it } from 'vitest';
import type { Json } from '#core/value/value';
import { readPrices } from '#electron/gateway/pricing';
import { json, type TestServer } from './support/server.ts';
import { client, serve } from './support/world.ts';

const signal = new AbortController().signal;
type Reply = { status?: number; body: unknown; html?: boolean };

async function answering(routes: Readonly<Record<string, Reply>>): Promise<TestServer> {
  return serve((request, response) => {
    const reply = routes[request.url] ?? { status: 404, body: { error: { message: 'Invalid URL (GET /x)' } } };
    if (reply.html === true) response.writeHead(200, { 'content-type': 'text/html' }).end(String(reply.body));
    else json(response, reply.body, reply.status);
  });
}

const one = async (path: string, reply: Reply) => client((await answering({ [path]: reply })).url);

describe('the models', () => {
  it('are listed once each', async () => {
    const gateway = await one('/v1/models', { body: { data: [{ id: 'a' }, { id: 'b' }, { id: 'a' }, {}] } });
    expect(await gateway.models(signal)).toEqual(['a', 'b']);
  });

  it.each<[Reply, string]>([
    [{ body: '<!doctype html>', html: true }, 'connection.not-a-gateway'],
    [{ status: 404, body: '' }, 'connection.not-a-gateway'],
    [{ body: 'hello' }, 'connection.not-a-gateway'],
    [{ body: { hello: 'world' } }, 'connection.not-a-gateway'],
    [{ status: 401, body: { error: { message: 'no' } } }, 'connection.key-refused'],
  ])('%j is told as %s', async (reply, code) => {
    const gateway = await one('/v1/models', reply);
    await expect(gateway.models(signal)).rejects.toMatchObject({ info: { code } });
  });

  it('of a gateway that is not there', async () => {
    const server = await answering({});
    await server.close();
    await expect(client(server.url).models(signal)).rejects.toMatchObject({ info: { code: 'connection.unreachable' } });
  });
});

describe('the balance', () => {
  it('is what is left of the key', async () => {
    const body = { code: true, message: 'ok', data: { total_available: 1_250_000, unlimited_quota: false } };
    expect(await (await one('/api/usage/token/', { body })).balance(signal)).toBe(2.5);
  });

  it('is what is left of the account, on sites that do not tell of the key', async () => {
    const server = await answering({
      '/v1/dashboard/billing/subscription': { body: { hard_limit_usd: 20 } },
      '/v1/dashboard/billing/usage': { body: { total_usage: 1250 } },
    });
    expect(await client(server.url).balance(signal)).toBe(7.5);
  });

  it.each<[string, Reply]>([
    ['/api/usage/token/', { body: { code: true, data: { total_available: 1, unlimited_quota: true } } }],
    ['/v1/dashboard/billing/subscription', { body: { hard_limit_usd: 100_000_000 } }],
    ['/nothing', { body: {} }],
  ])('is unknown when it is unlimited or not told (%s)', async (path, reply) => {
    expect(await (await one(path, reply)).balance(signal)).toBeUndefined();
  });
});

describe('the group of a key', () => {
  const row = (model_name: string, enable_groups: string[]) => ({
    model_name,
    quota_type: 1,
    model_price: 1,
    enable_groups,
  });
  const table = readPrices({
    data: [row('a', ['default', 'vip']), row('b', ['vip']), row('c', ['all']), row('d', ['images'])],
    group_ratio: { default: 1, vip: 2, images: 3 },
  });

  it('is one that has all the models that are listed, with those that others have besides', () => {
    expect(table.groupsOf(['a', 'b', 'unpriced'])).toEqual({ groups: [{ name: 'vip', ratio: 2 }], hidden: 1 });
    expect(table.groupsOf(['a']).groups.map(({ name }) => name)).toEqual(['default', 'vip']);
    expect(table.groupsOf(['b', 'd'])).toEqual({ groups: [], hidden: 0 });
    expect(table.groupsOf([])).toEqual({ groups: [], hidden: 0 });
    expect(readPrices([]).groupsOf(['a'])).toEqual({ groups: [], hidden: 0 });
  });
});

describe('the prices', () => {
  const pricing = (rows: Json[], more: Record<string, Json> = {}): Json => ({ success: true, data: rows, ...more });
  const perCall = { model_name: 'img', quota_type: 1, model_price: 0.1, model_ratio: 0, enable_groups: ['default'] };
  const tokens = {
    model_name: 'chat',
    quota_type: 0,
    model_ratio: 1,
    model_price: 0,
    completion_ratio: 4,
    enable_groups: ['all'],
  };

  it('of a model by call: times the number, over the groups that the key may have', () => {
    const table = readPrices(
      pricing([{ ...perCall, enable_groups: ['default', 'vip', 'secret'] }], {
        group_ratio: { default: 1, vip: 0.5, secret: 9 },
        usable_group: { default: 'x', vip: 'y' },
      }),
    );
    expect(table.priceOf('img', {}, 10)).toEqual({ from: 0.05, to: 0.1 });
    expect(table.priceOf('img', { n: 4 }, 10)).toEqual({ from: 0.2, to: 0.4 });
    expect(table.priceOf('img', { size: '1792x1024' }, 10)?.to).toBeCloseTo(0.1666667);
  });

  it('of a model by token: from the prompt alone to the longest answer', () => {
    const table = readPrices(pricing([tokens], { group_ratio: { default: 2 } }));
    const range = table.priceOf('chat', { max_tokens: 1000 }, 400);
    expect(range?.from).toBeCloseTo((100 / 500_000) * 2);
    expect(range?.to).toBeCloseTo(((816 + 4000) / 500_000) * 2);
    expect(table.priceOf('chat', {}, 0)?.to).toBeCloseTo(((16 + 4 * 4096) / 500_000) * 2);
  });

  it('stay unknown where the gateway does not tell', () => {
    const table = readPrices(
      pricing([{ model_name: 'odd' }, { ...perCall, model_price: 'free' }], { group_ratio: {} }),
    );
    expect(table.priceOf('odd', {}, 1)).toBeUndefined();
    expect(table.priceOf('img', {}, 1)).toBeUndefined();
    expect(table.priceOf('none', {}, 1)).toBeUndefined();
    const elsewhere = readPrices(pricing([{ ...perCall, enable_groups: ['vip'] }], { group_ratio: { default: 1 } }));
    expect(elsewhere.priceOf('img', {}, 1)).toBeUndefined();
    expect(readPrices([]).priceOf('img', {}, 1)).toBeUndefined();
  });

  it('are asked for, and a gateway that keeps them to itself is no error', async () => {
    const gateway = await one('/api/pricing', { body: pricing([perCall]) });
    expect((await gateway.prices(signal)).priceOf('img', {}, 1)).toEqual({ from: 0.1, to: 0.1 });
    for (const reply of [
      { status: 401, body: { success: false, message: 'x' } },
      { body: '<!doctype html>', html: true },
    ]) {
      const silent = await one('/api/pricing', reply);
      expect((await silent.prices(signal)).priceOf('img', {}, 1)).toBeUndefined();
    }
  });
});
