import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

const program = fileURLToPath(new URL('../../../out/patchbay.js', import.meta.url));

/** The running `patchbay serve`. */
export interface Server {
  readonly base: string;
  readonly token: string;
  readonly child: ChildProcess;
  /** Everything that it printed on both streams so far. */
  printed(): string;
  /** Ends it with a signal; gives its exit code, null when the signal killed it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Runs after the test, the last one first. */
export function afterTest(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

/** A home folder that is removed after the test. */
export function temporaryHome(): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'patchbay-host-'));
  afterTest(async () => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'home');
}

/** Starts `patchbay serve --json --port 0`; it is ended after the test. */
export async function startServer(
  home: string,
  options: { readonly env?: Readonly<Record<string, string>>; readonly args?: readonly string[] } = {},
): Promise<Server> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PATCHBAY_'));
  const child = spawn(process.execPath, [program, 'serve', '--json', '--port', '0', ...(options.args ?? [])], {
    env: { ...Object.fromEntries(inherited), PATCHBAY_HOME: home, PATCHBAY_POLL_MS: '50', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const end: Server['end'] = (signal) => {
    child.kill(signal);
    return exited;
  };
  afterTest(async () => {
    await end('SIGKILL');
  });
  const first = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exited.then((code) => Promise.reject(new Error(`serve ended with ${code}: ${text}`))),
  ]);
  const { url } = JSON.parse(first) as { url: string };
  const [base = '', token = ''] = url.split('/#token=');
  return { base, token, child, printed: () => text, end };
}
