import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PracticeProcess, startPracticeFrom } from '../practice/support/practice-process.ts';

/** The root of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built command; `npm test` builds it before. */
export const program = path.join(root, 'out', 'patchbay.js');
if (!existsSync(program)) throw new Error('out/patchbay.js is missing: run "npm run build" first');

/** A key that occurs nowhere else. */
export const secret = 'sk-Zq7fW2hT9kLmXv3BnR5cYdPs8gJe4uAa';

/** A JSON object whose fields are looked at one by one. */
export type Json = Record<string, unknown>;

/** How a command ended and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when its messages fit; rejects when it ends before. */
  says(words: RegExp): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A folder with a home in it, in which commands are run. Nothing of the tester's own environment comes in. */
export interface Place {
  readonly folder: string;
  readonly home: string;
  /** Runs a command to its end. */
  run(args: readonly string[], env?: Environment): Promise<Ended>;
  start(args: readonly string[], env?: Environment, who?: { uid?: number; gid?: number }): Running;
  /** Runs a command in a terminal in which a person answers its first question; what they see is its `stdout`. */
  inTerminal(args: readonly string[], answer: string): Promise<Ended>;
  /** Writes a file into the folder and gives its full path. */
  write(name: string, content: string | Uint8Array): string;
  /** The ids of the runs in the home, oldest first. */
  runs(): string[];
  /** All files below the home, with what is in them. */
  homeFiles(): { readonly name: string; readonly content: Buffer }[];
  remove(): void;
}

/** Makes a new place; `practice` becomes the connection of its environment. */
export function createPlace(practice?: PracticeProcess): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-cli-'));
  const home = path.join(folder, 'home');
  const base: Environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    PATCHBAY_HOME: home,
    PATCHBAY_POLL_MS: '20',
    ...(practice !== undefined && {
      PATCHBAY_BASE_URL: practice.url,
      PATCHBAY_UPLOAD_URL: practice.uploadUrl,
      PATCHBAY_API_KEY: secret,
    }),
  };
  const start = (args: readonly string[], env: Environment = {}, who: { uid?: number; gid?: number } = {}): Running => {
    const child = spawn(process.execPath, [programFor(who.uid, folder), ...args], {
      cwd: folder,
      env: { ...base, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...who,
    });
    return watch(child);
  };
  return {
    folder,
    home,
    start,
    run: (args, env) => start(args, env).ended,
    async inTerminal(args, answer) {
      const line = [process.execPath, program, ...args].map((part) => `'${part}'`).join(' ');
      const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
        cwd: folder,
        env: { ...base, TERM: 'dumb' },
        stdio: 'pipe',
      });
      const running = watch(child);
      await running.says(/\? \[y\/N\] /);
      child.stdin.write(`${answer}\n`);
      return running.ended;
    },
    write(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    runs: () => (existsSync(path.join(home, 'runs')) ? readdirSync(path.join(home, 'runs')).sort() : []),
    homeFiles: () =>
      readdirSync(home, { recursive: true, withFileTypes: true, encoding: 'utf8' })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((name) => ({ name, content: readFileSync(name) })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Another user may not be able to look into the project's folder, so it gets a copy of the program. */
function programFor(user: number | undefined, folder: string): string {
  if (user === undefined) return program;
  const copy = path.join(folder, 'patchbay.mjs');
  copyFileSync(program, copy);
  return copy;
}

/** Collects what a process writes. */
export function watch(child: ChildProcess): Running {
  let [stdout, stderr] = ['', ''];
  const waiting = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const check of waiting) check();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const check of waiting) check();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    ended,
    says: (words) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!words.test(stdout + stderr)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        ended.then(() => reject(new Error(`ended without saying ${words}:\n${stdout}\n${stderr}`)), reject);
      }),
  };
}

/** A practice gateway as a process of its own. */
export function startPractice(...options: readonly string[]): Promise<PracticeProcess> {
  return startPracticeFrom(program, '--port', '0', '--task-ms', '50', '--word-ms', '1', ...options);
}

/** How many jobs the gateway has sold, by its own count. */
export async function bought(practice: PracticeProcess): Promise<number> {
  return (await practice.log()).created.jobs;
}

/** A small server that answers in its own way. */
export async function startServer(answer: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A node of a test's workflow: id, type, title, params. */
export type NodeText = readonly [id: string, type: string, title?: string, params?: Json];

/** The text of a workflow file; wires are written as `a.port > b.port`. */
export function workflow(nodes: readonly NodeText[], wires: readonly string[] = [], name = 'Test'): string {
  return JSON.stringify({
    format: 'patchbay.workflow',
    version: 1,
    id: 'wf_test',
    name,
    description: '',
    nodes: nodes.map(([id, type, title = '', params = {}], index) => ({
      id,
      type,
      version: 1,
      title,
      position: { x: index * 200, y: 0 },
      params,
      mode: 'active',
    })),
    edges: wires.map((wire, index) => {
      const [from, to] = wire.split(' > ').map((end) => {
        const [node, port] = end.split('.');
        return { node, port };
      });
      return { id: `e${index}`, from, to };
    }),
    frames: [],
    notes: [],
  });
}

/** A prompt, a chat and an output. */
export const talk = workflow(
  [
    ['ask', 'prompt', 'Ask', { text: 'Say hello to the lighthouse.' }],
    ['talk', 'chat', 'Talk', {}],
    ['out', 'output', 'Out', { name: 'Answer' }],
  ],
  ['ask.text > talk.prompt', 'talk.text > out.value'],
);

/** A prompt and a video: a task at the gateway. */
export const film = workflow(
  [
    ['idea', 'prompt', 'Idea', { text: 'a cat on a roof' }],
    ['film', 'video', 'Film', {}],
  ],
  ['idea.text > film.prompt'],
);

/** The lines of `--json`, parsed. */
export function jsonLines(text: string): Json[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

/** A value of JSON as an object. */
export function fields(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Throws when messages are not for people: a stack trace, or colours where nobody sees them. */
export function checkMessages({ stderr }: Pick<Ended, 'stderr'>): void {
  if (/^\s+at /m.test(stderr)) throw new Error(`a stack trace:\n${stderr}`);
  if (stderr.includes('\u001b')) throw new Error(`control characters:\n${JSON.stringify(stderr)}`);
}
