import { describe, expect, it } from 'vitest';
import type { LookOutcome, NodeCall } from '#core/gateway/contract';
import { json } from './support/server.ts';
import { client, serve } from './support/world.ts';

const kling: NodeCall = { nodeType: 'video', params: { model: 'kling-v3' }, inputs: { prompt: 'A cat' } };
const seedance: NodeCall = { ...kling, params: { model: 'doubao-seedance-2-0-260128' } };
const since = '2026-01-01T12:00:00.000Z';
const until = '2026-01-01T12:30:00.000Z';
const noon = Date.parse(since);

function look(base: string, call: NodeCall): Promise<LookOutcome> {
  const gateway = client(base);
  return gateway.look(gateway.prepare(call), { since, until, mark: 'att_1', signal: new AbortController().signal });
}

describe('the list of tasks', () => {
  it('is read page by page until it is older than the time in question', async () => {
    const server = await serve((request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('pageNum'));
      const first = noon + 40 * 60_000 - (page - 1) * 30 * 60_000;
      const data = Array.from({ length: 30 }, (_, index) => ({
        task_id: `${page}-${index}`,
        task_status: 'processing',
        task_info: { external_task_id: `mark ${index}` },
        created_at: first - index * 60_000,
      }));
      json(response, { code: 0, message: 'SUCCEED', data });
    });
    const outcome = await look(server.url, kling);
    if (outcome.kind !== 'listed') throw new Error('not listed');
    expect(server.seen.map(({ url }) => url)).toEqual(
      [1, 2, 3].map((page) => `/kling/v1/videos/text2video?pageNum=${page}&pageSize=30`),
    );
    expect(outcome.tasks).toHaveLength(31);
    expect(outcome.tasks[0]).toEqual({
      id: '1-10',
      createdAt: until,
      model: undefined,
      prompt: undefined,
      status: 'processing',
      mark: 'mark 10',
    });
  });

  it('gives the task with our mark alone, whatever a clock says', async () => {
    const row = (id: string, mark: string) => ({ task_id: id, task_info: { external_task_id: mark }, created_at: 1 });
    const server = await serve((_, response) => json(response, { code: 0, data: [row('1', 'x'), row('2', 'att_1')] }));
    expect(await look(server.url, kling)).toMatchObject({ kind: 'listed', tasks: [{ id: '2', mark: 'att_1' }] });
  });

  it('knows seconds, milliseconds and texts as times, ids as numbers, and keeps a task without a time', async () => {
    const server = await serve((_, response) => {
      response.setHeader('content-type', 'application/json');
      const times = [noon / 1000, noon, String(noon / 1000), since, null, 'soon'];
      const items = times.map((at, index) => `{"id":12345678901234567${index},"created_at":${JSON.stringify(at)}}`);
      response.end(`{"items":[${items.join()}, {"id":"old","created_at":${noon / 1000 - 1}}, {"created_at":1}]}`);
    });
    const outcome = await look(server.url, seedance);
    if (outcome.kind !== 'listed') throw new Error('not listed');
    expect(outcome.tasks.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `12345678901234567${index}`));
    expect(outcome.tasks.map(({ createdAt }) => createdAt)).toEqual([since, since, since, since, undefined, undefined]);
  });

  it('that cannot be had is said, whatever came instead of it', async () => {
    const html = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<html>console'));
    expect(await look(html.url, kling)).toMatchObject({ kind: 'no-answer', error: { code: 'gateway.no-route' } });
    const key = await serve((_, response) => json(response, { error: { message: '无效的令牌' } }, 401));
    expect(await look(key.url, kling)).toMatchObject({ error: { code: 'connection.key-refused' } });
    const cut = await serve((_request, response, socket) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => socket.destroy());
    });
    expect(await look(cut.url, kling)).toMatchObject({ error: { code: 'connection.unreachable' } });
    expect(await look('http://127.0.0.1:1', kling)).toMatchObject({ error: { code: 'connection.unreachable' } });
  });
});
