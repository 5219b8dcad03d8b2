/**
 * Loaded before a program by `--import`: counts its writes, syncs, renames and requests, and ends it with SIGKILL at one of
 * them. `KILL_AT` is the number of the call (from 1), `KILL_WHEN` is `before` it is made, `during` (made, but not waited for)
 * or `after` (its outcome is there, and the program has not heard of it). With `KILL_LOG` every call is written there.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const at = Number(process.env['KILL_AT'] ?? 0);
const when = process.env['KILL_WHEN'] ?? 'before';
const log = process.env['KILL_LOG'];
const appendFileSync = fs.appendFileSync;
let count = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
}

/** Counts a call and makes it, with the kill where it was asked for. */
function counted(name, detail, call, args) {
  count += 1;
  const isHere = count === at;
  if (log !== undefined) appendFileSync(log, `${count} ${name} ${detail}\n`);
  if (!isHere) return call(args);
  if (when === 'before') die();
  if (when === 'during') {
    call(args);
    die();
  }
  const done = args.at(-1);
  if (typeof done === 'function') return call([...args.slice(0, -1), die]);
  const result = call(args);
  if (result instanceof Promise) return result.then(die, die);
  die();
  return result;
}

function wrap(owner, name, isCounted = () => true) {
  const original = owner[name];
  owner[name] = function (...args) {
    const call = (all) => Reflect.apply(original, this, all);
    return isCounted(this, args) ? counted(name, describe(this, args), call, args) : call(args);
  };
}

function describe(owner, args) {
  if (owner instanceof net.Socket) return `port ${owner.remotePort ?? JSON.stringify(args[0]?.[0]?.port ?? '')}`;
  return args
    .slice(0, 2)
    .filter((arg) => typeof arg === 'string' || typeof arg === 'number')
    .join(' ');
}

const isWriting = (_owner, [, flags]) =>
  typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : flags !== undefined && flags !== 'r';

/** What the program says to people is no write that counts. */
const isFile = (_owner, [descriptor]) => descriptor > 2;

wrap(fs, 'openSync', isWriting);
for (const name of ['write', 'writeSync', 'writev', 'fdatasync', 'fdatasyncSync', 'fsync', 'fsyncSync'])
  wrap(fs, name, isFile);
for (const name of ['renameSync', 'unlinkSync', 'mkdirSync', 'rm']) wrap(fs, name);
for (const name of ['writeFile', 'copyFile', 'rename', 'rm']) wrap(fs.promises, name);
const handle = await fs.promises.open(process.execPath);
const handles = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['write', 'writev', 'writeFile', 'sync', 'datasync']) wrap(handles, name);

// Pipes and named sockets to other processes of this machine have no port.
const isNetwork = (socket) => socket.remotePort !== undefined;
wrap(net.Socket.prototype, 'write', isNetwork);
syncBuiltinESMExports();
