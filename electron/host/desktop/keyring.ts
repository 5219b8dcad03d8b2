import { safeStorage } from 'electron';
import { z } from 'zod';
import { writeFileNow } from '../../store/atomic-file.ts';
import type { Home } from '../../store/home.ts';
import type { Keyring } from '../app/keys.ts';

const secretsSchema = z.record(z.string(), z.string());

/**
 * The system's keyring behind `secrets.bin`: keys by the name of their connection, encrypted as one. Undefined where the
 * system cannot keep a secret; typed keys then stay in memory, and the screen says so. To be called when the program is ready.
 */
export function openKeyring(home: Home, platform: NodeJS.Platform = process.platform): Keyring | undefined {
  if (!canKeepSecrets(platform)) return undefined;
  let cache: ReadonlyMap<string, string> | undefined;
  const all = (): ReadonlyMap<string, string> => {
    cache ??= readSecrets(home);
    return cache;
  };
  const change = (work: (secrets: Map<string, string>) => void): void => {
    const secrets = new Map(all());
    work(secrets);
    const text = JSON.stringify(Object.fromEntries(secrets));
    keepPrevious(home);
    writeFileNow(home.layer, home.secrets, safeStorage.encryptString(text), { sync: true });
    cache = secrets;
  };
  return {
    read: (name) => all().get(name),
    write: (name, key) => change((secrets) => secrets.set(name, key)),
    remove(name) {
      if (all().has(name)) change((secrets) => secrets.delete(name));
    },
  };
}

/** On Linux without a keyring Chromium encrypts with a password that everybody knows: that is none. */
function canKeepSecrets(platform: NodeJS.Platform): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

/** What another user or another machine wrote cannot be read: those keys have to be entered again. */
function readSecrets(home: Home): ReadonlyMap<string, string> {
  try {
    const text = safeStorage.decryptString(home.layer.readFile(home.secrets));
    return new Map(Object.entries(secretsSchema.parse(JSON.parse(text))));
  } catch {
    return new Map();
  }
}

/** It is encrypted too. */
function keepPrevious({ layer, secrets }: Home): void {
  if (layer.facts(secrets)?.kind !== 'file') return;
  writeFileNow(layer, `${secrets}.previous`, layer.readFile(secrets), { sync: true });
}
