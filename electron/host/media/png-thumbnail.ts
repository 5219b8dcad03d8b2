import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { type PngRows, readPng } from './png-reader.ts';

const deflateAway = promisify(deflate);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Milliseconds of work after which others get a turn. */
const slice = 8;

/**
 * A smaller PNG of a PNG, at most `side` pixels wide and high; undefined when it is small enough already or of a kind
 * that is not taken apart. Packing happens outside of the main thread, the rest in short slices.
 */
export async function makeThumbnail(bytes: Buffer, side: number): Promise<Buffer | undefined> {
  const rows = await readPng(bytes);
  if (rows === undefined || Math.max(rows.width, rows.height) <= side) return undefined;
  const scale = side / Math.max(rows.width, rows.height);
  const width = Math.max(1, Math.round(rows.width * scale));
  const height = Math.max(1, Math.round(rows.height * scale));
  return writePng(await shrink(rows, width, height), width, height);
}

/** Each pixel becomes the mean of those that it stands for. Gives rows with a filter byte of 0 before each. */
async function shrink(rows: PngRows, width: number, height: number): Promise<Uint8Array> {
  const result = new Uint8Array((width * 4 + 1) * height);
  const source = new Uint8Array(rows.width * 4);
  const sums = new Float64Array(width * 4);
  const columns = Uint32Array.from({ length: rows.width }, (_, x) => Math.floor((x * width) / rows.width) * 4);
  const counts = new Uint32Array(width);
  for (const column of columns) counts[column / 4] = (counts[column / 4] ?? 0) + 1;
  let lines = 0;
  let y = 0;
  let begun = performance.now();
  for (let row = 0; row < rows.height; row += 1) {
    rows.next(source);
    addRow(source, sums, columns);
    lines += 1;
    const isLast = Math.floor(((row + 1) * height) / rows.height) > y || row + 1 === rows.height;
    if (isLast) {
      writeRow(sums, counts, lines, result.subarray(y * (width * 4 + 1) + 1));
      sums.fill(0);
      lines = 0;
      y += 1;
    }
    if (performance.now() - begun > slice) {
      await nextTurn();
      begun = performance.now();
    }
  }
  return result;
}

/** Colours count by their opacity, so that what cannot be seen does not darken the edge of what can. */
function addRow(source: Uint8Array, sums: Float64Array, columns: Uint32Array): void {
  for (let x = 0, from = 0; x < columns.length; x += 1, from += 4) {
    const to = columns[x] as number;
    const alpha = source[from + 3] as number;
    sums[to] = (sums[to] as number) + (source[from] as number) * alpha;
    sums[to + 1] = (sums[to + 1] as number) + (source[from + 1] as number) * alpha;
    sums[to + 2] = (sums[to + 2] as number) + (source[from + 2] as number) * alpha;
    sums[to + 3] = (sums[to + 3] as number) + alpha;
  }
}

function writeRow(sums: Float64Array, counts: Uint32Array, lines: number, into: Uint8Array): void {
  for (let x = 0, at = 0; x < counts.length; x += 1, at += 4) {
    const alpha = sums[at + 3] as number;
    const count = (counts[x] as number) * lines;
    for (let channel = 0; channel < 3; channel += 1) {
      into[at + channel] = alpha === 0 ? 0 : Math.round((sums[at + channel] as number) / alpha);
    }
    into[at + 3] = Math.round(alpha / count);
  }
}

async function writePng(rows: Uint8Array, width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const pixels = await deflateAway(rows, { level: 6 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const result = Buffer.alloc(content.length + 12);
  result.writeUInt32BE(content.length, 0);
  result.write(type, 4, 'latin1');
  result.set(content, 8);
  result.writeUInt32BE(crc32(result.subarray(4, content.length + 8)), content.length + 8);
  return result;
}
