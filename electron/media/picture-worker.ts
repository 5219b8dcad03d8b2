import { parentPort, workerData } from 'node:worker_threads';
import type { MediaConversion } from '#core/gateway/contract';
import { convertPicture, PictureFault, type PictureFaultKind, splitPicture } from './convert.ts';

/** What a thread is started for. */
export type PictureJob = { readonly bytes: Uint8Array; readonly mime: string } & (
  | { readonly convert: MediaConversion }
  | { readonly rows: number; readonly columns: number }
);

/** What it ends with. */
export type PictureResult = { readonly pictures: readonly Uint8Array[] } | { readonly fault: PictureFaultKind };

async function work(job: PictureJob): Promise<PictureResult> {
  const bytes = Buffer.from(job.bytes.buffer, job.bytes.byteOffset, job.bytes.byteLength);
  try {
    if ('convert' in job) return { pictures: [await convertPicture(bytes, job.mime, job.convert)] };
    return { pictures: await splitPicture(bytes, job.mime, job.rows, job.columns) };
  } catch (error) {
    if (error instanceof PictureFault) return { fault: error.kind };
    throw error;
  }
}

// What is thrown ends the thread with an error, which the one who started it hears.
void work(workerData as PictureJob).then((result) => parentPort?.postMessage(result));
