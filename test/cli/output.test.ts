import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import {
  checkMessages,
  film,
  type Json,
  jsonLines,
  type Place,
  program,
  root,
  secret,
  startServer,
  talk,
  watch,
  workflow,
} from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

/** Runs a line of the shell with the command as `$P`. */
function shell(line: string): ReturnType<typeof watch>['ended'] {
  const env = {
    PATH: process.env['PATH'],
    HOME: place.folder,
    P: `${process.execPath} ${program}`,
    PATCHBAY_HOME: place.home,
    PATCHBAY_BASE_URL: practice.url,
    PATCHBAY_UPLOAD_URL: practice.uploadUrl,
    PATCHBAY_API_KEY: secret,
    PATCHBAY_POLL_MS: '20',
    TERM: 'xterm-256color',
  };
  return watch(spawn('sh', ['-c', line], { cwd: place.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })).ended;
}

describe('help', () => {
  it('tells every command and switch, and the version', async () => {
    const help = await place.run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    const commands =
      'run plan validate runs show resume retry answer cancel tasks collect forget nodes models practice';
    for (const command of commands.split(' ')) expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(help.stdout).toMatch(/Exit codes: 0 done .* 130 interrupted/s);
    expect(help.stdout).toMatch(/PATCHBAY_HOME/);
    const switches: Readonly<Record<string, string>> = {
      run: '--set --input --to --from --fresh --budget --wait --allow-upload --out --connection --practice --json',
      plan: '--set --input --to --from --fresh --connection --practice --json',
      validate: '--json',
      runs: '--json',
      show: '--json',
      resume: '--all --wait --budget --allow-upload --out --json',
      retry: '--wait --budget --allow-upload --out --json',
      answer: '--wait --budget --allow-upload --out --json',
      cancel: '--help',
      tasks: '--json',
      collect: '--connection --json',
      forget: '--help',
      nodes: '--json',
      models: '--connection --practice --json',
      practice: '--port --upload-port --key --task-ms --fault --json',
    };
    for (const [command, names] of Object.entries(switches)) {
      const ended = await place.run([command, '--help']);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toContain(`Usage: patchbay ${command}`);
      for (const name of names.split(' ')) expect(ended.stdout, `${command} ${name}`).toContain(name);
    }
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await place.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect((await place.run([])).code).toBe(2);
  });
});

describe('lists', () => {
  it('nodes: types with ports and params', async () => {
    const nodes = JSON.parse((await place.run(['nodes', '--json'])).stdout) as Json[];
    const types = nodes.map((node) => node['type']);
    for (const type of 'prompt chat image upload video tts transcribe midjourney file input output save'.split(' ')) {
      expect(types).toContain(type);
    }
    expect(nodes.find((node) => node['type'] === 'image')).toMatchObject({
      inputs: { prompt: { type: 'text' }, images: { type: 'list<image>' } },
      outputs: { images: { type: 'list<image>' } },
      params: { model: { default: 'gpt-image-1.5-all' }, size: { default: '1024x1536' }, n: { default: 1 } },
    });
    const films = nodes.find((node) => node['type'] === 'video')?.['models'] as { id: string }[];
    expect(films.filter(({ id }) => id === 'sora-2')).toHaveLength(1);
    const text = await place.run(['nodes']);
    expect(text.stdout.split('\n')[0]).toMatch(/^type +in +out +params/);
  });

  it('models: those that the connection lists', async () => {
    const models = await place.run(['models']);
    expect(models).toMatchObject({ code: 0, stderr: '' });
    expect(models.stdout.split('\n')).toContain('sora-2');
    expect(JSON.parse((await place.run(['models', '--json'])).stdout)).toContain('gpt-5.2');
  });

  it('plan: a model that is not listed is flagged with those that are, before anything is paid', async () => {
    const file = place.write('w.patchbay', film);
    const args = ['plan', file, '--set', 'Film.model=veo3.1-max'];
    const plan = await place.run(args);
    expect(plan.code).toBe(0);
    expect(plan.stderr).toMatch(
      /node "film", field "model": The gateway does not list .*"veo3.1-max".* It lists .*veo3\.1/,
    );
    expect(plan.stdout).toMatch(/Film +video +veo3.1-max +run +unknown +not made before/);
    expect(JSON.parse((await place.run([...args, '--json'])).stdout)).toMatchObject({
      unknownPrices: 1,
      issues: [{ code: 'model.unlisted', place: { node: 'film', field: 'model' } }],
    });
    expect((await practice.log()).created.jobs).toBe(0);
    // A name by which a function is chosen is told to no gateway, so none lists it.
    const own = await place.run([...args.slice(0, 3), 'Film.model=kling-multi-image', '--json']);
    expect(JSON.parse(own.stdout).issues ?? []).toEqual([]);
  });

  it('show: a run node by node', async () => {
    await place.run(['run', place.write('w.patchbay', talk)]);
    const [run = ''] = place.runs();
    const shown = await place.run(['show', run]);
    expect(shown.stdout).toMatch(new RegExp(`^${run}  Test  done\\n\\nnode +title +state`));
    expect(shown.stdout).toMatch(/talk +Talk +done/);
    const json = JSON.parse((await place.run(['show', run, '--json'])).stdout) as Json;
    expect(json).toMatchObject({ id: run, state: 'done', outputs: { Answer: expect.any(String) } });
    expect(JSON.parse((await place.run(['runs', '--json'])).stdout)).toMatchObject([
      { id: run, state: 'done', cost: { calls: 1 } },
    ]);
    expect((await place.run(['runs'])).stdout).toMatch(/^run +state +started \(UTC\) +nodes +cost +workflow\n/);
  });
});

describe('streams', () => {
  it('data goes to standard output, everything else to standard error, without colours in a pipe', async () => {
    const ended = await place.run(['run', place.write('w.patchbay', talk)]);
    expect(ended.stderr).toMatch(/^done Ask\ndone Talk\ndone Out\nCost: [^\n]+\n$/);
    expect(ended.stdout.trim().split('\n')).toHaveLength(1);
    checkMessages(ended);
  });

  it('a reader that goes away ends nothing that is paid for', async () => {
    place.write('w.patchbay', film);
    expect(await shell('$P nodes | head -1')).toMatchObject({ code: 0, stderr: '' });
    const ended = await shell('{ $P run w.patchbay --json; echo "code $?" >&2; } | head -1');
    expect(ended.stderr).toBe('code 0\n');
    expect(jsonLines(ended.stdout)).toHaveLength(1);
    expect((await place.run(['runs'])).stdout).toMatch(/ done /);
  });

  it.runIf(process.platform === 'linux')('says when data cannot be written', async () => {
    const ended = await shell('$P nodes > /dev/full');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/error: .*full/);
    checkMessages(ended);
  });
});

/** `script` gives a process a terminal; what the terminal got is its output. */
const hasScript = process.platform === 'linux';

describe.runIf(hasScript)('on a terminal', () => {
  const onTerminal = (line: string) => shell(`script -qec '${line}' /dev/null`);

  it('shows a bar and clears it; NO_COLOR leaves the colours out', async () => {
    place.write('w.patchbay', film);
    // Longer than the bar takes from one drawing to the next.
    await practice.addFaults({
      kind: 'task-status',
      words: [...Array.from({ length: 30 }, () => 'processing'), 'completed'],
    });
    const shown = await onTerminal('$P run w.patchbay');
    expect(shown.code, shown.stdout).toBe(0);
    expect(shown.stdout).toMatch(/1\/2 · Film/);
    await practice.reset();
    await practice.addFaults({ kind: 'task-fails', reason: 'too dark' });
    const failed = await onTerminal('$P run w.patchbay --fresh');
    expect(failed.stdout).toContain('\u001b[31mfailed\u001b[0m Film: ');
    const plain = await onTerminal('NO_COLOR=1 $P run w.patchbay --fresh');
    expect(plain.stdout).toContain('failed Film: ');
    expect(plain.stdout).not.toContain('\u001b[3');
  });

  it('gets no control character of titles, names and answers', async () => {
    const evil = '\u001b[2J\u009b31m\u0007x';
    place.write(
      'w.patchbay',
      workflow(
        [
          ['p', 'prompt', `T${evil}`, { text: `out${evil}` }],
          ['v', 'video', `F${evil}`, {}],
        ],
        ['p.text > v.prompt'],
        `N${evil}`,
      ),
    );
    await practice.addFaults({ kind: 'task-fails', reason: `why${evil}` });
    const lines = [
      'run w.patchbay',
      'run w.patchbay --to p',
      'run w.patchbay --json',
      'plan w.patchbay',
      'runs',
      'tasks',
    ];
    for (const line of lines) {
      const ended = await onTerminal(`$P ${line}`);
      expect(ended.stdout.length).toBeGreaterThan(10);
      expect(ended.stdout).not.toContain('\u001b[2J');
      for (const character of ['\u0007', '\u009b']) expect(ended.stdout).not.toContain(character);
    }
    // In a pipe data stays what it is, but no message does, and JSON holds no control character at all.
    const piped = await place.run(['run', 'w.patchbay', '--to', 'p']);
    expect(piped.stdout).toBe(`out${evil}\n`);
    checkMessages(piped);
    const json = await place.run(['run', 'w.patchbay', '--json']);
    checkMessages(json);
    expect(json.stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('the key', () => {
  it('reaches the gateway and nothing else: no output, no message, no file', async () => {
    const file = place.write('w.patchbay', film);
    const seen = new Set<string | undefined>();
    let seenPosts = 0;
    // A gateway that repeats the key in every answer, as some do in their errors.
    const server = await startServer((request, response) => {
      seen.add(request.headers.authorization);
      request.resume();
      const models = { data: [{ id: 'sora-2' }], note: request.headers.authorization };
      const error = { error: { message: `key ${secret} may not do this`, code: 'bad_request', type: 'x' } };
      const task = { id: 'task-1', status: 'failed', error: `key ${secret} is too poor`, note: secret.slice(3) };
      const isPaid = (request.url ?? '').startsWith('/v1/video');
      const isRefused = isPaid && request.method === 'POST' && seenPosts++ > 0;
      response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' });
      const text = JSON.stringify(isRefused ? error : isPaid ? task : models);
      // In two pieces, parted within the key.
      response.write(text.slice(0, text.indexOf(secret) + 9));
      response.end(text.slice(text.indexOf(secret) + 9));
    });
    const odd = { PATCHBAY_BASE_URL: server.url };
    await practice.addFaults({ kind: 'task-fails', reason: 'no', times: 1 });
    const all = [
      await place.run(['run', file]),
      await place.run(['run', file, '--json']),
      await place.run(['run', file, '--wait', '0', '--fresh']),
      await place.run(['tasks', '--json']),
      await place.run(['runs', '--json']),
      await place.run(['show', place.runs()[0] ?? '', '--json']),
      await place.run(['run', file, '--json'], odd),
      await place.run(['run', file, '--fresh'], odd),
      await place.run(['tasks', '--json'], odd),
      await place.run(['show', place.runs().at(-1) ?? '', '--json'], odd),
      await place.run(['models'], odd),
      await place.run(['run', file, '--fresh'], { PATCHBAY_BASE_URL: 'http://127.0.0.1:1' }),
    ];
    await server.close();
    expect(all.map((ended) => ended.code)).toEqual([1, 0, 3, 0, 0, 0, 1, 1, 0, 0, 0, 1]);
    expect(seen).toEqual(new Set([`Bearer ${secret}`]));
    expect((await practice.log()).requests.every((entry) => entry.authorized || entry.host !== 'gateway')).toBe(true);
    for (const ended of all) expect(ended.stdout + ended.stderr).not.toContain(secret.slice(3));
    for (const { name, content } of place.homeFiles())
      expect([name, content.includes(secret.slice(3))]).toEqual([name, false]);
  });
});
