import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors';
import { verbatim } from '#core/text';
import { json } from './support/server.ts';
import { chatCall, client, fileSink, imageCall, serve } from './support/world.ts';

const signal = new AbortController().signal;

describe('the last byte of a creating request', () => {
  test('leaves only when the place for its answer was made', async () => {
    const server = await serve((_, response) => json(response, { data: [{ b64_json: 'AAAA' }] }));
    const gateway = client(server.url);
    let completeBefore: number | undefined;
    const sink = {
      ...(await fileSink()),
      begin: () => {
        completeBefore = server.seen.length;
      },
    };
    const outcome = await gateway.submit(gateway.prepare(imageCall), {}, { sink, signal });
    expect(outcome.kind).toBe('received');
    expect(completeBefore).toBe(0);
    const [seen] = server.seen;
    expect(JSON.parse(String(seen?.body))).toMatchObject({ prompt: 'A cat' });
    expect(seen?.headers['content-length']).toBe(String(seen?.body.length));
    expect(seen?.headers['transfer-encoding']).toBeUndefined();
  });

  test('does not leave when that place cannot be made, and nothing was billed', async () => {
    const server = await serve((_, response) => json(response, {}));
    const gateway = client(server.url);
    const full = new AppError('disk.full', verbatim('The disk is full.'), { hint: verbatim('Free some space.') });
    const sink = {
      ...(await fileSink()),
      begin: () => {
        throw full;
      },
    };
    const outcome = await gateway.submit(gateway.prepare(chatCall), {}, { sink, signal });
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'disk.full', billed: 'no' } });
    expect(server.seen).toEqual([]);
  });
});
