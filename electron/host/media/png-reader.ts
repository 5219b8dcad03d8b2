import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const inflateAway = promisify(inflate);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Pictures with more pixels than this are not taken apart. */
const mostPixels = 60_000_000;

/** A PNG whose rows can be read one after the other. 8 bits a channel, not interlaced. */
export interface PngRows {
  readonly width: number;
  readonly height: number;
  /** Writes the next row as red, green, blue, alpha. */
  next(into: Uint8Array): void;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly isIndexed: boolean;
}

/** Channels by colour type; indexed ones have one. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Undefined for what is no PNG or one of a rarer kind. Taking it apart happens outside of the main thread. */
export async function readPng(bytes: Buffer): Promise<PngRows | undefined> {
  if (!bytes.subarray(0, 8).equals(signature)) return undefined;
  let header: Header | undefined;
  let palette: Buffer = Buffer.alloc(0);
  let alphas: Buffer = Buffer.alloc(0);
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = readHeader(content);
    else if (type === 'PLTE') palette = content;
    else if (type === 'tRNS') alphas = content;
    else if (type === 'IDAT') data.push(content);
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  if (header === undefined) return undefined;
  const { width, height, channels, isIndexed } = header;
  const stride = width * channels;
  const size = (stride + 1) * height;
  const raw = await inflateAway(Buffer.concat(data), { maxOutputLength: size }).catch(() => undefined);
  if (raw === undefined || raw.length < size) return undefined;
  return createRows(raw, header, isIndexed ? { palette, alphas } : undefined);
}

function readHeader(content: Buffer): Header | undefined {
  if (content.length < 13) return undefined;
  const width = content.readUInt32BE(0);
  const height = content.readUInt32BE(4);
  const colour = content[9] ?? 255;
  const channels = channelsOf[colour];
  const isPlain = content[8] === 8 && content[12] === 0;
  if (channels === undefined || !isPlain || width === 0 || height === 0 || width * height > mostPixels) {
    return undefined;
  }
  return { width, height, channels, isIndexed: colour === 3 };
}

interface Colours {
  readonly palette: Buffer;
  readonly alphas: Buffer;
}

function createRows(raw: Buffer, { width, height, channels }: Header, colours: Colours | undefined): PngRows {
  const stride = width * channels;
  let above: Uint8Array = new Uint8Array(stride);
  let at = 0;
  return {
    width,
    height,
    next(into) {
      const filter = raw[at] ?? 0;
      const row = raw.subarray(at + 1, at + 1 + stride);
      at += stride + 1;
      unfilter(filter, row, above, channels);
      above = row;
      if (colours === undefined) spread(row, into, channels);
      else lookUp(row, into, colours);
    },
  };
}

/** Undoes the filter of a row in place. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const length = row.length;
  const byte = (from: Uint8Array, index: number): number => from[index] as number;
  switch (filter) {
    case 1:
      for (let i = step; i < length; i += 1) row[i] = byte(row, i) + byte(row, i - step);
      return;
    case 2:
      for (let i = 0; i < length; i += 1) row[i] = byte(row, i) + byte(above, i);
      return;
    case 3:
      for (let i = 0; i < length; i += 1) {
        const left = i < step ? 0 : byte(row, i - step);
        row[i] = byte(row, i) + ((left + byte(above, i)) >> 1);
      }
      return;
    case 4:
      for (let i = 0; i < length; i += 1) {
        const left = i < step ? 0 : byte(row, i - step);
        const corner = i < step ? 0 : byte(above, i - step);
        row[i] = byte(row, i) + paeth(left, byte(above, i), corner);
      }
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const toLeft = Math.abs(guess - left);
  const toUp = Math.abs(guess - up);
  const toCorner = Math.abs(guess - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Grey, grey with alpha, colours, colours with alpha. */
function spread(row: Uint8Array, into: Uint8Array, channels: number): void {
  const hasColour = channels >= 3;
  const alpha = channels % 2 === 0 ? channels - 1 : -1;
  for (let from = 0, to = 0; from < row.length; from += channels, to += 4) {
    into[to] = row[from] as number;
    into[to + 1] = row[hasColour ? from + 1 : from] as number;
    into[to + 2] = row[hasColour ? from + 2 : from] as number;
    into[to + 3] = alpha < 0 ? 255 : (row[from + alpha] as number);
  }
}

function lookUp(row: Uint8Array, into: Uint8Array, { palette, alphas }: Colours): void {
  for (let from = 0, to = 0; from < row.length; from += 1, to += 4) {
    const index = row[from] as number;
    into[to] = palette[index * 3] ?? 0;
    into[to + 1] = palette[index * 3 + 1] ?? 0;
    into[to + 2] = palette[index * 3 + 2] ?? 0;
    into[to + 3] = alphas[index] ?? 255;
  }
}
