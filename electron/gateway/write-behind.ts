import type { FileHandle } from 'node:fs/promises';

/** As much as is written at a time. */
const batchBytes = 1024 * 1024;

/**
 * Writes chunks to a place of a file in batches, while the next ones arrive: one batch is under way at most, so memory
 * stays small. Rejections are those of the file system.
 */
export class WriteBehind {
  private batch: Uint8Array[] = [];
  private batchLength = 0;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly handle: FileHandle,
    private position: number,
  ) {}

  /** Takes a chunk; resolves when there is room for the next one. */
  async write(chunk: Uint8Array): Promise<void> {
    this.batch.push(chunk);
    this.batchLength += chunk.byteLength;
    if (this.batchLength >= batchBytes) await this.send();
  }

  /** Resolves when everything is in the file. */
  async flush(): Promise<void> {
    await this.send();
    await this.underWay;
  }

  private async send(): Promise<void> {
    await this.underWay;
    const { batch, batchLength: length, position } = this;
    if (length === 0) return;
    this.batch = [];
    this.batchLength = 0;
    this.position += length;
    this.underWay = this.put(batch, length, position);
    // Whoever writes or flushes next sees the fault; until then nobody may.
    this.underWay.catch(() => undefined);
  }

  private async put(batch: Uint8Array[], length: number, position: number): Promise<void> {
    let { bytesWritten: done } = await this.handle.writev(batch, position);
    if (done === length) return;
    // A disk that is nearly full takes a part; writing the rest says what is wrong.
    const whole = Buffer.concat(batch);
    while (done < length) {
      const { bytesWritten } = await this.handle.write(whole, done, length - done, position + done);
      done += bytesWritten;
    }
  }
}
