import { createServer, connect as openSocket, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { bought, checkMessages, type Ended, jsonLines, type Place, workflow } from './support.ts';

/** The way to the gateway: what is under way on it goes on when it is closed, and nothing new gets through. */
interface Way {
  readonly port: number;
  close(): Promise<void>;
  open(): Promise<void>;
}

async function openWay(url: string): Promise<Way> {
  const { port: far, hostname } = new URL(url);

  let server: Server | undefined;
  let port = 0;
  const open = async (): Promise<void> => {
    const next = createServer((near) => {
      const other = openSocket(Number(far), hostname);

      near.pipe(other).pipe(near);
      for (const socket of [near, other]) socket.on('error', () => socket.destroy());
      near.once('close', () => {
        other.destroy();
      });
    });
    await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
    const address = next.address();
    if (typeof address === 'object' && address !== null) port = address.port;
    server = next;
  };
  await open();
  return {
    port,
    open,
    async close() {
      server?.close();
      server = undefined;
    },
  };
}

const twoChats = workflow(
  [
    ['ask', 'prompt', 'Ask', { text: 'Say hello.' }],
    ['one', 'chat', 'One', {}],
    ['two', 'chat', 'Two', {}],
  ],
  ['ask.text > one.prompt', 'one.text > two.prompt'],
);

let practice: PracticeProcess;
let place: Place;
let way: Way;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});
beforeEach(async () => {
  way = await openWay(practice.url);
});
afterEach(() => way.close());

/** Starts a run whose gateway cannot be reached any more once its first answer is on its way. */
async function startLosing(...args: string[]) {
  await practice.addFaults({ kind: 'stall', ms: 700, times: 1, match: { path: '/v1/chat' } });
  const env = { PATCHBAY_BASE_URL: `http://127.0.0.1:${way.port}` };
  const running = place.start(['run', place.write('two.patchbay', twoChats), ...args], env);
  await expect.poll(() => bought(practice), { timeout: 10_000 }).toBe(1);
  await way.close();
  return running;
}

function expectCode(ended: Ended, code: number): void {
  expect([ended.code, ended.signal], ended.stderr).toEqual([code, null]);
  checkMessages(ended);
}

describe('a connection that is lost', () => {
  it('is waited for within --wait, says so, and the run goes on when it is back', { timeout: 60_000 }, async () => {
    const running = await startLosing('--wait', '50');
    await running.says(/Waiting for the connection, \d+ s at most/);
    expect(await bought(practice)).toBe(1);
    await way.open();
    const ended = await running.ended;
    expectCode(ended, 0);
    expect(ended.stdout.trim()).not.toBe('');
    expect(ended.stderr).toMatch(/done One[\s\S]*stopped [\s\S]*Waiting[\s\S]*done Two/);
    expect(await bought(practice)).toBe(2);
    expect(place.runs()).toHaveLength(1);
  });

  it('is told event by event as one run with one end', { timeout: 60_000 }, async () => {
    const running = await startLosing('--wait', '50', '--json');
    await running.says(/Waiting for the connection/);
    await way.open();
    const ended = await running.ended;
    expectCode(ended, 0);
    const events = jsonLines(ended.stdout).map(({ event }) => event);
    expect(events.filter((event) => event === 'run-suspend' || event === 'run-end')).toEqual([
      'run-suspend',
      'run-end',
    ]);
    const numbers = jsonLines(ended.stdout).map(({ seq }) => Number(seq));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  });

  it('that does not come back in time, or is not waited for, leaves the run to be resumed', {
    timeout: 60_000,
  }, async () => {
    const running = await startLosing('--wait', '9');
    const ended = await running.ended;
    expectCode(ended, 1);
    expect(ended.stderr).toMatch(/patchbay resume run_/);
    await way.open();
    expectCode(await place.run(['resume'], { PATCHBAY_BASE_URL: `http://127.0.0.1:${way.port}` }), 0);
    expect(await bought(practice)).toBe(2);
  });

  it('is waited for no longer after Ctrl+C', { timeout: 60_000 }, async () => {
    const running = await startLosing('--wait', '50');
    await running.says(/Waiting for the connection/);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expectCode(ended, 130);
    expect(ended.stderr).toMatch(/can go on: patchbay resume run_/);
  });
});
