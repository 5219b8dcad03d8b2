import { Worker } from 'node:worker_threads';
import { AppError } from '#core/errors';
import type { MediaConversion } from '#core/gateway/contract';
import type { LocalText } from '#core/text';
import type { PictureFaultKind } from './convert.ts';
import type { PictureJob, PictureResult } from './picture-worker.ts';
import source from './picture-worker.ts?worker-source';

/**
 * A picture as a call takes it: a PNG or JPEG, no larger than allowed in sides, pixels and bytes. The ratio stays, and
 * nothing is made larger. It is worked out in a thread of its own, so that nothing else waits.
 * @throws AppError `input.invalid` when it cannot be read or does not become small enough; the reason of the signal
 */
export async function convertPicture(
  bytes: Uint8Array,
  mime: string,
  convert: MediaConversion,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const [picture = new Uint8Array()] = await inTurn({ bytes, mime, convert }, signal);
  return picture;
}

/**
 * The parts of a picture in a grid, row by row, a JPEG as JPEGs and others as PNGs; in a thread of its own.
 * @throws AppError `input.invalid` when it cannot be read or has fewer pixels than parts
 */
export function splitPicture(
  bytes: Uint8Array,
  mime: string,
  rows: number,
  columns: number,
): Promise<readonly Uint8Array[]> {
  return inTurn({ bytes, mime, rows, columns });
}

let last: Promise<unknown> = Promise.resolve();

/** One picture at a time, as a large one takes several hundred megabytes. */
function inTurn(job: PictureJob, signal?: AbortSignal): Promise<readonly Uint8Array[]> {
  const mine = last.then(() => work(job, signal));
  last = mine.catch(() => undefined);
  return mine;
}

async function work(job: PictureJob, signal: AbortSignal | undefined): Promise<readonly Uint8Array[]> {
  signal?.throwIfAborted();
  const worker = new Worker(source, { eval: true, workerData: job });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const result = await resultOf(worker);
    signal?.throwIfAborted();
    if (result === undefined) throw refusal('unreadable', undefined);
    if ('fault' in result) throw refusal(result.fault, undefined);
    return result.pictures;
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

/** What a thread ends with; nothing when it was stopped. @throws AppError when it broke down over the picture */
function resultOf(worker: Worker): Promise<PictureResult | undefined> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (cause) => reject(refusal('unreadable', cause)));
    worker.once('exit', () => resolve(undefined));
  });
}

const sentences: Readonly<Record<PictureFaultKind, LocalText>> = {
  unreadable: { en: 'The picture cannot be read, so it cannot be converted.', zh: '无法读取该图片，因此无法转换。' },
  'not-small-enough': { en: 'The picture cannot be made small enough.', zh: '无法将图片缩小到允许的大小。' },
  'too-small-to-split': {
    en: 'The picture is too small to be split like that.',
    zh: '图片太小，无法这样拆分。',
  },
};

function refusal(kind: PictureFaultKind, cause: unknown): AppError {
  const hint = { en: 'Convert the file or use another one.', zh: '请转换文件或换一个。' };
  return new AppError('input.invalid', sentences[kind], { hint, billed: 'no', cause });
}
