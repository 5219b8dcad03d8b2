import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { practiceProgram } from './support/bundle.ts';
import { startPracticeProcess } from './support/practice-process.ts';

async function run(...options: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [await practiceProgram(), 'practice', ...options]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.includes('\n')) child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

describe('the practice command', () => {
  it('says in one line where it is, and ends cleanly', async () => {
    const { code, stdout, stderr } = await run();
    expect(stdout).toMatch(
      /^Practice gateway at http:\/\/127\.0\.0\.1:\d+, upload host at http:\/\/127\.0\.0\.1:\d+\. .*\n$/,
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  it('gives its process id with --json, listens on 127.0.0.1 only, and ends while clients are connected', async () => {
    const practice = await startPracticeProcess('--task-ms', '60000');
    expect(new URL(practice.url).hostname).toBe('127.0.0.1');
    await practice.addFaults({ kind: 'stall', ms: 60_000, match: { path: '/v1/models' } });
    const hanging = practice.get('/v1/models').catch(() => 'cut');
    while ((await practice.log()).requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await practice.stop()).toBe(0);
    expect(await hanging).toBe('cut');
  });

  it('takes fault rules, one or a list', async () => {
    const rules = [
      '--fault',
      '{"kind":"html-200","times":1}',
      '--fault',
      '[{"kind":"status","status":500,"match":{"path":"/v1/models"}}]',
    ];
    const practice = await startPracticeProcess(...rules);
    expect((await practice.get('/v1/models')).headers.get('content-type')).toContain('html');
    expect((await practice.get('/v1/models')).status).toBe(500);
    await practice.stop();
  });

  it('wants the control token when there is one', async () => {
    const practice = await startPracticeProcess('--control-token', 'open');
    expect((await practice.get('/practice/log')).status).toBe(403);
    expect((await practice.get('/practice/log', { 'x-practice-token': 'open' })).status).toBe(200);
    await practice.stop();
  });

  it.each([
    [['--port', 'x'], /whole number/],
    [['--task-ms', '-1'], /whole number|argument/],
    [['--fault', '{'], /not JSON/],
    [['--fault', '{"kind":"nothing"}'], /not a fault rule/],
    [['--colour', 'red'], /unknown option/],
  ])('refuses %j', async (options, words) => {
    const { code, stdout, stderr } = await run(...options);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(words);
  });

  it('takes another port with --any-port, and says at /practice what it is', async () => {
    const first = await startPracticeProcess('--control-token', 'open');
    const second = await startPracticeProcess('--port', new URL(first.url).port, '--any-port');
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    for (const practice of [first, second]) {
      const answer = await practice.get('/practice');
      expect(await answer.json()).toEqual({ practice: true, uploadUrl: practice.uploadUrl, withParent: false });
      expect((await practice.get('/practice', { origin: 'https://example.com' })).status).toBe(403);
    }
    expect((await second.log()).requests).toEqual([]);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('ends with its standard input when it is told to, and not by SIGINT', async () => {
    const child = spawn(process.execPath, [await practiceProgram(), 'practice', '--json', '--with-parent']);
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));
    const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
    const { url } = JSON.parse(line) as { url: string };
    child.kill('SIGINT');
    expect(await (await fetch(`${url}/practice`)).json()).toMatchObject({ practice: true, withParent: true });
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it('says that a port is taken', async () => {
    const practice = await startPracticeProcess();
    const { code, stderr } = await run('--port', new URL(practice.url).port);
    expect(code).toBe(1);
    expect(stderr).toContain('EADDRINUSE');
    await practice.stop();
  });
});
