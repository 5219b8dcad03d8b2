/** Work that is worth doing once a frame, however often it is asked for. */
export interface FrameWork {
  /** Asks for it in the next frame. */
  soon(): void;
  /** Does at once what was asked for. */
  now(): void;
  /** Forgets what was asked for. */
  drop(): void;
}

export function frameWork(work: () => void): FrameWork {
  let frame: number | undefined;
  const drop = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  };
  return {
    soon() {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        work();
      });
    },
    now() {
      if (frame === undefined) return;
      drop();
      work();
    },
    drop,
  };
}
