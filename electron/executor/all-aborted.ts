/** Does work for several who wait for it; it is given up only when the last one of them has gone. */
export async function untilAllAborted<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const last = new AbortController();
  const leave = (): void => {
    const still = signals.some((signal) => !signal.aborted);
    if (!still) last.abort(signals[0]?.reason);
  };
  for (const signal of signals) signal.addEventListener('abort', leave, { once: true });
  try {
    leave();
    return await work(last.signal);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', leave);
  }
}
