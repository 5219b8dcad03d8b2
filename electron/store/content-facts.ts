import { imageSize } from 'image-size';
import { parseFile } from 'music-metadata';
import { z } from 'zod';
import { type ContentType, detectContentType, kindOfType } from './content-type.ts';
import type { FileLayer } from './file-layer.ts';
import { type Mp4Facts, readMp4Facts } from './mp4-facts.ts';

/** What the content of a file tells of itself, and nothing else: bytes, pixels, seconds. */
export const contentFactsSchema = z.object({
  mime: z.string(),
  extension: z.string().regex(/^[A-Za-z0-9]{1,12}$/),
  bytes: z.int().nonnegative(),
  width: z.number().positive().optional(),
  height: z.number().positive().optional(),
  duration: z.number().positive().optional(),
});
export type ContentFacts = z.infer<typeof contentFactsSchema>;

/** Enough of a picture to find its size, also behind large colour profiles. */
const pictureBytes = 1 << 20;

interface Extent {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly duration?: number | undefined;
}

/** Reads what a file tells of itself. What cannot be read from a damaged file is left out. */
export async function readContentFacts(layer: FileLayer, file: string): Promise<ContentFacts> {
  const bytes = layer.facts(file)?.bytes ?? 0;
  const type = await detectContentType(layer, file);
  const kind = kindOfType(type.mime);
  if (kind === 'image') return factsOf(type, bytes, pictureExtent(await readStart(layer, file)));
  if (kind === 'document') return factsOf(type, bytes, {});
  const boxes = isMp4(type) ? await readMp4Facts(layer, file).catch(() => undefined) : undefined;
  const sound = await readSound(file);
  const extent = {
    width: boxes?.width ?? sound?.width,
    height: boxes?.height ?? sound?.height,
    duration: boxes?.duration ?? sound?.duration,
  };
  return factsOf(asAudioOnly(type, boxes, sound), bytes, extent);
}

function factsOf(type: ContentType, bytes: number, extent: Extent): ContentFacts {
  const known = (value: number | undefined) => (value !== undefined && value > 0 && Number.isFinite(value) ? value : 0);
  const width = known(extent.width);
  const height = known(extent.height);
  const duration = known(extent.duration);
  return {
    ...type,
    bytes,
    ...(width > 0 && { width }),
    ...(height > 0 && { height }),
    ...(duration > 0 && { duration: Math.round(duration * 1000) / 1000 || duration }),
  };
}

async function readStart(layer: FileLayer, file: string): Promise<Buffer> {
  const handle = layer.open(file, 'read');
  try {
    const start = Buffer.alloc(Math.min(pictureBytes, layer.factsOf(handle).bytes));
    return start.subarray(0, await layer.read(handle, start, 0));
  } finally {
    layer.close(handle);
  }
}

/** The size as people see it: a photograph whose tag says that it lies on its side is turned. */
function pictureExtent(start: Buffer): Extent {
  try {
    const { width, height, orientation } = imageSize(start);
    return orientation !== undefined && orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    return {};
  }
}

function isMp4(type: ContentType): boolean {
  return /mp4|quicktime|m4a|m4v|3gpp/.test(type.mime);
}

interface Sound extends Extent {
  readonly hasVideo: boolean | undefined;
  readonly hasAudio: boolean | undefined;
}

async function readSound(file: string): Promise<Sound | undefined> {
  try {
    const { format } = await parseFile(file, { duration: true, skipCovers: true });
    const video = format.trackInfo.find((track) => track.video !== undefined)?.video;
    return {
      hasVideo: format.hasVideo,
      hasAudio: format.hasAudio,
      duration: format.duration,
      width: video?.displayWidth ?? video?.pixelWidth,
      height: video?.displayHeight ?? video?.pixelHeight,
    };
  } catch {
    return undefined;
  }
}

/** A container for films in which there is only sound is a sound. */
function asAudioOnly(type: ContentType, boxes: Mp4Facts | undefined, sound: Sound | undefined): ContentType {
  if (!type.mime.startsWith('video/')) return type;
  const hasVideo = boxes?.hasVideo ?? sound?.hasVideo;
  if (hasVideo !== false || sound?.hasAudio !== true) return type;
  return {
    mime: type.mime.replace('video/', 'audio/'),
    extension: type.extension === 'mp4' ? 'm4a' : type.extension,
  };
}
