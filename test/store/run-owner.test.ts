import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors';
import { ownerAddress } from '../../electron/store/owner-socket.ts';
import { acquireRun, type OwnerMessage, tellOwner } from '../../electron/store/run-owner.ts';
import { runId, temporaryFolder, temporaryHome } from './support.ts';

const quiet = { onMessage: () => undefined };

function nextExit(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Leaves the socket of a process that was killed while it owned the run. */
async function leaveDeadSocket(address: string): Promise<void> {
  fs.mkdirSync(path.dirname(address), { recursive: true, mode: 0o700 });
  const script = `require('node:net').createServer().listen(${JSON.stringify(address)}, () => process.stdout.write('up'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await nextExit(child);
  expect(fs.existsSync(address)).toBe(true);
}

describe('owning a run', () => {
  test('one owns it until it gives it up; another run is another matter', async () => {
    const home = temporaryHome();
    const first = await acquireRun(home, runId, quiet);
    expect(first.owned).toBe(true);
    expect((await acquireRun(home, runId, quiet)).owned).toBe(false);
    const other = await acquireRun(home, 'run_other', quiet);
    expect(other.owned).toBe(true);
    if (first.owned) await first.release();
    const second = await acquireRun(home, runId, quiet);
    expect(second.owned).toBe(true);
    for (const one of [second, other]) if (one.owned) await one.release();
  });

  test('the same home by another path is the same home', async () => {
    const home = temporaryHome();
    const link = path.join(temporaryFolder(), 'link');
    fs.symlinkSync(home.directory, link);
    expect(ownerAddress({ ...home, directory: link }, runId)).toBe(ownerAddress(home, runId));
  });

  test('messages reach the owner and its replies come back', async () => {
    const home = temporaryHome();
    const seen: OwnerMessage[] = [];
    const owner = await acquireRun(home, runId, {
      onMessage(message) {
        seen.push(message);
        if (message.kind === 'answer') throw new AppError('run.busy', 'The node asks nothing.');
      },
    });
    const answer: OwnerMessage = { kind: 'answer', node: 'n1', item: [0], choice: 'look' };
    expect(await tellOwner(home, runId, { kind: 'ping' })).toEqual({ ok: true });
    expect(await tellOwner(home, runId, { kind: 'cancel' })).toEqual({ ok: true });
    expect(await tellOwner(home, runId, answer)).toMatchObject({ ok: false, error: { code: 'run.busy' } });
    expect(seen).toEqual([{ kind: 'cancel' }, answer]);
    if (owner.owned) await owner.release();
    expect(await tellOwner(home, runId, { kind: 'ping' })).toBeUndefined();
  });

  test('what is no message is refused and harms nothing', async () => {
    const home = temporaryHome();
    const seen: OwnerMessage[] = [];
    const owner = await acquireRun(home, runId, { onMessage: (message) => void seen.push(message) });
    const talk = (text: string) =>
      new Promise<string>((resolve) => {
        let heard = '';
        const socket = net.connect(ownerAddress(home, runId), () => socket.write(text));
        socket.on('data', (data) => {
          heard += data.toString();
          socket.end();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(heard));
      });
    expect(JSON.parse(await talk('{"kind":"explode"}\n'))).toMatchObject({
      ok: false,
      error: { code: 'usage.invalid' },
    });
    expect(JSON.parse(await talk('not json\n'))).toMatchObject({ ok: false, error: { code: 'usage.invalid' } });
    expect(await talk('x'.repeat(200_000))).toBe('');
    expect(seen).toEqual([]);
    expect(await tellOwner(home, runId, { kind: 'ping' })).toEqual({ ok: true });
    if (owner.owned) await owner.release();
  });

  test('only the account itself can reach the socket', async () => {
    const home = temporaryHome();
    const owner = await acquireRun(home, runId, quiet);
    const address = ownerAddress(home, runId);
    expect(fs.statSync(address).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(address)).mode & 0o777).toBe(0o700);
    if (owner.owned) await owner.release();
    expect(fs.existsSync(address)).toBe(false);
  });

  test('a dead owner’s run can be taken, by exactly one of many who try at once', async () => {
    const home = temporaryHome();
    await leaveDeadSocket(ownerAddress(home, runId));
    expect(await tellOwner(home, runId, { kind: 'cancel' })).toBeUndefined();
    const tries = await Promise.all(Array.from({ length: 12 }, () => acquireRun(home, runId, quiet)));
    expect(tries.filter((one) => one.owned)).toHaveLength(1);
    expect(await tellOwner(home, runId, { kind: 'ping' })).toEqual({ ok: true });
    for (const one of tries) if (one.owned) await one.release();
  });
});
