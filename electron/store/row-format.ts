import { crc32 } from 'node:zlib';
import { bug } from '#core/errors';
import { systemCode } from './file-errors.ts';
import type { FileLayer } from './file-layer.ts';

/** How a row ends: `,"sum":"` + eight hexadecimal digits + `"}`. The sum is the CRC-32 of what stands before. */
const endLength = 18;
const newLine = 10;
const closing = 125;
const chunkBytes = 1 << 20;

/** The line of a row, its new line included. */
export function formatRow(row: object): string {
  const text = JSON.stringify(row);
  if (text.length < 3 || !text.startsWith('{')) throw bug('a row must be an object with at least one field');
  const body = text.slice(0, -1);
  return `${body},"sum":"${crc32(body).toString(16).padStart(8, '0')}"}\n`;
}

/** The row of a line without its new line, whose bytes are used up; undefined when the line is damaged. */
function parseRow(line: Buffer): { [key: string]: unknown } | undefined {
  const end = line.length - endLength;
  if (end < 2) return undefined;
  const tail = line.toString('latin1', end);
  if (!tail.startsWith(',"sum":"') || !tail.endsWith('"}')) return undefined;
  if (crc32(line.subarray(0, end)).toString(16).padStart(8, '0') !== tail.slice(8, 16)) return undefined;
  try {
    // The row ends where its sum begins.
    line[end] = closing;
    const row: unknown = JSON.parse(line.toString('utf8', 0, end + 1));
    return typeof row === 'object' && row !== null ? (row as { [key: string]: unknown }) : undefined;
  } catch {
    return undefined;
  }
}

export interface RowsRead {
  /** Rows that were skipped because their checksum or their JSON is wrong, a torn last one included. */
  readonly damaged: number;
  /** How far the file was read, in bytes. */
  readonly bytes: number;
}

/**
 * Reads all rows of a file in order; a missing file has none. A damaged row is skipped and counted, never fatal.
 * @throws what the layer throws when the file cannot be read
 */
export function readRows(layer: FileLayer, file: string, take: (row: { [key: string]: unknown }) => void): RowsRead {
  let handle: number;
  try {
    handle = layer.open(file, 'read');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { damaged: 0, bytes: 0 };
    throw error;
  }
  let damaged = 0;
  let offset = 0;
  const takeLine = (line: Buffer): void => {
    if (line.length === 0) return;
    const row = parseRow(line);
    if (row === undefined) damaged += 1;
    else take(row);
  };
  try {
    const chunk = Buffer.alloc(chunkBytes);
    // The beginning of a line whose end is in a later chunk.
    let open: Buffer[] = [];
    for (;;) {
      const count = layer.readNow(handle, chunk, offset);
      if (count === 0) break;
      offset += count;
      let start = 0;
      for (let end = chunk.indexOf(newLine); end >= 0 && end < count; end = chunk.indexOf(newLine, start)) {
        const part = chunk.subarray(start, end);
        takeLine(open.length === 0 ? part : Buffer.concat([...open, part]));
        open = [];
        start = end + 1;
      }
      if (start < count) open.push(Buffer.from(chunk.subarray(start, count)));
    }
    takeLine(Buffer.concat(open));
  } finally {
    layer.close(handle);
  }
  return { damaged, bytes: offset };
}
