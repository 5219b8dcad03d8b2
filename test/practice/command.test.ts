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

  it('says that a port is taken', async () => {
    const practice = await startPracticeProcess();
    const { code, stderr } = await run('--port', new URL(practice.url).port);
    expect(code).toBe(1);
    expect(stderr).toContain('EADDRINUSE');
    await practice.stop();
  });
});
