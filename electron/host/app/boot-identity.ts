import { readFileSync } from 'node:fs';

/**
 * What tells one start of this machine from another. Undefined where the system gives no such identity (everywhere but on
 * Linux); then a request that was cut off by a crash counts as one that may have left.
 */
export function bootIdentity(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
