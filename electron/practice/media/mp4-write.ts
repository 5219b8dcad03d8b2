import type { TrackSamples } from './mp4-read.ts';

/** A silent film to be written. `keyEvery`: how many pictures lie between two key pictures. */
export interface Film extends TrackSamples {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly keyEvery: number;
  readonly comment: string;
}

const TICKS = 1000;
const MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

/** Writes an MP4 whose index stands before the pictures, so that it can be played while it is read (ISO/IEC 14496-12). No time of day in it. */
export function writeFilm(film: Film): Uint8Array {
  const head = box('ftyp', text('isom'), words(0x200), text('isomiso2avc1mp41'));
  const draft = movie(film, 0);
  const index = movie(film, head.length + draft.length + 8);
  return Buffer.concat([head, index, box('mdat', ...film.samples)]);
}

function movie(film: Film, firstByte: number): Buffer {
  const { samples, width, height, framesPerSecond, keyEvery } = film;
  const scale = framesPerSecond * TICKS;
  const duration = samples.length * TICKS;
  const keys = samples.flatMap((_, index) => (index % keyEvery === 0 ? [index + 1] : []));
  const table = box(
    'stbl',
    film.description,
    box('stts', words(0, 1, samples.length, TICKS)),
    box('stss', words(0, keys.length, ...keys)),
    box('stsc', words(0, 1, 1, samples.length, 1)),
    box('stsz', words(0, 0, samples.length, ...samples.map((sample) => sample.length))),
    box('stco', words(0, 1, firstByte)),
  );
  const media = box(
    'mdia',
    box('mdhd', words(0, 0, 0, scale, duration, 0x55c40000)),
    box('hdlr', words(0, 0), text('vide'), words(0, 0, 0), text('Practice\0')),
    box('minf', box('vmhd', words(1, 0, 0)), box('dinf', box('dref', words(0, 1), box('url ', words(1)))), table),
  );
  const track = box(
    'trak',
    box('tkhd', words(3, 0, 0, 1, 0, duration, 0, 0, 0, 0, ...MATRIX, width * 0x10000, height * 0x10000)),
    media,
  );
  const header = box(
    'mvhd',
    words(0, 0, 0, scale, duration, 0x10000, 0x01000000, 0, 0, ...MATRIX, 0, 0, 0, 0, 0, 0, 2),
  );
  return box('moov', header, track, comment(film.comment));
}

/** The comment as iTunes writes it, which most players and tools show. */
function comment(content: string): Buffer {
  const data = box('data', words(1, 0), text(content));
  const list = box('ilst', box('\u00a9cmt', data));
  return box('udta', box('meta', words(0), box('hdlr', words(0, 0), text('mdirappl'), words(0, 0), text('\0')), list));
}

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const size = content.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([words(size), Buffer.from(type, 'latin1'), ...content]);
}

function words(...values: readonly number[]): Buffer {
  const result = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) result.writeUInt32BE(value, index * 4);
  return result;
}

function text(content: string): Buffer {
  return Buffer.from(content, 'utf8');
}
