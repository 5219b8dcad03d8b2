import type { H264MP4Encoder } from 'h264-mp4-encoder';

type Listener = (...values: unknown[]) => void;

/** What the package hangs on the process when it is loaded. */
const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

let loading: Promise<() => Promise<H264MP4Encoder>> | undefined;

/**
 * A new H.264 encoder. The package is loaded with the first film only, and the handlers that it puts on the whole process,
 * which would end it at any unhandled rejection, are taken off again. The caller calls `delete` on the encoder.
 */
export async function createEncoder(): Promise<H264MP4Encoder> {
  loading ??= load();
  const create = await loading;
  return create();
}

async function load(): Promise<() => Promise<H264MP4Encoder>> {
  const emitter: NodeJS.EventEmitter = process;
  const before = EVENTS.map((event) => emitter.listeners(event));
  const { default: encoder } = await import('h264-mp4-encoder');
  for (const [index, event] of EVENTS.entries()) {
    for (const listener of emitter.listeners(event)) {
      if (!before[index]?.includes(listener)) emitter.off(event, listener as Listener);
    }
  }
  return () => encoder.createH264MP4Encoder();
}
