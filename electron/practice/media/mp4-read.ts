/** Pictures of an MP4's only track, as they lie in the file, with the description a decoder needs. */
export interface TrackSamples {
  /** The whole `stsd` box: codec, size, decoder configuration. */
  readonly description: Uint8Array;
  /** One coded picture each, in order; the first is a key picture. */
  readonly samples: readonly Uint8Array[];
}

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

/** Reads the samples of a plain MP4 of one track, as the encoder writes it (ISO/IEC 14496-12). Throws on anything else. */
export function readSamples(file: Uint8Array): TrackSamples {
  const boxes = new Map<string, Uint8Array>();
  collect(file, boxes);
  const need = (name: string): DataView => {
    const box = boxes.get(name);
    if (!box) throw new Error(`MP4 without ${name}`);
    return new DataView(box.buffer, box.byteOffset, box.byteLength);
  };
  const sizes = need('stsz');
  const offsets = need('stco');
  const chunks = need('stsc');
  const count = sizes.getUint32(16);
  const samples: Uint8Array[] = [];
  for (let chunk = 0; chunk < offsets.getUint32(12) && samples.length < count; chunk += 1) {
    let offset = offsets.getUint32(16 + chunk * 4);
    const inChunk = samplesInChunk(chunks, chunk + 1);
    for (let index = 0; index < inChunk && samples.length < count; index += 1) {
      const size = sizes.getUint32(12) || sizes.getUint32(20 + samples.length * 4);
      samples.push(file.subarray(offset, offset + size));
      offset += size;
    }
  }
  return { description: boxes.get('stsd') ?? new Uint8Array(0), samples };
}

function collect(bytes: Uint8Array, boxes: Map<string, Uint8Array>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + 8 <= bytes.length; ) {
    const size = view.getUint32(offset);
    if (size < 8) return;
    const name = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const box = bytes.subarray(offset, offset + size);
    boxes.set(name, box);
    if (CONTAINERS.includes(name)) collect(box.subarray(8), boxes);
    offset += size;
  }
}

function samplesInChunk(table: DataView, chunk: number): number {
  let found = 0;
  for (let entry = 0; entry < table.getUint32(12); entry += 1) {
    if (table.getUint32(16 + entry * 12) <= chunk) found = table.getUint32(20 + entry * 12);
  }
  return found;
}
