import { chmodSync, mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { checkMessages, type Ended, film, type Place, secret, startPractice, startServer, talk } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

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
  it.each(cases)('is refused with 2 and a sentence: %j', async (args, words) => {
    place.write('w.patchbay', film);
    const ended = await place.run(args);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toMatch(words);
    checkMessages(ended);
    expect((await practice.log()).created.jobs).toBe(0);
    expect(place.runs()).toEqual([]);
  });
});
