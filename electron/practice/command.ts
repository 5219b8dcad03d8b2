import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { type FaultRule, faultRule } from './faults/rule.ts';
import type { PracticeOptions } from './server.ts';

interface CommandOptions {
  readonly port: number;
  readonly uploadPort: number;
  readonly key?: string;
  readonly taskMs: number;
  readonly latencyMs: number;
  readonly wordMs: number;
  readonly seed: number;
  readonly controlToken?: string;
  readonly fault: readonly FaultRule[];
  readonly anyPort: boolean;
  readonly withParent: boolean;
  readonly json: boolean;
}

/**
 * Adds `practice` to a program: it runs the practice gateway until SIGINT or SIGTERM. When it is ready it prints one line on
 * standard output: `{"url","uploadUrl","pid"}` with `--json`, else a sentence. A taken port ends it with 1.
 * The gateway itself is loaded only when the command runs.
 */
export function registerPracticeCommand(program: Command): Command {
  const milliseconds = wholeNumber(0, 86_400_000);
  return program
    .command('practice')
    .description('run the practice gateway: the real protocol, real files, no key, no cost')
    .addOption(
      new Option('--port <number>', 'port of the gateway, 0 for any').default(0).argParser(wholeNumber(0, 65_535)),
    )
    .addOption(
      new Option('--upload-port <number>', 'port of the upload host, 0 for any')
        .default(0)
        .argParser(wholeNumber(0, 65_535)),
    )
    .addOption(new Option('--key <key>', 'refuse requests without this key'))
    .addOption(new Option('--task-ms <ms>', 'how long a task takes').default(4000).argParser(milliseconds))
    .addOption(new Option('--latency-ms <ms>', 'wait before every answer').default(0).argParser(milliseconds))
    .addOption(
      new Option('--word-ms <ms>', 'pause between the words of a chat stream').default(15).argParser(milliseconds),
    )
    .addOption(
      new Option('--seed <number>', 'another seed, other pictures').default(0).argParser(wholeNumber(0, 2_147_483_647)),
    )
    .addOption(new Option('--control-token <token>', 'token for the routes under /practice/'))
    .addOption(
      new Option('--fault <json>', 'a fault rule, or a list of them; may be repeated')
        .default([], 'none')
        .argParser(readFaults),
    )
    .option('--any-port', 'take any free port when the wanted one is taken', false)
    .option('--with-parent', 'end when standard input ends, and not by Ctrl+C', false)
    .option('--json', 'print the addresses as JSON', false)
    .action((options: CommandOptions) => runPractice(options));
}

async function runPractice(options: CommandOptions): Promise<void> {
  const { json, fault, anyPort, ...rest } = options;
  const settings: PracticeOptions = { ...rest, faults: fault };
  // Listened for before it starts, so that an end in between is not missed.
  const stopped = untilStopped(options.withParent);
  const { startPractice } = await import('./server.ts');
  const server = await startPractice(settings)
    .catch((error: unknown) => {
      if (anyPort && isTaken(error)) return startPractice({ ...settings, port: 0 });
      throw error;
    })
    .catch((error: unknown) => {
      process.stderr.write(
        `The practice gateway cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      return undefined;
    });
  if (!server) {
    process.exitCode = 1;
    return;
  }
  const { url, uploadUrl } = server;
  process.stdout.write(
    json
      ? `${JSON.stringify({ url, uploadUrl, pid: process.pid })}\n`
      : `Practice gateway at ${url}, upload host at ${uploadUrl}. Stop it with Ctrl+C.\n`,
  );
  await stopped;
  await server.close();
}

/**
 * Resolves when the gateway is to end. With a parent that is when the pipe from it closes, in whatever way it ended; a
 * Ctrl+C reaches both, and the parent may still need answers then.
 */
function untilStopped(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    if (!withParent) process.once('SIGINT', () => resolve());
    else {
      for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
      process.stdin.once('error', () => resolve());
      process.stdin.once('close', () => resolve());
      process.stdin.once('end', () => resolve());
      process.stdin.resume();
    }
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`a whole number from ${low} to ${high} is expected.`);
  };
}

function readFaults(text: string, previous: readonly FaultRule[]): readonly FaultRule[] {
  try {
    const value: unknown = JSON.parse(text);
    return [...previous, ...z.array(faultRule).parse(Array.isArray(value) ? value : [value])];
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON';
    throw new InvalidArgumentError(`not a fault rule: ${reason}`);
  }
}
