import { createHash } from 'node:crypto';
import type { FileLayer } from './file-layer.ts';

const chunkBytes = 1 << 20;

/** The SHA-256 of a file's content, hexadecimal, read piece by piece. Throws what the layer throws. */
export async function hashFile(layer: FileLayer, file: string): Promise<string> {
  const handle = layer.open(file, 'read');
  try {
    return await hashHandle(layer, handle);
  } finally {
    layer.close(handle);
  }
}

/** The same of an open file; each piece is also given to `take`. */
export async function hashHandle(
  layer: FileLayer,
  handle: number,
  take?: (piece: Uint8Array) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  for (let offset = 0; ; ) {
    const count = await layer.read(handle, chunk, offset);
    if (count === 0) return hash.digest('hex');
    const piece = chunk.subarray(0, count);
    hash.update(piece);
    await take?.(piece);
    offset += count;
  }
}
