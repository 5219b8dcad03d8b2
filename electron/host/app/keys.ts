/** The system's keyring, where a host has one: keys by the name of their connection, encrypted on the disk. */
export interface Keyring {
  read(name: string): string | undefined;
  write(name: string, key: string): void;
  remove(name: string): void;
}

/** Where typed keys are: in the keyring, else in memory until the program ends. */
export interface KeyStore {
  read(name: string): string | undefined;
  /** Undefined when there is none of this name. */
  place(name: string): 'keyring' | 'session' | undefined;
  write(name: string, key: string): void;
  remove(name: string): void;
  /** Remembers the key with which another terminal works on a gateway: what it has bought there must be fetched. */
  lend(baseUrl: string, key: string): void;
  lent(baseUrl: string): string | undefined;
}

/** Keys in the keyring, or in memory only where there is none. */
export function createKeyStore(keyring: Keyring | undefined): KeyStore {
  const session = new Map<string, string>();
  const lent = new Map<string, string>();
  return {
    read: (name) => session.get(name) ?? keyring?.read(name),
    place(name) {
      if (session.has(name)) return 'session';
      return keyring?.read(name) === undefined ? undefined : 'keyring';
    },
    write(name, key) {
      if (keyring === undefined) session.set(name, key);
      else keyring.write(name, key);
    },
    remove(name) {
      session.delete(name);
      keyring?.remove(name);
    },
    lend: (baseUrl, key) => lent.set(baseUrl, key),
    lent: (baseUrl) => lent.get(baseUrl),
  };
}
