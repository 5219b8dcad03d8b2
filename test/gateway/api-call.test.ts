import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NodeCall, PreparedMedia } from '#core/gateway/contract';
import { createRegistry } from '#core/node/registry';
import type { Json, MediaValue, Value } from '#core/value/value';
import { taskRoutes } from '#nodes/task-routes';
import { json, type Seen } from './support/server.ts';
import { client, fileSink, folder, prepared, registry, serve, submit } from './support/world.ts';

const signal = new AbortController().signal;
const png: MediaValue = { kind: 'image', mime: 'image/png' };

const call = (params: Record<string, Json>, inputs: Record<string, Value> = {}): NodeCall => ({
  nodeType: 'api-call',
  params,
  inputs,
});

async function sent(one: NodeCall, media: PreparedMedia = {}): Promise<Seen> {
  const server = await serve((_, response) => json(response, { ok: true }));
  await submit(client(`${server.url}/base`), one, media);
  const [request] = server.seen;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

function refusal(one: NodeCall): unknown {
  try {
    client('https://gateway.example').prepare(one);
  } catch (error) {
    return (error as { info: unknown }).info;
  }
  throw new Error('it was accepted');
}

describe('a call that a user describes', () => {
  it('has an input for each placeholder, of the type that it names', () => {
    const { inputs, outputs } = registry.portsOf('api-call', {
      path: '/v1/{{model}}/make?who={{who}}',
      headers: { 'X-Mode': '{{mode}}' },
      body: {
        prompt: 'A {{what}} in {{where}}',
        images: ['{{photos:list<image>}}'],
        n: '{{n:number}}',
        odd: '{{x:y}}',
      },
      answer: 'video',
    });
    expect(Object.fromEntries(Object.entries(inputs).map(([name, port]) => [name, port.type]))).toEqual({
      model: 'text',
      who: 'text',
      mode: 'text',
      what: 'text',
      where: 'text',
      photos: 'list<image>',
      n: 'number',
      x: 'text',
    });
    expect(outputs['result']?.type).toBe('list<video>');
  });

  it('sends method, path, query, headers and body with the inputs in their places', async () => {
    const request = await sent(
      call(
        {
          method: 'PUT',
          path: '/v1/{{model}}/make?fixed=1&who={{who}}',
          query: { more: '{{who}}' },
          headers: { 'X-Mode': 'fast' },
          body: {
            prompt: 'A {{what}}!',
            images: ['https://a/1', '{{photos:list<image>}}'],
            n: '{{n:number}}',
            deep: [{ x: null }],
          },
        },
        { model: 'a/b', who: 'me & you', what: '{{n}}', photos: [png, png], n: 3 },
      ),
      {
        photos: [
          prepared('data-url', 'data:image/png;base64,AA=='),
          prepared('data-url', 'data:image/png;base64,BB=='),
        ],
      },
    );
    expect(`${request.method} ${request.url}`).toBe(
      'PUT /base/v1/a%2Fb/make?fixed=1&who=me%20%26%20you&more=me%20%26%20you',
    );
    expect(request.headers).toMatchObject({ 'x-mode': 'fast', authorization: expect.stringMatching(/^Bearer /) });
    expect(JSON.parse(request.body.toString())).toEqual({
      prompt: 'A {{n}}!',
      images: ['https://a/1', 'data:image/png;base64,AA==', 'data:image/png;base64,BB=='],
      n: 3,
      deep: [{ x: null }],
    });
  });

  it('sends a form with files as parts', async () => {
    const file = path.join(folder(), 'cat.png');
    writeFileSync(file, 'PNG');
    const one = call(
      { path: '/v1/images/edits', form: true, body: { 'image[]': '{{photo:image}}', model: 'm', n: 2 } },
      { photo: png },
    );
    const body = (await sent(one, { photo: [prepared('file', file)] })).body.toString();
    expect(body).toContain('name="image[]"; filename="cat.png"');
    expect(body).toContain('name="n"\r\n\r\n2');
  });

  it.each([
    [{ path: 'https://evil.example/v1' }, 'path'],
    [{ path: '//evil.example/v1' }, 'path'],
    [{ path: '/v1/../../admin' }, 'path'],
    [{ path: '/v1\\x' }, 'path'],
    [{ path: '' }, 'path'],
    [{ path: '/v1', headers: { Authorization: 'Bearer x' } }, 'headers'],
    [{ path: '/v1', headers: { host: 'evil' } }, 'headers'],
    [{ path: '/v1', query: [1] }, 'query'],
    [{ path: '/v1', answer: 'json', result: '..' }, 'result'],
    [{ path: '/v1', task: true, task_query: 'nowhere' }, 'task_query'],
  ] as [Record<string, Json>, string][])('refuses %j', (params, field) => {
    expect(refusal(call(params))).toMatchObject({ code: 'param.invalid', place: { field }, billed: 'no' });
  });

  it('never leaves the path that was written, whatever an input holds', () => {
    for (const model of ['..', '.', '']) {
      expect(refusal(call({ path: '/v1/{{model}}/x' }, { model }))).toMatchObject({ billed: 'no' });
    }
  });

  it('reads JSON, text and files, also after a restart that knows only what the ledger has', async () => {
    const cases: [Record<string, Json>, string, string, unknown][] = [
      [{ result: 'data[0].id' }, '{"data":[{"id":7}]}', 'application/json', { kind: 'value', value: 7 }],
      [{ answer: 'text', result: 'text' }, 'plain words', 'text/plain', { kind: 'value', value: 'plain words' }],
      [
        { answer: 'image', result: 'pics[*]' },
        '{"pics":["https://x/1.png","https://x/2.png"]}',
        'application/json',
        { kind: 'files', files: [{ url: 'https://x/1.png' }, { url: 'https://x/2.png' }] },
      ],
      [
        { answer: 'audio', result: 'data.audio', encoding: 'hex' },
        '{"data":{"audio":"494433"}}',
        'application/json',
        { kind: 'files', files: [{ base64: 'SUQz' }] },
      ],
    ];
    for (const [params, body, type, expected] of cases) {
      const server = await serve((_, response) => response.writeHead(200, { 'content-type': type }).end(body));
      const gateway = client(server.url);
      const one = call({ path: '/v1/x', ...params });
      const { outcome } = await submit(gateway, one);
      if (outcome.kind !== 'received') throw new Error(JSON.stringify(outcome));
      const id = gateway.prepare(one).recipe.id;
      const restarted = client(server.url, { registry: createRegistry(registry.nodes, []) });
      expect((await restarted.read(JSON.parse(JSON.stringify(id)), outcome.answer))['result']).toMatchObject(
        expected as object,
      );
    }
  });

  it('waits for a task as it says, by GET or by POST', async () => {
    for (const body of [undefined, { ids: ['{{id}}'] }] as (Json | undefined)[]) {
      const server = await serve((request, response) =>
        json(response, request.url === '/v1/make' ? { job: 'a/1' } : { phase: 'success', file: { url: '/r.mp4' } }),
      );
      const params = {
        path: '/v1/make',
        answer: 'video',
        result: 'file.url',
        task: true,
        task_id: 'job',
        task_query: '/v1/jobs/{{id}}?full=1',
        task_status: 'phase',
        ...(body !== undefined && { task_body: body }),
      };
      const { outcome } = await submit(client(server.url), call(params));
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      const restarted = client(server.url, { registry: createRegistry(registry.nodes, []) });
      const polled = await restarted.poll(outcome.task, { sink: await fileSink(), signal });
      const asked = server.seen[1];
      expect(`${asked?.method} ${asked?.url} ${asked?.body.toString()}`.trim()).toBe(
        body === undefined ? 'GET /v1/jobs/a%2F1?full=1' : 'POST /v1/jobs/a%2F1?full=1 {"ids":["a/1"]}',
      );
      if (polled.kind !== 'done') throw new Error(JSON.stringify(polled));
      const found = await restarted.read(outcome.task.recipe, polled.answer, outcome.task);
      expect(found['result']).toMatchObject({ files: [{ url: `${server.url}/r.mp4` }] });
    }
  });
});

describe('a task that was made elsewhere', () => {
  const routes = Object.entries(taskRoutes);

  it('can be of every system that the protocol has a query route for', () => {
    expect(routes.length).toBeGreaterThanOrEqual(40);
  });

  it.each(routes)('is asked for: %s', async (system, route) => {
    const server = await serve((_, response) => json(response, { status: 'processing' }));
    const gateway = client(server.url);
    const one: NodeCall = { nodeType: 'task-by-id', params: { system }, inputs: { id: ' a:b/1 ' } };
    const { outcome } = await submit(gateway, one);
    expect(server.seen).toEqual([]);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    expect(outcome.task).toMatchObject({ id: 'a:b/1' });
    expect(gateway.prepare(one).charges).toBe(false);
    await gateway.poll(outcome.task, { sink: await fileSink(), signal });
    const [asked] = server.seen;
    expect(asked?.method).toBe(route.query.method);
    expect(`${decodeURIComponent(asked?.url ?? '')} ${asked?.body.toString()}`).toContain('a:b/1');
  });

  it('gives its files, and is unknown at once when the gateway does not know it', async () => {
    const replies = [
      { state: 'success', creations: [{ url: 'https://x/1.mp4' }, { url: 'https://x/2.mp4' }] },
      { code: 'task_not_exist', message: '任务不存在' },
    ];
    const server = await serve((_, response) => json(response, replies.shift(), replies.length === 0 ? 404 : 200));
    const gateway = client(server.url);
    const one: NodeCall = { nodeType: 'task-by-id', params: { system: 'vidu' }, inputs: { id: '9' } };
    const { outcome } = await submit(gateway, one);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const polled = await gateway.poll(outcome.task, { sink: await fileSink(), signal });
    if (polled.kind !== 'done') throw new Error(JSON.stringify(polled));
    const found = await gateway.read(outcome.task.recipe, polled.answer, outcome.task);
    expect(found['result']).toMatchObject({ files: [{ url: 'https://x/1.mp4' }, { url: 'https://x/2.mp4' }] });
    expect((await gateway.poll(outcome.task, { sink: await fileSink(), signal })).kind).toBe('expired');
  });
});
