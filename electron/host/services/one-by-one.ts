/** Work under the same name goes one after the other. */
export interface OneByOne {
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

export function createOneByOne(): OneByOne {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(name, work) {
      const before = last.get(name);
      const own = (async () => {
        await Promise.allSettled([before]);
        return work();
      })();
      last.set(name, own);
      try {
        return await own;
      } finally {
        if (last.get(name) === own) last.delete(name);
      }
    },
    async idle() {
      while (last.size > 0) await Promise.allSettled([...last.values()]);
    },
  };
}
