import { type PracticeProcess, startPracticeProcess } from './practice-process.ts';

/** The practice gateway of this program: started when it is first needed, and again when it went away. */
export interface Practice {
  /** @throws AppError `connection.unreachable` when it does not start */
  open(): Promise<PracticeProcess>;
  stop(): Promise<void>;
}

/** A practice gateway that nobody has asked for yet; `startProcess` is how this host starts one. */
export function createPractice(startProcess: () => Promise<PracticeProcess> = startPracticeProcess): Practice {
  let current: Promise<PracticeProcess> | undefined;
  const start = (): Promise<PracticeProcess> => {
    const started = startProcess();
    current = started;
    started.catch(() => {
      if (current === started) current = undefined;
    });
    return started;
  };
  return {
    async open() {
      if (current === undefined) return start();
      const before = current;
      const running = await before;
      if (await isPracticeAt(running.url)) return running;
      // Only the first of those who find it gone starts another one.
      if (current === before) {
        await running.stop();
        if (current === before) return start();
      }
      return current ?? start();
    },
    async stop() {
      const running = await current?.catch(() => undefined);
      current = undefined;
      await running?.stop();
    },
  };
}

/** Whether a practice gateway answers there. Its tasks end with it. */
export async function isPracticeAt(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/practice`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
