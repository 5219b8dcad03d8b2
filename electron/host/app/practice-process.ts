import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '#core/errors';

/** Where a practice gateway usually listens, so that runs find the same one again. */
export const practicePort = 47100;

export interface PracticeProcess {
  readonly url: string;
  readonly uploadUrl: string;
  /** Ends it when this process started it. */
  stop(): Promise<void>;
}

const statusSchema = z.object({ practice: z.literal(true), uploadUrl: z.string(), withParent: z.boolean().optional() });
const readySchema = z.object({ url: z.string(), uploadUrl: z.string() });

/**
 * A practice gateway: the one that already answers at the usual port, else a process of its own that ends with this one.
 * One that another command started for itself is left to it, as it would end in the middle of our run. `start` is for
 * programs that plain Node does not run.
 * @throws AppError `connection.unreachable` when it does not start
 */
export async function startPracticeProcess(
  start: () => Promise<PracticeProcess> = spawnPractice,
): Promise<PracticeProcess> {
  const url = `http://127.0.0.1:${practicePort}`;
  const running = await askRunning(url);
  if (running !== undefined) return { url, uploadUrl: running, stop: async () => undefined };
  return start();
}

async function askRunning(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/practice`, { signal: AbortSignal.timeout(1000) });
    const parsed = statusSchema.safeParse(await response.json());
    return parsed.success && parsed.data.withParent !== true ? parsed.data.uploadUrl : undefined;
  } catch {
    // Nobody listens there, or something else does.
    return undefined;
  }
}

async function spawnPractice(): Promise<PracticeProcess> {
  const command = process.argv[1] ?? '';
  const args = [command, 'practice', '--json', '--with-parent', '--port', String(practicePort), '--any-port'];
  // Its standard input is a pipe of ours: when this process ends in whatever way, the pipe closes and it ends too.
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    new Promise<string>((resolve) => {
      lines.once('line', resolve);
    }),
    exited.then(() => undefined),
  ]);
  const ready = first === undefined ? undefined : readySchema.safeParse(parseLine(first));
  if (ready?.success !== true) {
    child.kill();
    const message = { en: 'The practice gateway did not start.', zh: '练习网关没有启动。' };
    const hint = { en: 'Try "patchbay practice" to see why.', zh: '可在终端运行“patchbay practice”查看原因。' };
    throw new AppError('connection.unreachable', message, { hint });
  }
  child.unref();
  return {
    ...ready.data,
    async stop() {
      // Its end is waited for, so it must keep this process alive again.
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
