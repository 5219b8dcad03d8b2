import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVideo, download, type Json, pollUntil, videoQuery } from './support/poll.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '40', '--word-ms', '0');
});
beforeEach(() => practice.reset());
afterAll(() => practice.stop());

const VIDEO = { model: 'sora-2', prompt: 'a cat', duration: 10 };
const CHAT = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'two shots about tea' }] };
const create = () => practice.post('/v1/video/create', VIDEO);
const ended = ({ status }: Json) => status === 'completed' || status === 'failed';
const query = async (id: string) => (await (await practice.get(videoQuery(id))).json()) as Json;

/** Sends a request by hand and gives every byte of the answer until the connection ends. */
function raw(path: string, body: unknown): Promise<string> {
  const json = JSON.stringify(body);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(new URL(practice.url).port), '127.0.0.1', () => {
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\nConnection: close\r\n\r\n${json}`,
      );
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

describe('faults of one request', () => {
  it('refuse: nothing is read, nothing is logged, nothing is created', async () => {
    await practice.addFaults({ kind: 'refuse', match: { path: '/v1/video/create' }, times: 1 });
    expect(await raw('/v1/video/create', VIDEO)).toBe('');
    expect(await practice.log()).toMatchObject({ created: { jobs: 0 }, requests: [] });
    expect((await create()).status).toBe(200);
  });

  it('reset-before-answer: no answer, but the job is created', async () => {
    await practice.addFaults({ kind: 'reset-before-answer', times: 1 });
    expect(await raw('/v1/video/create', VIDEO)).toBe('');
    const { created, requests } = await practice.log();
    expect(created).toMatchObject({ jobs: 1, tasks: 1 });
    expect(requests[0]).toMatchObject({ fault: 'reset-before-answer', answer: 'cut', model: 'sora-2', jobs: 1 });
    expect((await pollUntil(practice, videoQuery(requests[0]?.tasks[0] ?? ''), ended)).last['status']).toBe(
      'completed',
    );
  });

  it('cut-body: half of a JSON answer, of a stream, of a file', async () => {
    const id = await createVideo(practice, VIDEO);
    const { last } = await pollUntil(practice, videoQuery(id), ended);
    const whole = await download(last['video_url']);
    await practice.addFaults({ kind: 'cut-body' });
    const json = await raw('/v1/chat/completions', CHAT);
    const length = Number(/content-length: (\d+)/.exec(json)?.[1]);
    expect(json.split('\r\n\r\n')[1]?.length).toBe(Math.floor(length / 2));
    const stream = await raw('/v1/chat/completions', { ...CHAT, stream: true });
    expect(stream).toContain('data: {');
    expect(stream).not.toContain('[DONE]');
    const partial = await fetch(String(last['video_url']));
    let received = 0;
    const reading = async () => {
      for await (const chunk of partial.body ?? []) received += chunk.length;
    };
    await expect(reading()).rejects.toThrow();
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThanOrEqual(whole.length / 2);
    expect((await practice.log()).requests.filter((entry) => entry.fault).map((entry) => entry.answer)).toEqual([
      'cut',
      'cut',
      'cut',
    ]);
  });

  it('stall: the job is created, the answer comes late', async () => {
    await practice.addFaults({ kind: 'stall', ms: 300, match: { model: 'sora-2' }, times: 1 });
    const started = performance.now();
    const pending = create();
    while ((await practice.log()).created.jobs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await practice.log()).requests[0]?.answer).toBe('pending');
    expect((await pending).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(290);
  });

  it('status: after some requests, for some requests, with any body, and nothing is created', async () => {
    await practice.addFaults(
      {
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '2' },
        match: { path: '/v1/video/create' },
        after: 1,
        times: 1,
      },
      { kind: 'status', status: 524, body: '<html>timeout</html>', match: { method: 'POST', model: 'gpt-5.2' } },
    );
    expect((await create()).status).toBe(200);
    const limited = await create();
    expect([limited.status, limited.headers.get('retry-after'), await limited.text()]).toEqual([429, '2', '']);
    expect((await create()).status).toBe(200);
    const html = await practice.post('/v1/chat/completions', CHAT);
    expect([html.status, html.headers.get('content-type')]).toEqual([524, 'text/html; charset=utf-8']);
    expect((await practice.log()).created.jobs).toBe(2);
  });

  it('created-then-status', async () => {
    await practice.addFaults({
      kind: 'created-then-status',
      status: 524,
      body: '{"status":524}',
      contentType: 'application/problem+json',
    });
    const answer = await practice.post('/v1/chat/completions', CHAT);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([524, 'application/problem+json']);
    expect((await practice.log()).created.byPath).toEqual({ '/v1/chat/completions': 1 });
  });

  it('html-200', async () => {
    await practice.addFaults({ kind: 'html-200' });
    const answer = await create();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await practice.log()).created.jobs).toBe(0);
  });

  it('slow-body', async () => {
    await practice.addFaults({ kind: 'slow-body', bytesPerSecond: 2000, times: 1 });
    const started = performance.now();
    const text = await (await practice.post('/v1/chat/completions', CHAT)).text();
    expect(performance.now() - started).toBeGreaterThan((text.length / 2000) * 1000 - 100);
    expect(JSON.parse(text)).toMatchObject({ object: 'chat.completion' });
  });
});

describe('other shapes of a right answer', () => {
  it('change-json sets and removes fields', async () => {
    await practice.addFaults({
      kind: 'change-json',
      set: { task_id: 'x', status: 'queued' },
      remove: ['id'],
      times: 1,
    });
    const answer = (await (await create()).json()) as Json;
    expect(answer).toMatchObject({ task_id: 'x', status: 'queued', enhanced_prompt: 'a cat' });
    expect('id' in answer).toBe(false);
  });

  it('stream-error ends a stream early, with an error inside or silently', async () => {
    await practice.addFaults(
      { kind: 'stream-error', error: '上游负载已饱和', times: 1 },
      { kind: 'stream-error', times: 1 },
    );
    const stream = async () => (await practice.post('/v1/chat/completions', { ...CHAT, stream: true })).text();
    const loud = await stream();
    expect(loud.trimEnd().split('\n').at(-1)).toContain('"message":"上游负载已饱和"');
    const silent = await stream();
    expect(silent).not.toMatch(/error|\[DONE\]/);
    expect(await stream()).toContain('[DONE]');
  });
});

describe('faults of tasks', () => {
  it('task-status: one word after the other, the last one stays', async () => {
    await practice.addFaults({
      kind: 'task-status',
      words: ['QUEUED', 'video_generation_completed', 'Success'],
      times: 1,
    });
    const id = await createVideo(practice, VIDEO);
    const words: unknown[] = [];
    for (let index = 0; index < 3; index += 1) words.push((await query(id))['status']);
    expect(words).toEqual(['QUEUED', 'video_generation_completed', 'Success']);
    const { last } = await pollUntil(practice, videoQuery(id), (answer) => answer['video_url'] !== null);
    expect(last['status']).toBe('Success');
    expect((await pollUntil(practice, videoQuery(await createVideo(practice, VIDEO)), ended)).last['status']).toBe(
      'completed',
    );
  });

  it('task-status: a word that nobody knows never brings a film', async () => {
    await practice.addFaults({ kind: 'task-status', words: 'pondering' });
    const id = await createVideo(practice, VIDEO);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await query(id)).toMatchObject({ status: 'pondering', video_url: null });
  });

  it('task-fails, for a film and for Midjourney', async () => {
    await practice.addFaults({ kind: 'task-fails', reason: '内容违规' });
    const { last } = await pollUntil(practice, videoQuery(await createVideo(practice, VIDEO)), ended);
    expect(last).toMatchObject({ status: 'failed', error: '内容违规', video_url: null });
    const { result } = (await (await practice.post('/mj/submit/imagine', { prompt: 'x' })).json()) as Json;
    const task = await pollUntil(practice, `/mj/task/${String(result)}/fetch`, ({ status }) => status === 'FAILURE');
    expect(task.last).toMatchObject({ failReason: '内容违规', imageUrl: '', buttons: [] });
  });

  it('completed-empty-url: the address comes some answers later', async () => {
    await practice.addFaults({ kind: 'completed-empty-url', times: 2 });
    const { all } = await pollUntil(practice, videoQuery(await createVideo(practice, VIDEO)), ({ video_url }) =>
      Boolean(video_url),
    );
    const completed = all.filter(({ status }) => status === 'completed').map(({ video_url }) => video_url);
    expect(completed).toEqual(['', '', expect.stringContaining('/files/')]);
  });

  it('big-number-id: a number that JSON readers round', async () => {
    await practice.addFaults({ kind: 'big-number-id', match: { model: 'mj_imagine' }, times: 1 });
    const text = await (await practice.post('/mj/submit/imagine', { prompt: 'x' })).text();
    const digits = /"result":(\d+)/.exec(text)?.[1] ?? '';
    expect(BigInt(digits)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect((await practice.get(`/mj/task/${digits}/fetch`)).status).toBe(200);
    const plain = (await (await practice.post('/mj/submit/imagine', { prompt: 'x' })).json()) as Json;
    expect(plain['result']).toMatch(/^\d{16}$/);
  });
});

describe('faults of results', () => {
  it('result-404 and result-html, by the model that made the file', async () => {
    const url = async (model: string) => {
      const answer = await practice.post('/v1/images/generations', { model, prompt: 'x' });
      return ((await answer.json()) as { data: { url: string }[] }).data[0]?.url ?? '';
    };
    const [first, second] = [await url('gpt-image-1-all'), await url('dall-e-3')];
    await practice.addFaults(
      { kind: 'result-404', match: { model: 'gpt-image-1-all' }, times: 1 },
      { kind: 'result-html', match: { model: 'dall-e-3' } },
    );
    expect((await fetch(first)).status).toBe(404);
    expect((await fetch(first)).status).toBe(200);
    const html = await fetch(second);
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('steering', () => {
  it('lists, clears and checks rules', async () => {
    await practice.addFaults({ kind: 'html-200', match: { path: '/v1/chat' } });
    await (await practice.post('/v1/chat/completions', CHAT)).text();
    expect(await (await practice.get('/practice/faults')).json()).toMatchObject({
      faults: [{ fitted: 1, used: 1, rule: { kind: 'html-200' } }],
    });
    await fetch(`${practice.url}/practice/faults`, { method: 'DELETE' });
    expect((await practice.post('/v1/chat/completions', CHAT)).headers.get('content-type')).toContain('json');
    for (const wrong of [
      { kind: 'explode' },
      { kind: 'stall' },
      { kind: 'refuse', match: { model: 'x' } },
      { kind: 'html-200', color: 1 },
    ]) {
      const answer = await practice.post('/practice/faults', [wrong]);
      expect([answer.status, ((await answer.json()) as { error: Json }).error['code']]).toEqual([400, 'invalid_fault']);
    }
  });

  it('keeps pages of other origins out', async () => {
    expect((await practice.get('/practice/log', { origin: 'https://example.com' })).status).toBe(403);
  });
});
