import type { FileLayer } from './file-layer.ts';

/** What the boxes of an MP4 or QuickTime file tell; pixels and seconds. */
export interface Mp4Facts {
  readonly hasVideo: boolean;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly duration: number | undefined;
}

interface Box {
  readonly type: string;
  /** The content without the header. */
  readonly content: Buffer;
}

const largestMovieBox = 64 << 20;
const mostBoxes = 10_000;

/** Reads the movie box of a file; undefined when there is none that can be read. */
export async function readMp4Facts(layer: FileLayer, file: string): Promise<Mp4Facts | undefined> {
  const handle = layer.open(file, 'read');
  try {
    const total = layer.factsOf(handle).bytes;
    const header = Buffer.alloc(16);
    for (let offset = 0, count = 0; offset + 8 <= total && count < mostBoxes; count += 1) {
      await layer.read(handle, header, offset);
      const size = boxSize(header, total - offset);
      if (size === undefined) return undefined;
      if (header.toString('latin1', 4, 8) === 'moov' && size.total <= largestMovieBox) {
        const content = Buffer.alloc(size.total - size.header);
        await layer.read(handle, content, offset + size.header);
        return movieFacts(content);
      }
      offset += size.total;
    }
    return undefined;
  } finally {
    layer.close(handle);
  }
}

function boxSize(header: Buffer, rest: number): { header: number; total: number } | undefined {
  const short = header.readUInt32BE(0);
  const size =
    short === 0
      ? { header: 8, total: rest }
      : short === 1
        ? { header: 16, total: Number(header.readBigUInt64BE(8)) }
        : { header: 8, total: short };
  return size.total >= size.header && size.total <= rest ? size : undefined;
}

function boxes(content: Buffer): Box[] {
  const found: Box[] = [];
  for (let offset = 0; offset + 8 <= content.length && found.length < mostBoxes; ) {
    const head = Buffer.alloc(16);
    content.copy(head, 0, offset, offset + 16);
    const size = boxSize(head, content.length - offset);
    if (size === undefined) break;
    found.push({
      type: head.toString('latin1', 4, 8),
      content: content.subarray(offset + size.header, offset + size.total),
    });
    offset += size.total;
  }
  return found;
}

function find(content: Buffer | undefined, type: string): Buffer | undefined {
  return content === undefined ? undefined : boxes(content).find((box) => box.type === type)?.content;
}

function movieFacts(movie: Buffer): Mp4Facts {
  const tracks = boxes(movie)
    .filter((box) => box.type === 'trak')
    .map((box) => box.content);
  const isVideo = (track: Buffer) => find(find(track, 'mdia'), 'hdlr')?.toString('latin1', 8, 12) === 'vide';
  const video = tracks.find(isVideo);
  const size = trackSize(find(video, 'tkhd'));
  return {
    hasVideo: video !== undefined,
    width: size?.width,
    height: size?.height,
    duration: movieDuration(find(movie, 'mvhd')),
  };
}

/** Width and height stand at the end of a track header as 16.16 numbers, after the matrix that turns the picture. */
function trackSize(header: Buffer | undefined): { width: number; height: number } | undefined {
  if (header === undefined || header.length < 84) return undefined;
  const end = header.length;
  const width = Math.round(header.readUInt32BE(end - 8) / 65_536);
  const height = Math.round(header.readUInt32BE(end - 4) / 65_536);
  if (width === 0 || height === 0) return undefined;
  const isTurned = header.readInt32BE(end - 44) === 0 && header.readInt32BE(end - 40) !== 0;
  return isTurned ? { width: height, height: width } : { width, height };
}

function movieDuration(header: Buffer | undefined): number | undefined {
  if (header === undefined || header.length < 32) return undefined;
  const isLong = header[0] === 1;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const length = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale > 0 && length > 0 && length !== 0xffff_ffff ? length / scale : undefined;
}
