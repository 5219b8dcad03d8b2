import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatRow } from '#electron/store/row-format';
import { benchFolder } from './folder.ts';

const finished = 10_000;
const open = 1_000;
const runs = 500;

export interface ColdStart {
  readonly what: string;
  readonly milliseconds: number;
  /** Of the process itself, whatever else the machine does. */
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
}

/** A home folder with a long history: attempts in all, some of them still at a gateway that nobody reaches. */
function makeHome(home: string): void {
  mkdirSync(path.join(home, 'answers'), { recursive: true });
  const baseUrl = 'http://127.0.0.1:9';
  const rows: string[] = [];
  for (let index = 0; index < finished + open; index += 1) {
    const id = `att_20260101000000000_${String(index).padStart(8, '0')}`;
    const at = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
    const address = {
      run: `run_20260101000000000_${index % runs}`,
      path: [],
      node: `n${index % 22}`,
      item: [],
      attempt: 1,
    };
    const task = { baseUrl, recipe: 'sora/video', id: `task_${index}`, params: { model: 'sora-2' }, createdAt: at };
    const prompt = 'a lighthouse in the fog, seen from the sea, at dawn '.repeat(4).slice(0, 200);
    const known = {
      nodeType: 'video',
      recipe: 'sora/video',
      system: 'sora',
      model: 'sora-2',
      baseUrl,
      practice: false,
    };
    const answer = { name: `${id}-1.submit`, file: path.join(home, 'answers', `${id}-1.submit`), status: 200 };
    const kept = { ...answer, contentType: 'application/json', bytes: 300 };
    rows.push(formatRow({ id, state: 'intent', at, address, ...known, prompt, key: id.padEnd(64, '0') }));
    rows.push(formatRow({ id, state: 'accepted', at, task, answer: kept }));
    writeFileSync(answer.file, JSON.stringify({ id: task.id, status: 'queued', note: 'x'.repeat(260) }));
    if (index >= finished) continue;
    const video = { kind: 'video', artifact: `sha256:${'0'.repeat(64)}`, mime: 'video/mp4', bytes: 1_000_000 };
    rows.push(formatRow({ id, state: 'delivered', at, outputs: { video: { type: 'video', value: video } } }));
  }
  writeFileSync(path.join(home, 'ledger.jsonl'), rows.join(''));
}

/** Starts the command in a cold process and takes the time until `ready` is satisfied by what it has written. */
async function cold(
  what: string,
  args: string[],
  home: string,
  ready?: (stdout: string) => Promise<unknown> | undefined,
): Promise<ColdStart> {
  const env = { PATH: process.env['PATH'], HOME: home, PATCHBAY_HOME: home };
  const started = performance.now();
  const child = spawn(process.execPath, ['out/patchbay.js', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  let peak = 0;
  let cpu = 0;
  const look = (): void => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      // Ticks of 10 ms, in the mode of the user and of the system.
      cpu = Math.max(cpu, 10 * (Number(stat[11]) + Number(stat[12])));
    } catch {
      // It has ended, or this system tells it otherwise.
    }
  };
  const timer = setInterval(look, 5);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const isReady = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      look();
      ready?.(stdout)?.then(() => resolve(), reject);
    });
  });
  await (ready === undefined ? ended : isReady);
  const milliseconds = performance.now() - started;
  look();
  clearInterval(timer);
  child.kill('SIGINT');
  await ended;
  return { what, milliseconds, cpuMilliseconds: cpu, peakMegabytes: peak / 1024 };
}

/** What the screen does first: enters with the token and asks for what it shows. */
async function firstScreen(stdout: string): Promise<void> {
  const { url } = JSON.parse(stdout) as { url: string };
  const { origin, hash } = new URL(url);
  const headers = { origin, 'content-type': 'application/json' };
  const token = hash.replace('#token=', '');
  const entered = await fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ token }) });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = { ...headers, cookie, 'x-patchbay-page': 'bench' };
  const answer = await fetch(`${origin}/call/app.start`, { method: 'POST', headers: page, body: '{}' });
  const result = (await answer.json()) as { ok: boolean };
  if (!result.ok) throw new Error(JSON.stringify(result));
}

/** Cold starts on a home folder with a long history. */
export async function benchLargeHome(): Promise<ColdStart[]> {
  const folder = benchFolder();
  makeHome(folder);
  const parse = (text: string) => (text.includes('\n') ? firstScreen(text) : undefined);
  return [
    await cold('tasks', ['tasks'], folder),
    await cold('tasks --json, raw answers', ['tasks', '--json'], folder),
    await cold('serve, app.start answered', ['serve', '--json'], folder, parse),
  ];
}
