import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { encodePng } from './png.ts';
import { bought, checkMessages, fields, film, jsonLines, type Place, talk, workflow } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

/** Local nodes only: needs no gateway. */
const _local = workflow(
  [
    ['a', 'prompt', 'Start', { text: 'one' }],
    ['j', 'text-join', 'Joined', { separator: '+' }],
    ['b', 'prompt', 'Other', { text: 'two' }],
    ['n', 'number', 'Count', { value: 3 }],
    ['same', 'prompt', 'Twin', { text: 'left' }],
    ['same2', 'prompt', 'Twin', { text: 'right' }],
  ],
  ['a.text > j.texts', 'b.text > j.texts'],
);

describe('--budget', () => {
  it('stops before what is too much with 1; more is allowed in a retry, and what is done is kept', async () => {
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['c', 'chat', 'Talk', { prompt: 'hi' }],
          ['v', 'video', 'Film', {}],
        ],
        ['c.text > v.prompt'],
      ),
    );
    const planned = await place.run(['plan', file, '--budget', '0.12']);
    expect(planned.stderr).toContain(
      'warning: The budget of $0.12 is not enough for everything, which costs at least $0.15',
    );
    const ended = await place.run(['run', file, '--budget', '0.12']);
    expect(ended.stderr).toContain('warning: The budget of $0.12 is not enough');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /failed Film: This call may cost up to \$0\.15; of the budget of \$0\.12.*Raise the budget.*--budget/,
    );
    checkMessages(ended);
    expect(await bought(practice)).toBe(1);
    const again = await place.run(['retry', place.runs()[0] ?? '', '--budget', '1']);
    expect(again.code, again.stderr).toBe(0);
    expect((await practice.log()).created.byPath).toEqual({ '/v1/chat/completions': 1, '/v1/video/create': 1 });
  });

  it('asks with 4 when a price is unknown, and takes a no', async () => {
    const file = place.write('w.patchbay', film);
    // The gateway lists neither this model nor its price, and refuses it without selling anything.
    const args = ['run', file, '--set', 'Film.model=veo3.1-max', '--budget', '5'];
    const ended = await place.run(args);
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/does not list the model "veo3\.1-max"/);
    const [run = ''] = place.runs();
    expect(ended.stderr).toContain(`patchbay answer ${run} film allow|give-up`);
    expect((await practice.log()).requests.filter((entry) => entry.method === 'POST')).toEqual([]);
    expect((await place.run(['answer', run, 'Film', 'give-up'])).code).toBe(1);
    expect(await bought(practice)).toBe(0);
  });
});

describe('--allow-upload', () => {
  it('is asked for with 4 and remembered once it was allowed; each file is uploaded once', async () => {
    place.write('cat.png', encodePng(64, 96));
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['f', 'file', 'Photo', { file: { path: 'cat.png' } }],
          ['v', 'video', 'Film', { prompt: 'a cat' }],
        ],
        ['f.file > v.images'],
      ),
    );
    const plan = await place.run(['plan', file, '--json']);
    expect(JSON.parse(plan.stdout)).toMatchObject({ uploads: 1 });
    const ended = await place.run(['run', file]);
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/readable for everybody/);
    expect((await practice.log()).requests.some((entry) => entry.method === 'POST')).toBe(false);
    const [run = ''] = place.runs();
    expect((await place.run(['answer', run, 'Film', 'allow'])).code).toBe(0);
    expect((await place.run(['run', file, '--set', 'Film.duration=10'])).code).toBe(0);
    const uploads = (await practice.log()).requests.filter((entry) => entry.host === 'upload');
    expect(uploads).toHaveLength(1);
    expect(await bought(practice)).toBe(2);
  });
});

describe('--out', () => {
  it('writes outputs by title and index, nested ones too, and never over another file', async () => {
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['s', 'prompt', 'Lines', { text: 'a fox\na hen' }],
          ['t', 'text-split', 'Split', {}],
          ['i', 'image', 'Pic', { n: 1 }],
          ['o1', 'output', '', { name: 'Nested: pics/1' }],
          ['o2', 'output', '', { name: 'Words' }],
          ['o3', 'output', '', { name: 'words' }],
        ],
        ['s.text > t.text', 't.texts > i.prompt', 'i.images > o1.value', 't.texts > o2.value', 's.text > o3.value'],
      ),
    );
    const out = path.join(place.folder, 'out');
    const ended = await place.run(['run', file, '--out', 'out']);
    expect(ended.code, ended.stderr).toBe(0);
    const names = [
      'Nested- pics-1-1-1.png',
      'Nested- pics-1-2-1.png',
      'Words-o2-1.txt',
      'Words-o2-2.txt',
      'words-o3-1.txt',
    ];
    expect(readdirSync(out).sort()).toEqual(names);
    expect(ended.stderr).toContain(`wrote ${path.join(out, 'words-o3-1.txt')}`);
    expect(readFileSync(path.join(out, 'Words-o2-2.txt'), 'utf8')).toBe('a hen');
    await place.run(['run', file, '--out', 'out']);
    expect(readdirSync(out).sort()).toEqual(names);
    await place.run(['run', file, '--out', 'out', '--set', 's.text=an owl\na hen']);
    expect(readdirSync(out).sort()).toEqual(
      [...names, 'Nested- pics-1-1-1~2.png', 'Words-o2-1~2.txt', 'words-o3-1~2.txt'].sort(),
    );
    expect(readFileSync(path.join(out, 'Words-o2-1.txt'), 'utf8')).toBe('a fox');
  });

  it('says with 1 when the folder cannot be made, and the result is kept', async () => {
    const file = place.write('w.patchbay', talk);
    const ended = await place.run(['run', file, '--out', path.join(file, 'out')]);
    expect(ended.code).toBe(1);
    checkMessages(ended);
    expect(ended.stderr).toMatch(/error: /);
    expect((await place.run(['run', file])).code).toBe(0);
    expect(await bought(practice)).toBe(1);
  });
});

describe('--connection', () => {
  it('names one of connections.json, whose key is in the environment', async () => {
    const file = place.write('w.patchbay', talk);
    await place.run(['runs']);
    const connections = [
      { name: 'work', baseUrl: practice.url, uploadUrl: practice.uploadUrl, key: 'env:WORK_KEY' },
      { name: 'gone', baseUrl: 'http://127.0.0.1:1', key: 'env:WORK_KEY' },
    ];
    place.write('home/connections.json', JSON.stringify({ connections, default: 'gone' }));
    const env = { PATCHBAY_BASE_URL: undefined, PATCHBAY_API_KEY: undefined };
    const none = await place.run(['run', file, '--connection', 'work'], env);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/no API key.*Set WORK_KEY/) });
    const ended = await place.run(['run', file, '--connection', 'work'], { ...env, WORK_KEY: 'sk-work' });
    expect(ended.code, ended.stderr).toBe(0);
    expect((await place.run(['run', file, '--fresh'], { ...env, WORK_KEY: 'sk-work' })).code).toBe(1);
    // The same gateway by another way is the same gateway: nothing is bought again.
    expect((await place.run(['run', file])).code).toBe(0);
    expect(await bought(practice)).toBe(1);
    // A connection may want models called in their own way: that is another request, which the plan knows.
    const [work, gone] = connections;
    const own = { connections: [{ ...work, dialects: { gpt: 'responses' } }, gone] };
    place.write('home/connections.json', JSON.stringify(own));
    const wanted = ['--connection', 'work'];
    const keyed = { ...env, WORK_KEY: 'sk-work' };
    expect((await place.run(['plan', file, ...wanted], keyed)).stdout).toContain('0 reused');
    expect((await place.run(['run', file, ...wanted], keyed)).code).toBe(0);
    expect((await place.run(['plan', file, ...wanted], keyed)).stdout).toContain('1 reused');
    expect((await practice.log()).requests.filter(({ jobs }) => jobs > 0).map((entry) => entry.path)).toEqual([
      '/v1/chat/completions',
      '/v1/responses',
    ]);
    // What only that way has can be wired and set, and a run goes on as it began whatever is wanted by then.
    const turns = workflow(
      [
        ['a', 'chat', 'First', { model: 'gpt-5.2', prompt: 'one' }],
        ['b', 'chat', 'Second', { model: 'gpt-5.2', prompt: 'two' }],
      ],
      ['a.answer_id > b.earlier'],
    );
    const chain = place.write('turns.patchbay', turns);
    const refused = { kind: 'status', status: 400, body: '{"error":{"message":"no"}}', after: 1, times: 1 } as const;
    await practice.addFaults({ ...refused, match: { path: '/v1/responses' } });
    const half = await place.run(['run', chain, ...wanted, '--set', 'First.reasoning_summary=auto'], keyed);
    expect([half.code, half.stderr]).toEqual([1, expect.not.stringContaining('stays in the file')]);
    place.write('home/connections.json', JSON.stringify({ connections }));
    const whole = await place.run(['retry', place.runs().at(-1) ?? ''], keyed);
    expect(whole.code, whole.stderr).toBe(0);
    const asked = (await practice.log()).requests.filter((entry) => /chat|responses/.test(entry.path)).slice(2);
    expect(asked.map((entry) => [entry.path, entry.status])).toEqual([
      ['/v1/responses', 200],
      ['/v1/responses', 400],
      ['/v1/responses', 200],
    ]);
  });
});

describe('--json', () => {
  it('gives one event a line, numbered, to the end with state and outputs', async () => {
    const ended = await place.run(['run', place.write('w.patchbay', film), '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    const lines = jsonLines(ended.stdout);
    for (const line of lines) {
      expect(line).toMatchObject({ event: expect.any(String), seq: expect.any(Number), at: expect.any(String) });
      expect(line['run']).toBe(place.runs()[0]);
    }
    const seqs = lines.map((line) => Number(line['seq']));
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(lines[0]?.['event']).toBe('run-start');
    expect(lines.map((line) => line['event'])).toEqual(expect.arrayContaining(['node-start', 'node-wait', 'node-end']));
    const end = fields(lines.at(-1));
    expect(end).toMatchObject({ event: 'run-end', state: 'done' });
    const video = fields(fields(end['outputs'])['Film']);
    expect(video).toMatchObject({ kind: 'video', mime: 'video/mp4' });
    expect(existsSync(String(video['path']))).toBe(true);
    expect(path.isAbsolute(String(video['path']))).toBe(true);
  });

  it('ends with run-end too when a node fails or asks', async () => {
    const file = place.write('w.patchbay', talk);
    await practice.addFaults({
      kind: 'status',
      status: 400,
      body: '{"error":{"message":"no","code":"bad"}}',
      match: { path: '/v1/chat' },
    });
    const failed = await place.run(['run', file, '--json']);
    expect(failed.code).toBe(1);
    expect(jsonLines(failed.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'failed', outputs: {} });
    await practice.reset();
    await practice.addFaults({ kind: 'reset-before-answer', match: { path: '/v1/chat' } });
    const asks = await place.run(['run', file, '--json']);
    expect(asks.code).toBe(4);
    expect(jsonLines(asks.stdout).at(-1)).toMatchObject({ event: 'run-end', state: 'suspended', why: 'user' });
  });
});

describe('a failure', () => {
  it('keeps what is paid for: retry and a second run buy only the rest', async () => {
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['a', 'chat', 'First', { prompt: 'hi' }],
          ['b', 'image', 'Pic', {}],
        ],
        ['a.text > b.prompt'],
      ),
    );
    const refuse = { kind: 'status', status: 400, body: '{"error":{"message":"no","code":"bad"}}' } as const;
    await practice.addFaults({ ...refuse, match: { path: '/v1/images' }, times: 2 });
    const first = await place.run(['run', file]);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/failed Pic: .*retry/s);
    const [run = ''] = place.runs();
    expect((await place.run(['run', file])).stderr).toMatch(/reused First\n.*failed Pic/s);
    const retried = await place.run(['retry', run]);
    expect(retried.code, retried.stderr).toBe(0);
    expect(retried.stdout).toMatch(/\.png\n$/);
    expect((await practice.log()).created.byPath).toEqual({ '/v1/chat/completions': 1, '/v1/images/generations': 1 });
    expect((await place.run(['retry', run])).code).toBe(2);
    const shown = await place.run(['show', run, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ id: run, state: 'done' });
  });
});
