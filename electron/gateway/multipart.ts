import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';

/** One part of a multipart body: a field, or a file that is read while it is sent. */
export type Part =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly file: string; readonly fileName: string; readonly mime: string };

export interface MultipartBody {
  readonly contentType: string;
  /** Exact, in bytes. */
  readonly length: number;
  /** The body from its beginning; may be asked for again. */
  stream(): AsyncIterable<Uint8Array>;
}

/** How much of a file is in memory at a time. */
const chunkBytes = 1024 * 1024;
const ringLength = 8;

/** Escapes a name in a header as browsers do. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function headOf(part: Part): string {
  const disposition = `Content-Disposition: form-data; name="${escapeName(part.name)}"`;
  if ('value' in part) return `${disposition}\r\n\r\n`;
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(part.mime) ? part.mime : 'application/octet-stream';
  return `${disposition}; filename="${escapeName(part.fileName)}"\r\nContent-Type: ${mime}\r\n\r\n`;
}

type Piece = { readonly text: Buffer } | { readonly file: string; readonly bytes: number };

/** Frames a body by hand, so that its length is known and files pass through in chunks. Throws what the file system throws. */
export async function frameMultipart(parts: readonly Part[]): Promise<MultipartBody> {
  const boundary = `----patchbay-${randomUUID()}`;
  const pieces: Piece[] = [];
  for (const part of parts) {
    pieces.push({ text: Buffer.from(`--${boundary}\r\n${headOf(part)}`) });
    if ('value' in part) pieces.push({ text: Buffer.from(part.value) });
    else pieces.push({ file: part.file, bytes: await sizeOf(part.file) });
    pieces.push({ text: Buffer.from('\r\n') });
  }
  pieces.push({ text: Buffer.from(`--${boundary}--\r\n`) });
  const length = pieces.reduce((sum, piece) => sum + ('text' in piece ? piece.text.length : piece.bytes), 0);
  return { contentType: `multipart/form-data; boundary=${boundary}`, length, stream: () => write(pieces) };
}

async function sizeOf(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function* write(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if ('text' in piece) yield piece.text;
    else yield* readFile(piece.file, piece.bytes);
  }
}

/**
 * Reads a file into a ring of buffers: a buffer is used again when this many later ones have been asked for. The reader
 * asks for the next one only when the one before has left (each is far longer than a socket's buffer), so none is
 * overwritten while it waits, and memory does not grow with the file.
 */
async function* readFile(file: string, bytes: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r');
  const ring = Array.from({ length: Math.min(ringLength, Math.ceil(bytes / chunkBytes)) }, () =>
    Buffer.allocUnsafeSlow(Math.min(chunkBytes, bytes)),
  );
  const read = async (turn: number): Promise<Uint8Array> => {
    const position = turn * chunkBytes;
    const buffer = ring[turn % ring.length] ?? Buffer.allocUnsafeSlow(chunkBytes);
    const wanted = Math.min(buffer.length, bytes - position);
    for (let done = 0; done < wanted; ) {
      const { bytesRead } = await handle.read(buffer, done, wanted - done, position + done);
      if (bytesRead === 0) throw new Error('the file became shorter while it was sent');
      done += bytesRead;
    }
    return buffer.subarray(0, wanted);
  };
  const turns = Math.ceil(bytes / chunkBytes);
  let next: Promise<Uint8Array> | undefined;
  try {
    for (let turn = 0; turn < turns; turn += 1) {
      const chunk = await (next ?? read(turn));
      // While this one is sent, the next one is read; whoever asks for it sees the fault.
      next = turn + 1 < turns ? read(turn + 1) : undefined;
      next?.catch(() => undefined);
      yield chunk;
    }
  } finally {
    await next?.catch(() => undefined);
    await handle.close();
  }
}
