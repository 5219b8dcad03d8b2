import { type FileHandle, open } from 'node:fs/promises';

const chunk = 256 * 1024;

/** An answer without a body but a sentence. */
export function plainResponse(status: number, message: string): Response {
  return new Response(message, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  });
}

/**
 * A part of a file as a body that is read while it is sent; `end` is the last byte. A player that jumps cancels it in the
 * middle of a read, so the file is closed by whoever comes last.
 */
export function streamFile(file: string, start: number, end: number): ReadableStream<Uint8Array> {
  let handle: FileHandle | undefined;
  let at = start;
  let isCancelled = false;
  const close = async (): Promise<void> => {
    const opened = handle;
    handle = undefined;
    await opened?.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          handle ??= await open(file);
          const wanted = Math.min(chunk, end - at + 1);
          const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, at);
          if (isCancelled) return await close();
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
          at += bytesRead;
          if (bytesRead > 0 && at <= end) return;
          await close();
          if (!isCancelled) controller.close();
        } catch (error) {
          await close();
          if (!isCancelled) controller.error(error);
        }
      },
      async cancel() {
        isCancelled = true;
        await close();
      },
    },
    { highWaterMark: 0 },
  );
}
