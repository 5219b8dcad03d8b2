import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The running `patchbay serve`. */
export interface Server {
  readonly base: string;
  readonly token: string;
  /** The address that opens the editor, with the token. */
  readonly address: string;
  readonly child: ChildProcess;
  /** Everything that it printed on both streams so far. */
  printed(): string;
  /** Ends it with a signal; gives its exit code, null when the signal killed it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

export interface ServeOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Starts `patchbay serve --json --port 0` of the program built below the top folder, and waits until it listens. */
export async function startServeProcess(top: string, home: string, options: ServeOptions = {}): Promise<Server> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PATCHBAY_'));
  const program = path.join(top, 'out', 'patchbay.js');
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
  const first = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exited.then((code) => Promise.reject(new Error(`serve ended with ${code}: ${text}`))),
  ]);
  const { url } = JSON.parse(first) as { url: string };
  const [base = '', token = ''] = url.split('/#token=');
  return {
    base,
    token,
    address: url,
    child,
    printed: () => text,
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}
