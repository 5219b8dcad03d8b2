import { AppError, type ErrorInfo, toAppError } from '#core/errors';
import type { AnswerSink, PreparedCall } from '#core/gateway/contract';
import { type LocalText, messageIn, say } from '#core/text';
import type { Clock, ReservedSpace } from './services.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
/** What the journal of a run may need to say in good order that the disk is full. Bytes. */
export const roomForJournal = 256 * kibibyte;
/** An answer that only names a task. */
const ofTask = 64 * kibibyte;
/** The events of a streamed text are many times as long as the text. */
const ofText = mebibyte;
/** One file as it is answered (base64 is a third longer) and as it is stored. */
const ofFile = { image: 8 * mebibyte, audio: 8 * mebibyte, video: 32 * mebibyte, document: 8 * mebibyte } as const;
const most = 64 * mebibyte;

/** About how many bytes an answer and what is made of it at once take on the disk, with the rows that tell of it. */
export function roomFor(call: Pick<PreparedCall, 'recipe' | 'params'>): number {
  if (call.recipe.task !== undefined) return ofTask;
  let bytes = ofText;
  const { n } = call.params;
  const count = typeof n === 'number' && n > 1 ? n : 1;
  for (const output of Object.values(call.recipe.outputs)) {
    if (output.as === 'media') bytes += count * ofFile[output.kind];
  }
  return Math.min(bytes, most);
}

export function isDiskFull(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'disk.full';
}

/** How a write waits for room. */
interface Waiting {
  readonly space: ReservedSpace;
  readonly clock: Clock;
  /** Ends the waiting; what is not on the disk then is lost. */
  readonly signal: AbortSignal;
  /** Told each time that there is no room. */
  readonly onFull: (error: ErrorInfo) => void;
}

/** Milliseconds between two tries. */
const pause = 1_000;

/**
 * Writes what must not be lost: out of the reserve, and when that is used up too, again and again until there is room.
 * The work must be repeatable. @throws AppError what else is wrong, `disk.full` when the waiting was ended
 */
export async function untilThereIsRoom<T>(work: () => Promise<T>, waiting: Waiting): Promise<T> {
  for (;;) {
    try {
      return await waiting.space.spend(work);
    } catch (error) {
      if (!isDiskFull(error) || waiting.signal.aborted) throw error;
      waiting.onFull(toAppError(error).info);
      await waiting.clock.sleep(pause, waiting.signal).catch(() => undefined);
    }
  }
}

/** How much of an answer is kept in memory before the gateway has to wait. Bytes. */
const mostKept = 256 * mebibyte;

/** A sink whose answer waits in memory as long as the disk has no room for it, while the gateway goes on. */
export function keepingSink(sink: AnswerSink, waiting: Waiting): AnswerSink {
  let kept = 0;
  let last: Promise<void> = Promise.resolve();
  let goOn: () => void = () => undefined;
  const full = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const patient: Waiting = {
    ...waiting,
    onFull(error) {
      goOn();
      waiting.onFull(error);
    },
  };
  return {
    get name() {
      return sink.name;
    },
    get file() {
      return sink.file;
    },
    begin: () => sink.begin(),
    write(chunk) {
      kept += chunk.byteLength;
      const write = async (before: Promise<void>): Promise<void> => {
        await before;
        await untilThereIsRoom(() => sink.write(chunk), patient);
        kept -= chunk.byteLength;
      };
      last = write(last);
      // Whoever closes the sink hears of it.
      last.catch(() => undefined);
      return kept > mostKept ? last : Promise.race([last, full]);
    },
    async close() {
      await last;
      await untilThereIsRoom(() => sink.close(), patient);
    },
  };
}

/** What people are told while an answer waits in memory. */
export function keptInMemory(error: ErrorInfo): LocalText {
  return say(
    '{error} The answer of the gateway is kept in memory until there is room; it is lost when Patchbay ends before.',
    '{error}网关的答复暂存在内存中，等待磁盘有空间；如果 Patchbay 在此之前退出，答复将会丢失。',
    { error: messageIn(error) },
  );
}
