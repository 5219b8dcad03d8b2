import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { type ServeOptions, type Server, startServeProcess } from './serve-process.ts';

export type { Server } from './serve-process.ts';

const top = fileURLToPath(new URL('../../..', import.meta.url));

/** The test that has just ended. */
interface EndedTest {
  readonly name: string;
  readonly hasFailed: boolean;
}
type Cleanup = (test: EndedTest) => Promise<void>;
const cleanups: Cleanup[] = [];

afterEach(async ({ task }) => {
  const test = { name: task.name, hasFailed: task.result?.state === 'fail' };
  const faults: unknown[] = [];
  // Each of them runs, whatever became of those before it: nothing may be left running.
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup(test).catch((fault) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
});

/** Runs after the test, the last one first. */
export function afterTest(cleanup: Cleanup): void {
  cleanups.push(cleanup);
}

/** A home folder that is removed after the test. */
export function temporaryHome(): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'patchbay-host-'));
  afterTest(async () => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'home');
}

/** Starts `patchbay serve --json --port 0`; it is ended after the test. */
export async function startServer(home: string, options: ServeOptions = {}): Promise<Server> {
  const server = await startServeProcess(top, home, options);
  afterTest(async () => {
    await server.end('SIGKILL');
  });
  return server;
}
