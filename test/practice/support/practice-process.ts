import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FaultRule } from '../../../electron/practice/faults/rule.ts';
import type { LogEntry } from '../../../electron/practice/log.ts';
import { practiceProgram } from './bundle.ts';

/** What `GET /practice/log` answers. */
export interface PracticeLog {
  readonly created: { jobs: number; tasks: number; byPath: Record<string, number> };
  readonly requests: readonly LogEntry[];
}

/** A practice gateway in a process of its own. */
export interface PracticeProcess {
  readonly url: string;
  readonly uploadUrl: string;
  readonly child: ChildProcess;
  /** Sends JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  log(): Promise<PracticeLog>;
  addFaults(...rules: FaultRule[]): Promise<void>;
  reset(): Promise<void>;
  /** Ends it with SIGTERM; the result is its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `practice --json` with these further arguments and waits until it listens. */
export async function startPracticeProcess(...options: readonly string[]): Promise<PracticeProcess> {
  return startPracticeFrom(await practiceProgram(), ...options);
}

/** Like `startPracticeProcess`, from another copy of the program. */
export async function startPracticeFrom(program: string, ...options: readonly string[]): Promise<PracticeProcess> {
  const child = spawn(process.execPath, [program, 'practice', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const line = await firstLine(child);
  const { url, uploadUrl } = JSON.parse(line) as { url: string; uploadUrl: string };
  const post: PracticeProcess['post'] = (path, body, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const get: PracticeProcess['get'] = (path, headers = {}) => fetch(url + path, { headers });
  return {
    url,
    uploadUrl,
    child,
    post,
    get,
    log: async () => (await (await get('/practice/log')).json()) as PracticeLog,
    addFaults: async (...rules) => {
      const answer = await post('/practice/faults', rules);
      if (!answer.ok) throw new Error(await answer.text());
    },
    reset: async () => {
      await (await post('/practice/reset', {})).text();
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`practice ended with ${code} before it was ready`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
}
