import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '#core/errors';
import { say } from '#core/text';
import { removeQuietly } from './atomic-file.ts';
import { systemCode, writingNow } from './file-errors.ts';
import { diskLayer } from './file-layer.ts';
import type { Home } from './home.ts';

/** A socket this young may be bound and not listening yet, so it is not taken for a dead one. Milliseconds. */
const youngest = 500;
const pause = 20;
const tries = 200;

/**
 * Where the owner of a home folder listens: the same for every process of the account, whatever its environment says, so
 * that no two can own it.
 */
export function ownerAddress(home: Home): string {
  const real = home.layer.realPath(home.directory);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return `\\\\.\\pipe\\patchbay-${name}`;
  const base = fs.statSync('/tmp', { throwIfNoEntry: false })?.isDirectory() === true ? '/tmp' : os.tmpdir();
  return path.join(base, `patchbay-${process.getuid?.() ?? 0}`, `${name}.sock`);
}

/** Makes the folder of the sockets and refuses one that others can reach. */
function prepareFolder(address: string): void {
  if (process.platform === 'win32') return;
  const folder = path.dirname(address);
  writingNow(folder, () => diskLayer.makeFolder(folder));
  const facts = diskLayer.facts(folder);
  if (facts?.kind === 'folder' && facts.owner === process.getuid?.() && (facts.mode & 0o077) === 0) return;
  const message = say("The folder {folder} is not this account's own.", '文件夹 {folder} 不属于当前账户。', { folder });
  throw new AppError('file.write-failed', message, {
    hint: {
      en: 'Remove it, or have it removed by whoever made it, then try again.',
      zh: '请删除它，或请创建者删除后再试。',
    },
    place: { file: folder },
  });
}

/**
 * Makes a server listen at the address of a home folder. False when somebody else listens there. What a dead process left is
 * cleared away, by one process at a time.
 * @throws AppError `file.write-failed`
 */
export async function listenAsOwner(server: net.Server, address: string): Promise<boolean> {
  prepareFolder(address);
  for (let count = 0; count < tries; count += 1) {
    if (await tryListen(server, address)) {
      if (process.platform !== 'win32') fs.chmodSync(address, 0o600);
      return true;
    }
    const found = process.platform === 'win32' ? undefined : diskLayer.facts(address);
    if (await isAnswered(address)) return false;
    const isYoung = found !== undefined && Math.abs(Date.now() - found.modified) < youngest;
    if (found !== undefined && !isYoung && clearAway(address, found.identity)) continue;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}

function tryListen(server: net.Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      server.removeListener('error', fail);
      server.removeListener('listening', succeed);
      finish();
    };
    const fail = (error: Error) => settle(() => (systemCode(error) === 'EADDRINUSE' ? resolve(false) : reject(error)));
    const succeed = () => settle(() => resolve(true));
    server.once('error', fail);
    server.once('listening', succeed);
    server.listen(address);
  });
}

/** Whether somebody listens there; a full queue is somebody too. */
function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = systemCode(error);
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
    });
  });
}

/**
 * Removes the socket of a dead process. Only the one who could create the claim for exactly this socket may do that, so
 * nobody removes the fresh socket of a process that was quicker.
 */
function clearAway(address: string, identity: string): boolean {
  const claim = `${address}.${createHash('sha256').update(identity).digest('hex').slice(0, 8)}`;
  try {
    fs.symlinkSync(String(process.pid), claim);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    // Its maker died between two lines of this function.
    if (!isClaimHeld(claim)) removeQuietly(diskLayer, claim);
    return false;
  }
  try {
    if (diskLayer.facts(address)?.identity === identity) removeQuietly(diskLayer, address);
    return true;
  } finally {
    removeQuietly(diskLayer, claim);
  }
}

/** A claim is a link to the number of the process that made it, so that it is whole from the first moment on. */
function isClaimHeld(claim: string): boolean {
  try {
    process.kill(Number(fs.readlinkSync(claim)), 0);
    return true;
  } catch (error) {
    // Gone already, or its process is; one that may not be asked lives.
    return systemCode(error) === 'EPERM';
  }
}
