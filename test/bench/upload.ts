import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const built = '.cache/bench-transfer';
const oneGiB = 1024 ** 3;

/** One way of moving a file; speeds in 10^6 bytes a second, memory in 10^6 bytes above what the process had before. */
export interface TransferFigures {
  readonly way: 'upload' | 'download';
  readonly speed: number;
  readonly memory: number;
  /** The same bytes by node:http and a pipe, measured in the same run. */
  readonly bareSpeed: number;
  readonly bareMemory: number;
  /** Bare time in relation to ours: 1 is as fast, more is faster. */
  readonly ratio: number;
}

interface Measured {
  readonly seconds: number;
  readonly rssGrowth: number;
}

/**
 * Sends a file of 1 GiB to a bare server on this machine and fetches one from it, each in a process of its own. Asked for:
 * no more than 64 MB of memory, and 1,000 MB/s where the machine gives that. Run from the top folder.
 */
export async function benchUpload(bytes = oneGiB): Promise<readonly TransferFigures[]> {
  const vite = path.resolve('node_modules/vite/bin/vite.js');
  await run(process.execPath, [vite, 'build', '--config', 'test/bench/transfer/vite.config.ts']);
  const server = spawn(process.execPath, [path.resolve(built, 'server.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      server.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
    const figures: TransferFigures[] = [];
    for (const way of ['upload', 'download'] as const) {
      const base = `http://127.0.0.1:${port}`;
      const [bare, ours] = await inTurns([`bare-${way}`, way], base, bytes);
      figures.push({
        way,
        speed: bytes / ours.seconds / 1e6,
        memory: ours.rssGrowth / 1e6,
        bareSpeed: bytes / bare.seconds / 1e6,
        bareMemory: bare.rssGrowth / 1e6,
        ratio: bare.seconds / ours.seconds,
      });
    }
    return figures;
  } finally {
    server.kill();
  }
}

/**
 * The shortest time and the largest memory of three runs each: other work on the machine only ever adds time. The two ways
 * take turns, so that it disturbs both alike.
 */
async function inTurns(ways: readonly [string, string], base: string, bytes: number): Promise<[Measured, Measured]> {
  const all: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    for (const index of [0, 1] as const) {
      const { stdout } = await run(process.execPath, [
        path.resolve(built, 'client.js'),
        ways[index],
        base,
        String(bytes),
      ]);
      all[index].push(JSON.parse(stdout) as Measured);
    }
  }
  return [best(all[0]), best(all[1])];
}

function best(all: readonly Measured[]): Measured {
  return {
    seconds: Math.min(...all.map(({ seconds }) => seconds)),
    rssGrowth: Math.max(...all.map(({ rssGrowth }) => rssGrowth)),
  };
}

/** The figures as lines for people. */
export function uploadLines(figures: readonly TransferFigures[]): string[] {
  return figures.map(({ way, speed, memory, bareSpeed, bareMemory, ratio }) => {
    const ours = `${speed.toFixed(0)} MB/s, ${memory.toFixed(0)} MB of memory`;
    const bare = `bare ${bareSpeed.toFixed(0)} MB/s, ${bareMemory.toFixed(0)} MB`;
    return `${way.padEnd(10)}${ours}; ${bare}: ratio ${ratio.toFixed(2)} (asked: 1,000 MB/s, 64 MB)`;
  });
}
