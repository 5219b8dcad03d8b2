import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import {
  checkMessages,
  createPlace,
  type Ended,
  film,
  type Place,
  secret,
  startPractice,
  startServer,
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

/** One sentence on stderr with these words, this code, no data, no trace, and nothing that the gateway has seen. */
function expectRefusal(ended: Ended, code: number, ...words: readonly (string | RegExp)[]): void {
  expect(ended).toMatchObject({ code, signal: null, stdout: '' });
  checkMessages(ended);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  for (const word of words) expect(ended.stderr).toMatch(word);
}

async function nothingSent(): Promise<void> {
  expect((await practice.log()).requests).toEqual([]);
}

const photo = (ref: unknown): string =>
  workflow(
    [
      ['photo', 'file', 'Photo', { file: ref }],
      ['film', 'video', 'Film', { prompt: 'a cat' }],
    ],
    ['photo.file > film.images'],
  );

describe('a file that is no workflow', () => {
  const cases: readonly (readonly [string, string | Uint8Array, ...(string | RegExp)[]])[] = [
    ['broken JSON', '{\n  "format": "patchbay.workflow",\n  "nodes": [,]\n}\n', /w\.patchbay:3:13: .*Repair/],
    ['an empty file', '', /w\.patchbay:1:1/],
    [
      'JSON of another program',
      '{"last_node_id": 9, "nodes": [{"id": 3, "type": "KSampler"}], "links": []}',
      /no Patchbay workflow.*Open/,
    ],
    ['no object', '[]', /no Patchbay workflow/],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), /not UTF-8/],
    [
      'a workflow with a part missing',
      '{"format":"patchbay.workflow","version":1,"nodes":[]}',
      /w\.patchbay, field "edges": .*damaged/,
    ],
  ];
  for (const [what, content, ...words] of cases) {
    it(`${what}: says where it is wrong`, async () => {
      const file = place.write('w.patchbay', content);
      const commands = what === 'broken JSON' ? ['run', 'plan', 'validate'] : ['run'];
      const all = await Promise.all(commands.map((command) => place.run([command, file])));
      for (const ended of all) expectRefusal(ended, 2, ...words);
      await nothingSent();
    });
  }

  it('is missing, or is a folder', async () => {
    expectRefusal(await place.run(['run', 'none.patchbay']), 2, /There is no file none\.patchbay\. Check/);
    expectRefusal(await place.run(['run', '.']), 2, /is not a file/);
  });
});

describe('a workflow that cannot run', () => {
  const cases: readonly (readonly [string, string, ...RegExp[]])[] = [
    [
      'a cycle',
      workflow(
        [
          ['a', 'text-join', 'First'],
          ['b', 'text-join', 'Second'],
        ],
        ['a.text > b.texts', 'b.text > a.texts'],
      ),
      /First → Second → First.*Remove/,
    ],
    ['an unknown node type', workflow([['h', 'hologram', 'Holo']]), /node "h", field "type": .*"hologram"/],
    [
      'a wrong type in a param',
      workflow([['f', 'video', 'Film', { prompt: 'a cat', duration: 'long' }]]),
      /node "f", field "duration": .*10, 15/,
    ],
    [
      'a model that nobody knows how to call',
      workflow([['f', 'video', 'Film', { prompt: 'a cat', model: 'dream-9' }]]),
      /node "f", field "model": .*"dream-9".*Choose a model such as/,
    ],
    ['a missing media file', photo({ path: 'no.png' }), /node "photo", field "file": .*There is no file no\.png/],
    [
      'a file outside the folder',
      photo({ path: '../cat.png' }),
      /node "photo", field "file": .*leads out of the folder/,
    ],
    ['a file by its absolute path', photo({ path: '/etc/hostname' }), /field "file": .*is an absolute path/],
    ['a file behind a link', photo({ path: 'link.png' }), /field "file": .*is a link/],
    ['a file in a folder behind a link', photo({ path: 'folder/w.patchbay' }), /field "file": .*is a link/],
    [
      'an input without a value',
      workflow(
        [
          ['i', 'input', 'Topic'],
          ['c', 'chat', 'Talk'],
        ],
        ['i.value > c.prompt'],
      ),
      /node "i", field "default": .*--input "Topic=…"/,
    ],
    [
      'an input of a file outside the folder',
      workflow(
        [
          ['i', 'input', 'Pic', { type: 'image', default: { path: '../x.png' } }],
          ['f', 'video', 'Film', { prompt: 'a' }],
        ],
        ['i.value > f.images'],
      ),
      /node "i", field "default": .*leads out of the folder/,
    ],
    [
      'an input of another type than its value',
      workflow(
        [
          ['i', 'input', 'Count', { type: 'number', default: 'many' }],
          ['c', 'chat', 'Talk'],
        ],
        ['i.value > c.prompt'],
      ),
      /node "i", field "default": /,
    ],
    [
      'an input that nobody wired',
      workflow([['c', 'chat', 'Talk']]),
      /node "c", field "prompt": "Talk" needs its input/,
    ],
  ];
  for (const [what, text, ...words] of cases) {
    it(`${what}: said with its node before anything is sent`, async () => {
      symlinkSync('w.patchbay', path.join(place.folder, 'link.png'));
      symlinkSync('.', path.join(place.folder, 'folder'));
      const file = place.write('w.patchbay', text);
      const [run, validate] = await Promise.all([place.run(['run', file]), place.run(['validate', file, '--json'])]);
      expectRefusal(run, 2, ...words);
      expect(validate.code).toBe(2);
      expect(JSON.parse(validate.stdout)).toMatchObject({ valid: false });
      await nothingSent();
      expect(place.runs()).toEqual([]);
    });
  }

  it('says all faults when there are several, one a line', async () => {
    const file = place.write(
      'w.patchbay',
      workflow([
        ['a', 'chat', 'A'],
        ['b', 'chat', 'B'],
      ]),
    );
    const ended = await place.run(['run', file]);
    checkMessages(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(3);
    expect(ended.stderr).toMatch(/it has 2 faults/);
  });

  it('opens a newer version, and says so', async () => {
    const file = place.write('w.patchbay', talk.replace('"version":1,"id":"wf_test"', '"version":2,"id":"wf_test"'));
    const ended = await place.run(['validate', file]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/newer version of Patchbay.*Update/);
  });
});

describe('a connection that is none', () => {
  const commands = [['run', 'w.patchbay'], ['models']];
  const expectAll = async (env: Readonly<Record<string, string | undefined>>, code: number, ...words: RegExp[]) => {
    place.write('w.patchbay', talk);
    const all = await Promise.all(commands.map((args) => place.run(args, env)));
    for (const ended of all) {
      expectRefusal(ended, code, ...words);
      expect(ended.stderr).not.toContain(secret);
    }
    expect(place.runs()).toEqual([]);
  };

  it('is not set up', () =>
    expectAll({ PATCHBAY_BASE_URL: undefined }, 2, /No gateway is set up\. Set PATCHBAY_BASE_URL/));
  it('has no key', () => expectAll({ PATCHBAY_API_KEY: undefined }, 2, /no API key.*Set PATCHBAY_API_KEY/));
  it('is no URL', () => expectAll({ PATCHBAY_BASE_URL: 'winfull' }, 2, /is not a URL.*https/));
  it('has nobody listening', () =>
    expectAll({ PATCHBAY_BASE_URL: 'http://127.0.0.1:1' }, 1, /127\.0\.0\.1:1 cannot be reached.*Check/));

  it('is a web page', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Console</title>');
    });
    await expectAll({ PATCHBAY_BASE_URL: server.url }, 1, /does not answer like an AI gateway\. Check the base URL/);
    await server.close();
  });

  it('refuses the key, and repeats it', async () => {
    const seen: string[] = [];
    const server = await startServer((request, response) => {
      const said = request.headers.authorization ?? '';
      seen.push(said);
      const error = {
        message: `Incorrect API key provided: ${said}`,
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      };
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    });
    await expectAll({ PATCHBAY_BASE_URL: server.url }, 1, /refused the key.*Check the key/);
    expect(new Set(seen)).toEqual(new Set([`Bearer ${secret}`]));
    for (const { content } of place.homeFiles()) expect(content.includes(secret)).toBe(false);
    await server.close();
  });

  it('is the practice gateway with another key', async () => {
    const guarded = await startPractice('--key', 'sk-right');
    await expectAll({ PATCHBAY_BASE_URL: guarded.url }, 1, /refused the key/);
    expect((await guarded.log()).created.jobs).toBe(0);
    place.write('w.patchbay', talk);
    expect(
      (await place.run(['run', 'w.patchbay'], { PATCHBAY_BASE_URL: guarded.url, PATCHBAY_API_KEY: 'sk-right' })).code,
    ).toBe(0);
    await guarded.stop();
  });

  it('has no such name', async () => {
    place.write('w.patchbay', talk);
    expectRefusal(await place.run(['run', 'w.patchbay', '--connection', 'work']), 2, /no connection "work"/);
    await nothingSent();
  });
});

describe('a home that cannot be used', () => {
  it('is a file', async () => {
    const file = place.write('w.patchbay', talk);
    expectRefusal(
      await place.run(['run', file], { PATCHBAY_HOME: file }),
      1,
      /cannot write its home folder.*PATCHBAY_HOME/,
    );
    await nothingSent();
  });

  it.runIf(process.platform === 'linux')('is where no folder can be made', async () => {
    expectRefusal(await place.run(['runs'], { PATCHBAY_HOME: '/proc/patchbay' }), 1, /cannot write its home folder/);
  });

  it.runIf(process.platform !== 'win32')('is read-only', async () => {
    mkdirSync(place.home);
    chmodSync(place.folder, 0o755);
    chmodSync(place.home, 0o555);
    // The administrator may write everywhere, so somebody else tries.
    const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const file = place.write('w.patchbay', talk);
    const ended = await place.start(['run', file], {}, who).ended;
    expectRefusal(ended, 1, /cannot write its home folder.*Make it writable/);
    chmodSync(place.home, 0o755);
    await nothingSent();
  });
});

describe('a command line that is wrong', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['fly'], /unknown command 'fly'/],
    [['run'], /missing required argument/],
    [['run', 'w.patchbay', '--fast'], /unknown option '--fast'/],
    [['run', 'w.patchbay', 'more'], /too many arguments/],
    [['run', 'w.patchbay', '--budget', 'much'], /--budget needs a number/],
    [['run', 'w.patchbay', '--wait', '-1'], /--wait needs a number/],
    [['run', 'w.patchbay', '--to', 'Nobody'], /no node "Nobody".*Idea, Film/],
    [['run', 'w.patchbay', '--from', 'Nobody'], /no node "Nobody"/],
    [['run', 'w.patchbay', '--set', 'Nobody.x=1'], /no node "Nobody"/],
    [['run', 'w.patchbay', '--set', 'Film'], /--set needs NODE\.PARAM=VALUE/],
    [['run', 'w.patchbay', '--set', 'Film=1'], /--set needs NODE\.PARAM=VALUE/],
    [['run', 'w.patchbay', '--set', 'Film.speed=1'], /no param "speed"/],
    [['run', 'w.patchbay', '--set', 'Film.duration=11'], /node "film", field "duration": .*10, 15/],
    [['run', 'w.patchbay', '--set', 'Film.prompt=x'], /node "film", field "prompt": .*wired/],
    [['run', 'w.patchbay', '--set', 'Film.model=@none.txt'], /There is no file/],
    [['run', 'w.patchbay', '--input', 'Topic=x'], /no input "Topic"/],
    [['run', 'w.patchbay', '--input', 'Topic'], /--input needs NAME=VALUE/],
    [['show', 'run_none'], /no run "run_none"/],
    [['show', '../x'], /no run/],
    [['resume', 'run_none'], /no run "run_none"/],
    [['resume', 'run_none', '--all'], /Either one run or --all/],
    [['retry', 'run_none'], /no run "run_none"/],
    [['answer', 'run_none', 'n', 'allow'], /no run "run_none"/],
    [['cancel', 'run_none'], /no run "run_none"/],
    [['collect', 'att_none'], /no attempt or task "att_none"/],
    [['forget', 'att_none'], /no attempt or task "att_none"/],
  ];
  it('is refused with 2 and a sentence', async () => {
    place.write('w.patchbay', film);
    for (const [args, words] of cases) {
      const ended = await place.run(args);
      expect([args, ended.code, ended.stdout]).toEqual([args, 2, '']);
      expect(ended.stderr).toMatch(words);
      checkMessages(ended);
    }
    expect((await practice.log()).created.jobs).toBe(0);
    expect(place.runs()).toEqual([]);
  });
});
