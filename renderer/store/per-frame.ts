/**
 * Gathers what comes within one frame of the screen: the first is taken at once, what follows together when the next
 * frame is drawn, so that a flood costs one drawing a frame. A hidden page has no frames: there everything is taken at
 * once.
 */
export function perFrame<T>(take: (items: readonly T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  let frame: number | undefined;

  const takeAll = (): void => {
    const items = waiting;
    waiting = [];
    if (items.length > 0) take(items);
  };

  const drawn = (): void => {
    frame = waiting.length > 0 ? requestAnimationFrame(drawn) : undefined;
    takeAll();
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) takeAll();
  });

  return (item) => {
    waiting.push(item);
    if (frame !== undefined && !document.hidden) return;
    frame ??= requestAnimationFrame(drawn);
    takeAll();
  };
}
