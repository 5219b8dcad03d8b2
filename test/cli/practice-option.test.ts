import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkMessages,
  createPlace,
  fields,
  film,
  type Json,
  jsonLines,
  type Place,
  startPractice,
  talk,
} from './support.ts';

let place: Place;

beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

/** What the first line of `--json` says of the connection. */
function connectionOf(stdout: string): Json {
  return fields(fields(jsonLines(stdout)[0])['connection']);
}

/** Whether a gateway still answers there. */
async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/practice`)).text();
    return true;
  } catch {
    return false;
  }
}

async function untilGone(url: string): Promise<void> {
  while (await answers(url));
}

describe('--practice', () => {
  it('runs, plans and lists without any connection, and leaves no process behind', async () => {
    const file = place.write('w.patchbay', talk);
    const ended = await place.run(['run', file, '--practice', '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    checkMessages(ended);
    const connection = connectionOf(ended.stdout);
    expect(connection).toMatchObject({ name: 'practice', practice: true });
    expect(await answers(String(connection['baseUrl']))).toBe(false);
    expect((await place.run(['plan', file, '--practice'])).stdout).toMatch(/Talk +chat/);
    expect((await place.run(['models', '--practice'])).stdout).toMatch(/sora-2\n/);
    expect((await place.run(['runs'])).stdout).toMatch(/\(practice\)/);
  });

  it('ends its gateway also when it is killed itself', async () => {
    const running = place.start(['run', place.write('w.patchbay', film), '--practice', '--json']);
    await running.says(/"node-wait"/);
    running.child.kill('SIGKILL');
    const { stdout } = await running.ended;
    await untilGone(String(connectionOf(stdout)['baseUrl']));
  });

  it('does not lean on the gateway of another command, which may end first', async () => {
    const file = place.write('w.patchbay', film);
    const first = place.start(['run', file, '--practice', '--json']);
    await first.says(/"node-wait"/);
    // In the same home folder the first would run it too.
    const other = createPlace();
    const second = other.start(['run', file, '--practice', '--json']);
    await second.says(/"node-wait"/);
    first.child.kill('SIGKILL');
    await first.ended;
    const ended = await second.ended;
    expect(ended.code, ended.stderr).toBe(0);
    other.remove();
  });

  it('wins over the environment, and its results do not count for a real gateway', async () => {
    const real = await startPractice();
    const file = place.write('w.patchbay', talk);
    const env = { PATCHBAY_BASE_URL: real.url, PATCHBAY_API_KEY: 'sk-any' };
    expect((await place.run(['run', file, '--practice'], env)).code).toBe(0);
    expect((await real.log()).requests).toEqual([]);
    expect((await place.run(['run', file], env)).code).toBe(0);
    expect((await real.log()).created.jobs).toBe(1);
    await real.stop();
  });
});
