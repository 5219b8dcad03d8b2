import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { NodeCall, SubmitOutcome } from '#core/gateway/contract';
import { json } from './support/server.ts';
import {
  chatCall,
  client,
  fileSink,
  imageCall,
  key,
  midjourneyCall,
  prepared,
  serve,
  submit,
  videoCall,
} from './support/world.ts';

type Answered = [status: number, body: unknown, contentType?: string];
const page = '<!DOCTYPE html><html><body>console</body></html>';
const html = 'text/html; charset=utf-8';
const openai = (message: string, code?: string, type = 'new_api_error') => ({ error: { message, type, code } });

async function outcomeOf(call: NodeCall, [status, body, contentType]: Answered): Promise<SubmitOutcome> {
  const server = await serve((_, response) => {
    if (contentType === undefined) json(response, body, status);
    else response.writeHead(status, { 'content-type': contentType }).end(String(body));
  });
  return (await submit(client(server.url), call)).outcome;
}

describe('the outcome of a creating request that was answered with something else than a result', () => {
  const cases: [string, NodeCall, Answered, SubmitOutcome['kind'], string][] = [
    ['a refused key', imageCall, [401, openai('无效的令牌')], 'rejected', 'connection.key-refused'],
    ['a used-up key', imageCall, [401, openai('该令牌额度已用尽')], 'rejected', 'connection.no-balance'],
    ['no quota', imageCall, [403, openai('x', 'insufficient_user_quota')], 'rejected', 'connection.no-balance'],
    ['a forbidden model', imageCall, [403, openai('该令牌无权访问模型 x')], 'rejected', 'gateway.rejected'],
    ['a bad param', imageCall, [400, openai('bad size', 'invalid_size')], 'rejected', 'gateway.rejected'],
    [
      'bad words by code',
      imageCall,
      [400, openai('x', 'sensitive_words_detected')],
      'rejected',
      'gateway.refused-content',
    ],
    ['bad words by keyword', imageCall, [500, openai('提示词违规')], 'rejected', 'gateway.refused-content'],
    ['an absent /v1 route', imageCall, [404, openai('Invalid URL (POST /v1/x)')], 'rejected', 'gateway.no-route'],
    ['the console page', midjourneyCall, [200, page, html], 'rejected', 'gateway.no-route'],
    ['a 404 page', imageCall, [404, page, html], 'rejected', 'gateway.no-route'],
    ['a route not implemented', imageCall, [501, openai('x', 'api_not_implemented')], 'rejected', 'gateway.no-route'],
    ['a large body', imageCall, [413, page, html], 'rejected', 'gateway.rejected'],
    ['a redirect', imageCall, [301, '', 'text/plain'], 'rejected', 'gateway.no-route'],
    ['the gateway’s own 500', imageCall, [500, openai('x', 'do_request_failed')], 'rejected', 'gateway.rejected'],
    [
      'Claude’s shape',
      imageCall,
      [400, { type: 'error', error: { type: 'x', message: 'bad' } }],
      'rejected',
      'gateway.rejected',
    ],
    [
      'the shape of tasks',
      videoCall,
      [400, { code: 'invalid', message: 'bad', data: null }],
      'rejected',
      'gateway.rejected',
    ],
    [
      'Kling’s shape with 200',
      videoCall,
      [200, { code: 1201, message: 'bad', request_id: 'r' }],
      'rejected',
      'gateway.rejected',
    ],
    [
      'MiniMax’s balance with 200',
      videoCall,
      [200, { base_resp: { status_code: 1008, status_msg: 'x' } }],
      'rejected',
      'connection.no-balance',
    ],
    [
      'the management shape with 200',
      videoCall,
      [200, { success: false, message: 'no' }],
      'rejected',
      'gateway.rejected',
    ],
    ['an error object with 200', videoCall, [200, openai('no')], 'rejected', 'gateway.rejected'],
    ['an error text', videoCall, [400, { error: 'no file', code: 'NO' }], 'rejected', 'gateway.rejected'],
    [
      'Midjourney’s banned word with 200',
      midjourneyCall,
      [200, { code: 24, description: 'x', result: '' }],
      'rejected',
      'gateway.refused-content',
    ],
    [
      'Midjourney’s request error',
      midjourneyCall,
      [400, { code: 4, description: 'x', type: 'upstream_error' }],
      'rejected',
      'gateway.rejected',
    ],
    [
      'Midjourney’s full queue with 200',
      midjourneyCall,
      [200, { code: 23, description: '队列已满' }],
      'unsent',
      'gateway.rate-limited',
    ],
    ['Midjourney saturated', midjourneyCall, [429, { code: 30, description: 'x' }], 'unsent', 'gateway.rate-limited'],
    ['429 with words', imageCall, [429, openai('当前分组上游负载已饱和')], 'unsent', 'gateway.rate-limited'],
    ['429 without a body', imageCall, [429, '', 'text/plain'], 'unsent', 'gateway.rate-limited'],
    [
      '503 without a channel',
      imageCall,
      [503, openai('当前分组 default 下对于模型 x 无可用渠道', 'model_not_found')],
      'unsent',
      'gateway.no-channel',
    ],
    ['502', imageCall, [502, page, html], 'ambiguous', 'gateway.no-answer'],
    ['502 with an envelope', imageCall, [502, openai('upstream')], 'ambiguous', 'gateway.no-answer'],
    ['504', imageCall, [504, '', 'text/plain'], 'ambiguous', 'gateway.no-answer'],
    ['Cloudflare’s 524 as a page', imageCall, [524, page, html], 'ambiguous', 'gateway.no-answer'],
    [
      'Cloudflare’s 520 as JSON',
      imageCall,
      [520, { type: 'about:blank', title: 'x', status: 520, detail: 'x' }],
      'ambiguous',
      'gateway.no-answer',
    ],
    [
      'Cloudflare’s JSON with 500',
      imageCall,
      [500, { type: 'about:blank', title: 'x', status: 524, detail: 'x' }],
      'ambiguous',
      'gateway.no-answer',
    ],
    ['500 as a page', imageCall, [500, page, html], 'ambiguous', 'gateway.no-answer'],
    ['500 without a body', imageCall, [500, '', 'text/plain'], 'ambiguous', 'gateway.no-answer'],
    ['503 as a page', imageCall, [503, page, html], 'ambiguous', 'gateway.no-answer'],
    ['half a JSON', imageCall, [200, '{"data":[{"url":', 'application/json'], 'ambiguous', 'gateway.no-answer'],
    ['nothing', imageCall, [200, '', 'application/json'], 'ambiguous', 'gateway.no-answer'],
    ['a task without an id', videoCall, [200, { status: 'pending' }], 'ambiguous', 'gateway.no-answer'],
    ['a page instead of a stream', chatCall, [200, page, html], 'rejected', 'gateway.no-route'],
    [
      'an error under the content type of a stream',
      chatCall,
      [200, JSON.stringify(openai('no')), 'text/event-stream'],
      'rejected',
      'gateway.rejected',
    ],
  ];

  it.each(cases)('%s', async (_, call, answer, kind, code) => {
    const outcome = await outcomeOf(call, answer);
    expect(outcome.kind).toBe(kind);
    if (!('error' in outcome)) throw new Error('an error was expected');
    expect(outcome.error.code).toBe(code);
    expect(outcome.error.billed).toBe(kind === 'ambiguous' ? 'maybe' : 'no');
    if (kind === 'ambiguous') expect(outcome.error.message).toContain('it may have been billed');
    const zh = outcome.error.zh?.message ?? '';
    expect(zh).toMatch(/\p{Script=Han}{4}/u);
    expect(zh.includes('可能已计费')).toBe(kind === 'ambiguous');
    expect(outcome.error.zh?.hint === undefined).toBe(outcome.error.hint === undefined);
    if (kind === 'ambiguous') expect(outcome.error.retryable).toBe(false);
    if (kind === 'unsent') expect(outcome.error.retryable).toBe(true);
    expect(outcome.error.details?.['status']).toBe(answer[0]);
    expect(outcome.error.message).toMatch(/^[“A-Z].*/);
  });

  it('names the model that has no channel, the request id and how long to wait', async () => {
    const server = await serve((_, response) =>
      json(response, openai('no channel (request id: 2026abc)', 'get_channel_failed'), 503, { 'retry-after': '7' }),
    );
    const { outcome } = await submit(client(server.url), imageCall);
    if (!('error' in outcome)) throw new Error('an error was expected');
    expect(outcome.error.message).toContain('gpt-image-1.5-all');
    expect(outcome.error.retryAfter).toBe(7000);
    expect(outcome.error.details?.['requestId']).toBe('2026abc');
  });

  it('cuts the raw text of an error to 2 kB', async () => {
    const outcome = await outcomeOf(imageCall, [400, openai('x'.repeat(10_000))]);
    if (!('error' in outcome)) throw new Error('an error was expected');
    expect(String(outcome.error.details?.['raw']).length).toBe(2048);
    expect(outcome.error.message.length).toBeLessThan(400);
  });

  it('asks for a key when none was sent', async () => {
    const server = await serve((_, response) => json(response, openai('no token'), 401));
    const { outcome } = await submit(client(server.url, { connection: { key: () => undefined } }), imageCall);
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'connection.no-key' } });
  });
});

describe('the outcome of a creating request without an answer', () => {
  it('is unsent when nothing listens', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const { outcome, sink } = await submit(client(server.url), imageCall);
    expect(outcome).toMatchObject({
      kind: 'unsent',
      error: { code: 'connection.unreachable', retryable: true, billed: 'no' },
    });
    expect(sink.closed()).toBe(true);
  });

  it('is unsent when the name is not known', async () => {
    const { outcome } = await submit(client('http://no-such-host.invalid'), imageCall);
    expect(outcome).toMatchObject({ kind: 'unsent', error: { code: 'connection.unreachable' } });
  });

  it('is unsent when TLS fails before anything was sent', async () => {
    const server = await serve(() => undefined);
    const { outcome } = await submit(client(server.url.replace('http:', 'https:')), imageCall);
    expect(outcome).toMatchObject({ kind: 'unsent', error: { code: 'connection.unreachable' } });
    expect(server.seen).toHaveLength(0);
  });

  it('is ambiguous when the connection breaks after the request', async () => {
    const server = await serve((_request, _response, socket) => socket.destroy());
    const { outcome } = await submit(client(server.url), imageCall);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'gateway.no-answer', billed: 'maybe' } });
    expect(server.seen).toHaveLength(1);
  });

  it('is ambiguous when the answer is cut', async () => {
    const server = await serve((_, response, socket) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data":[', () => socket.destroy());
    });
    const { outcome } = await submit(client(server.url), imageCall);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'gateway.no-answer' } });
  });

  it('is ambiguous when no headers come in time', async () => {
    const server = await serve(() => undefined);
    const gateway = client(server.url, { limits: { createHeaders: 50 } });
    const { outcome } = await submit(gateway, imageCall);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'gateway.no-answer' } });
  });

  it('is ambiguous when it is stopped after the request left', async () => {
    const stop = new AbortController();
    const server = await serve(() => stop.abort(new Error('stop')));
    const { outcome } = await submit(client(server.url), imageCall, {}, stop.signal);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { billed: 'maybe' } });
  });

  it('throws the reason when it is stopped before', async () => {
    const server = await serve(() => undefined);
    const reason = new Error('stop');
    await expect(submit(client(server.url), imageCall, {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.seen).toHaveLength(0);
  });

  it('is ambiguous when the answer cannot be stored', async () => {
    const server = await serve((_, response) => json(response, { data: [] }));
    const gateway = client(server.url);
    const sink = { ...(await fileSink()), write: () => Promise.reject(new Error('disk')) };
    const call = gateway.prepare(imageCall);
    const outcome = await gateway.submit(call, {}, { sink, signal: new AbortController().signal });
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { billed: 'maybe' } });
  });

  it('is rejected before anything is sent when a prepared file breaks the rules', async () => {
    const server = await serve((_, response) => json(response, {}));
    const { outcome } = await submit(client(server.url), imageCall, {
      images: [prepared('public-url', 'https://x/a.mp4', { mime: 'video/mp4' })],
    });
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'input.invalid', billed: 'no' } });
    expect(server.seen).toHaveLength(0);
  });

  it('is never ambiguous for a call that costs nothing', async () => {
    let answer: (socket: Socket) => void = (socket) => socket.destroy();
    const server = await serve((_request, _response, socket) => answer(socket));
    const sink = await fileSink();
    const gateway = client(server.url, { connection: { uploadUrl: server.url } });
    const call = gateway.prepare({
      nodeType: 'upload',
      params: {},
      inputs: { file: { kind: 'image', mime: 'image/png' } },
    });
    const media = { file: [prepared('file', sink.file)] };
    const options = { sink, signal: new AbortController().signal };
    expect(await gateway.submit(call, media, options)).toMatchObject({
      kind: 'unsent',
      error: { retryable: true, billed: 'no' },
    });
    answer = (socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
    const second = await gateway.submit(call, media, { ...options, sink: await fileSink() });
    expect(second).toMatchObject({ kind: 'unsent', error: { retryable: true, billed: 'no' } });
    if ('error' in second) expect(second.error.message).not.toContain('billed');
    const stop = new AbortController();
    answer = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', () => stop.abort(new Error('stop')));
    };
    const third = gateway.submit(call, media, { sink: await fileSink(), signal: stop.signal });
    await expect(third).rejects.toThrow('stop');
  });
});

describe('an answer', () => {
  it('is stored as it came, and a task is found in it', async () => {
    const body = '{"id":"sora-2:task_01k","status":"pending","status_update_time":1762010621323}';
    const server = await serve((_, response) => json(response, body));
    const { outcome, sink } = await submit(client(server.url), videoCall);
    expect(outcome).toMatchObject({
      kind: 'accepted',
      task: { id: 'sora-2:task_01k', recipe: 'video/sora-unified', baseUrl: server.url, params: {} },
      answer: { name: 'answer', file: sink.file, status: 200, contentType: 'application/json', bytes: body.length },
    });
    expect(readFileSync(sink.file, 'utf8')).toBe(body);
    expect(sink.closed()).toBe(true);
  });

  it('keeps all digits of an id beyond 2^53', async () => {
    const server = await serve((_, response) =>
      json(response, '{"code":1,"description":"ok","result":1730000000000001234,"properties":{}}'),
    );
    const { outcome } = await submit(client(server.url), midjourneyCall);
    expect(outcome).toMatchObject({ kind: 'accepted', task: { id: '1730000000000001234' } });
  });

  it.each([1, 21, 22])('of Midjourney with the code %i is accepted', async (code) => {
    const server = await serve((_, response) => json(response, { code, description: '排队中', result: '17' }));
    const { outcome } = await submit(client(server.url), midjourneyCall);
    expect(outcome).toMatchObject({ kind: 'accepted', task: { id: '17' } });
  });

  it('comes over a connection of its own each time', async () => {
    const server = await serve((_, response) => json(response, { data: [{ url: 'https://x/1.png' }] }));
    const gateway = client(server.url);
    await gateway.models(new AbortController().signal).catch(() => undefined);
    await submit(gateway, imageCall);
    await submit(gateway, imageCall);
    expect(new Set(server.seen.map((request) => request.connection)).size).toBe(3);
    expect(server.seen[1]?.headers.connection).toBe('close');
  });
});

describe('the key', () => {
  it('occurs in no outcome, even when the gateway repeats it', async () => {
    const bodies: Answered[] = [
      [401, openai(`Incorrect API key provided: ${key}`)],
      [500, `<html>${key}</html>`, html],
      [400, { error: { message: key.slice(3), code: key } }],
      [524, key, 'text/plain'],
      [200, `data: {"error":{"message":"${key}"}}\n\n`, 'text/event-stream'],
    ];
    for (const body of bodies) {
      for (const call of [imageCall, chatCall, videoCall]) {
        const text = JSON.stringify(await outcomeOf(call, body));
        expect(text).not.toContain(key.slice(3));
      }
    }
  });

  it('is not shown by the client itself', () => {
    const gateway = client('http://127.0.0.1:9');
    expect(JSON.stringify(gateway)).not.toContain(key);
    expect(JSON.stringify(gateway.prepare(imageCall))).not.toContain(key);
  });
});
