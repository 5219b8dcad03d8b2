import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEnding } from '#electron/host/desktop/closing';
import { dialog } from '../../support/electron-stand-in.ts';

type Owned = Parameters<typeof createEnding>[0];
type Services = Parameters<typeof createEnding>[1];
type App = Parameters<typeof createEnding>[2];

beforeEach(() => {
  dialog.questions.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Services that wait for an answer until they are told not to. */
function waiting() {
  let resolve: () => void = () => undefined;
  const closed = new Promise<void>((done) => {
    resolve = done;
  });
  const abortNow = vi.fn(() => resolve());
  const close = vi.fn(async () => undefined);
  const services = { close: () => closed, abortNow } as unknown as Services;
  const owned = { leave: (finish: () => Promise<void>) => finish() } as unknown as Owned;
  return {
    ending: createEnding(owned, services, { close } as unknown as App, () => 'en'),
    abortNow,
    close,
    answer: resolve,
  };
}

describe('the end of the program', () => {
  test('waits for answers that may have been paid for, and offers not to', async () => {
    const { ending, abortNow, close } = waiting();
    const end = ending.end();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(dialog.questions).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(dialog.questions).toMatchObject([{ buttons: ['Quit without waiting'] }]);
    expect(abortNow).not.toHaveBeenCalled();
    dialog.press();
    await end;
    expect(abortNow).toHaveBeenCalledTimes(1);
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('asks nothing when it is quick, and takes its question back when the answer came', async () => {
    const { ending, abortNow, answer } = waiting();
    const end = ending.end();
    await vi.advanceTimersByTimeAsync(3_100);
    answer();
    await end;
    const [question] = dialog.questions as { signal: AbortSignal }[];
    expect(question?.signal.aborted).toBe(true);
    dialog.press();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(abortNow).not.toHaveBeenCalled();
    expect(dialog.questions).toHaveLength(1);
  });

  test('asked for again, does not wait', async () => {
    const { ending, abortNow } = waiting();
    const first = ending.end();
    const second = ending.end();
    await Promise.all([first, second]);
    expect(abortNow).toHaveBeenCalledTimes(1);
  });
});
