import type { FileHandle } from 'node:fs/promises';
import { AppError } from '#core/errors';
import type { DownloadPart } from '#core/gateway/contract';

/** What stays free beside a file that waits for its rest: as much as any other request may need. Bytes. */
const leftFree = 64 * 1024 * 1024;

/** What is known of the file so far. */
export interface Progress {
  bytes: number;
  /** The whole length, when the server says it. */
  total: number | undefined;
  /** A strong ETag or a date, by which the server tells whether it is still the same file. */
  validator: string | undefined;
  mime: string | undefined;
}

/** Where a download begins: after what an earlier try has left, or at the start. */
export async function beginning(handle: FileHandle, part: DownloadPart | undefined): Promise<Progress> {
  const { begun } = part ?? {};
  const bytes = begun === undefined ? 0 : (await handle.stat()).size;
  if (begun === undefined || bytes === 0) return { bytes: 0, total: undefined, validator: undefined, mime: undefined };
  return { bytes, total: begun.total, validator: begun.validator, mime: begun.mime };
}

/** Says what the file is, as soon as that is enough to go on with it another time. */
export function note(progress: Progress, part: DownloadPart | undefined): void {
  const { total, validator, mime } = progress;
  if (validator === undefined || mime === undefined) return;
  part?.note({ validator, mime, ...(total !== undefined && { total }) });
}

/**
 * Whether what is there is kept for another try: when this one only had no room, no network or was stopped. A full disk
 * keeps what fits beside what others may need.
 */
export async function keeps(
  handle: FileHandle,
  progress: Progress,
  error: unknown,
  { part, signal }: { readonly part?: DownloadPart | undefined; readonly signal: AbortSignal },
): Promise<boolean> {
  if (part === undefined || progress.validator === undefined || progress.mime === undefined) return false;
  const isFull = error instanceof AppError && error.code === 'disk.full';
  const isPassing = error instanceof AppError && error.info.retryable;
  if (!isFull && !isPassing && !signal.aborted) return false;
  const bytes = Math.min(progress.bytes, (await handle.stat()).size) - (isFull ? (part.leftFree ?? leftFree) : 0);
  if (bytes <= 0) return false;
  await handle.truncate(bytes);
  return true;
}
