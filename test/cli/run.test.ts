import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { encodePng } from './png.ts';
import {
  bought,
  checkMessages,
  createPlace,
  fields,
  film,
  jsonLines,
  type Place,
  startPractice,
  talk,
  workflow,
} from './support.ts';

let practice: PracticeProcess;
let place: Place;

beforeAll(async () => {
  practice = await startPractice();
});
afterAll(async () => {
  await practice.stop();
});
beforeEach(async () => {
  await practice.reset();
  place = createPlace(practice);
});
afterEach(() => place.remove());

/** Local nodes only: needs no gateway. */
const local = workflow(
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

describe('--set', () => {
  const outputs = async (...args: string[]): Promise<unknown> => {
    const ended = await place.run(['run', place.write('w.patchbay', local), '--json', ...args], {
      PATCHBAY_BASE_URL: undefined,
    });
    expect(ended.code, ended.stderr).toBe(0);
    return jsonLines(ended.stdout).at(-1)?.['outputs'];
  };

  it('takes ids and unique titles, texts literally, other types as JSON, and files', async () => {
    place.write('words.txt', 'from a file\n');
    expect(await outputs()).toMatchObject({ Joined: 'one+two', Count: 3, 'Twin same': 'left', 'Twin same2': 'right' });
    expect(await outputs('--set', 'Start.text={"a": 1}', '--set', 'n.value=4.5')).toMatchObject({
      Joined: '{"a": 1}+two',
      Count: 4.5,
    });
    expect(await outputs('--set', 'a.text=@words.txt', '--set', 'b.text=@@home=x')).toMatchObject({
      Joined: 'from a file\n+@home=x',
    });
    expect(await outputs('--set', 'same.text=a=b.c', '--set', 'a.text=')).toMatchObject({ 'Twin same': 'a=b.c' });
    expect(readFileSync(path.join(place.folder, 'w.patchbay'), 'utf8')).toBe(local);
  });

  it('refuses a title that is there twice, and values that do not fit', async () => {
    place.write('w.patchbay', local);
    const cases: [string, RegExp][] = [
      ['Twin.text=x', /Several nodes have the title "Twin"\. Use an id: same, same2/],
      ['n.value=four', /"four" is not JSON/],
      ['n.value="4"', /must be a number/],
    ];
    for (const [set, words] of cases) {
      const ended = await place.run(['run', 'w.patchbay', '--set', set]);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(words);
    }
  });

  it('takes a file for a media param, from anywhere', async () => {
    place.write('cat.png', encodePng(64, 96));
    const text = workflow(
      [
        ['f', 'file', 'Photo'],
        ['v', 'video', 'Film', { prompt: 'a cat' }],
      ],
      ['f.file > v.images'],
    );
    place.write('w.patchbay', text);
    const args = ['run', 'w.patchbay', '--set', 'Photo.file=@cat.png', '--allow-upload'];
    const ended = await place.run(args);
    expect(ended.code, ended.stderr).toBe(0);
    expect((await practice.log()).requests.filter((entry) => entry.host === 'upload')).toHaveLength(1);
    expect((await place.run(['run', 'w.patchbay', '--set', 'Photo.file=cat.png'])).stderr).toMatch(/@path/);
    expect((await place.run(['run', 'w.patchbay', '--set', 'Photo.file=@no.png'])).stderr).toMatch(/There is no file/);
  });
});

describe('--input', () => {
  const text = workflow(
    [
      ['t', 'input', 'Topic', { default: 'cats' }],
      ['c', 'input', 'Counts', { name: 'counts', type: 'list<number>' }],
      ['p', 'prompt', 'Line', { text: 'about {{topic}}' }],
      ['o', 'output', '', { name: 'line' }],
      ['q', 'output', '', { name: 'numbers' }],
    ],
    ['t.value > p.topic', 'p.text > o.value', 'c.value > q.value'],
  );

  it('gives values to the inputs by name: text as it is, others as JSON or from a file', async () => {
    place.write('w.patchbay', text);
    place.write('topic.txt', 'owls');
    const run = (...args: string[]) => place.run(['run', 'w.patchbay', ...args], { PATCHBAY_BASE_URL: undefined });
    expect(await run('--input', 'counts=[1,2]')).toMatchObject({ code: 0, stdout: 'about cats\n1\n2\n' });
    const named = await run('--input', 'Topic=@topic.txt', '--input', 'counts=[3]');
    expect(named).toMatchObject({ code: 0, stdout: 'about owls\n3\n' });
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringMatching(/"counts" has no value.*--input/) });
    expect(await run('--input', 'counts=["x"]')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('--input', 'counts=many')).toMatchObject({ code: 2, stderr: expect.stringMatching(/not JSON/) });
    expect(place.runs()).toHaveLength(2);
  });
});

describe('parts of a workflow', () => {
  const chain = workflow(
    [
      ['p', 'prompt', 'Idea', { text: 'a cat' }],
      ['a', 'chat', 'First', {}],
      ['b', 'chat', 'Second', {}],
      ['c', 'chat', 'Third', {}],
      ['x', 'chat', 'Apart', { prompt: 'a dog' }],
    ],
    ['p.text > a.prompt', 'a.text > b.prompt', 'b.text > c.prompt'],
  );
  const run = async (...args: string[]): Promise<string> => {
    const ended = await place.run(['run', place.write('w.patchbay', chain), ...args]);
    expect(ended.code, ended.stderr).toBe(0);
    return ended.stderr;
  };

  it('--to runs what a node needs, --from what follows, --fresh again what was there', async () => {
    expect(await run('--to', 'First')).not.toMatch(/Second|Apart/);
    expect(await bought(practice)).toBe(1);
    const second = await run('--to', 'b');
    expect(second).toMatch(/reused First/);
    expect(await bought(practice)).toBe(2);
    const from = await run('--from', 'Second');
    expect(from).toMatch(/reused First\n/);
    expect(from).toMatch(/reused Second\n.*done Third/s);
    expect(from).not.toMatch(/Apart/);
    expect(await bought(practice)).toBe(3);
    await run();
    expect(await bought(practice)).toBe(4);
    await run('--from', 'Third', '--fresh');
    expect(await bought(practice)).toBe(5);
    await run('--fresh', '--to', 'Second');
    expect(await bought(practice)).toBe(7);
    await run();
    expect(await bought(practice)).toBe(7 + 0);
  });
});

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
    const ended = await place.run(['run', file, '--budget', '0.12']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /failed Film: This call may cost up to \$0\.15; of the budget of \$0\.12.*Raise --budget/,
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
    const args = ['run', file, '--set', 'Film.model=veo3.1-pro', '--budget', '5'];
    const ended = await place.run(args);
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/does not list the model "veo3\.1-pro"/);
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
