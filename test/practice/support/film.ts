/** What the boxes of an MP4 say about its only track (ISO/IEC 14496-12). */
export interface FilmFacts {
  /** The outermost boxes in their order. */
  readonly order: readonly string[];
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly codec: string;
  readonly frames: number;
}

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

/** Reads an MP4 and checks that its samples begin where the index says: a key picture of H.264. Throws when something does not fit. */
export function readFilm(bytes: Uint8Array): FilmFacts {
  const file = Buffer.from(bytes);
  const boxes = new Map<string, number>();
  const order = walk(file, 0, file.length, boxes);
  const at = (name: string): number => {
    const offset = boxes.get(name);
    if (offset === undefined) throw new Error(`no ${name}`);
    return offset + 8;
  };
  const frames = file.readUInt32BE(at('stsz') + 8);
  let total = 0;
  for (let index = 0; index < frames; index += 1) total += file.readUInt32BE(at('stsz') + 12 + index * 4);
  const first = file.readUInt32BE(at('stco') + 8);
  if (first + total !== file.length || first !== at('mdat')) throw new Error('the index does not fit the pictures');
  if ((file.readUInt8(first + 4) & 31) !== 5) throw new Error('the film does not begin with a key picture');
  if (file.indexOf('avcC', at('stsd')) < 0) throw new Error('no decoder configuration');
  return {
    order,
    seconds: file.readUInt32BE(at('mvhd') + 16) / file.readUInt32BE(at('mvhd') + 12),
    width: file.readUInt32BE(at('tkhd') + 76) / 65536,
    height: file.readUInt32BE(at('tkhd') + 80) / 65536,
    codec: file.toString('latin1', at('stsd') + 12, at('stsd') + 16),
    frames,
  };
}

function walk(file: Buffer, from: number, to: number, boxes: Map<string, number>): string[] {
  const names: string[] = [];
  for (let offset = from; offset + 8 <= to; ) {
    const size = file.readUInt32BE(offset);
    const name = file.toString('latin1', offset + 4, offset + 8);
    if (size < 8 || offset + size > to) throw new Error(`broken box ${name}`);
    names.push(name);
    boxes.set(name, offset);
    if (CONTAINERS.includes(name)) walk(file, offset + 8, offset + size, boxes);
    offset += size;
  }
  return names;
}
