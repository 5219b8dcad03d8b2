import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquireHome, type Channel, reachOwner } from '../../electron/store/home-owner.ts';
import { ownerAddress } from '../../electron/store/owner-socket.ts';
import { temporaryFolder, temporaryHome } from './support.ts';

const ignore = (channel: Channel): void => channel.end();

function nextExit(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Leaves the socket of a process that was killed while it owned the home. */
async function leaveDeadSocket(address: string): Promise<void> {
  fs.mkdirSync(path.dirname(address), { recursive: true, mode: 0o700 });
  const script = `require('node:net').createServer().listen(${JSON.stringify(address)}, () => process.stdout.write('up'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await nextExit(child);
  expect(fs.existsSync(address)).toBe(true);
}

describe('owning a home folder', () => {
  test('one owns it until it gives it up; another home is another matter', async () => {
    const home = temporaryHome();
    const first = await acquireHome(home, ignore);
    expect(first).toBeDefined();
    expect(await acquireHome(home, ignore)).toBeUndefined();
    const other = await acquireHome(temporaryHome(), ignore);
    expect(other).toBeDefined();
    await first?.release();
    const second = await acquireHome(home, ignore);
    expect(second).toBeDefined();
    await Promise.all([second?.release(), other?.release()]);
  });

  test('the same home by another path is the same home', () => {
    const home = temporaryHome();
    const link = path.join(temporaryFolder(), 'link');
    fs.symlinkSync(home.directory, link);
    expect(ownerAddress({ ...home, directory: link })).toBe(ownerAddress(home));
  });

  test('messages go both ways, in order, also those that were sent before anybody listened', async () => {
    const home = temporaryHome();
    const heard: unknown[] = [];
    const owner = await acquireHome(home, (channel) => {
      channel.send({ hello: 1 });
      channel.send({ hello: 2 });
      channel.listen((message) => {
        heard.push(message);
        if (heard.length === 2) channel.end();
      });
    });
    const channel = await reachOwner(home);
    channel?.send({ text: 'one' });
    channel?.send({ text: 'x'.repeat(3_000_000) });
    await channel?.closed;
    const told: unknown[] = [];
    channel?.listen((message) => told.push(message));
    expect(told).toEqual([{ hello: 1 }, { hello: 2 }]);
    expect(heard).toEqual([{ text: 'one' }, { text: 'x'.repeat(3_000_000) }]);
    await owner?.release();
    expect(await reachOwner(home)).toBeUndefined();
  });

  test('what is no JSON comes as nothing, and a line without an end is not collected for ever', async () => {
    const home = temporaryHome();
    const heard: unknown[] = [];
    const owner = await acquireHome(home, (channel) => channel.listen((message) => heard.push(message)));
    const talk = (text: string) =>
      new Promise<void>((resolve) => {
        const socket = net.connect(ownerAddress(home), () => {
          socket.write(text);
          if (text.endsWith('\n')) socket.end();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    await talk('not json\n');
    await talk('x'.repeat(17 << 20));
    expect(heard).toEqual([undefined]);
    await owner?.release();
  });

  test('only the account itself can reach the socket', async () => {
    const home = temporaryHome();
    const owner = await acquireHome(home, ignore);
    const address = ownerAddress(home);
    expect(fs.statSync(address).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(address)).mode & 0o777).toBe(0o700);
    await owner?.release();
    expect(fs.existsSync(address)).toBe(false);
  });

  test('a dead owner’s home can be taken, by exactly one of many who try at once', async () => {
    const home = temporaryHome();
    await leaveDeadSocket(ownerAddress(home));
    expect(await reachOwner(home)).toBeUndefined();
    const tries = await Promise.all(Array.from({ length: 12 }, () => acquireHome(home, ignore)));
    expect(tries.filter((one) => one !== undefined)).toHaveLength(1);
    for (const one of tries) await one?.release();
  });
});
