import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';

/** A kind of picture by the first bytes of a file. */
export interface ImageType {
  readonly extension: string;
  readonly mime: string;
}

const ACCEPTED: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** What picture a file is, by its content; undefined for anything that is none of PNG, JPEG, WebP, GIF. */
export async function imageType(path: string): Promise<ImageType | undefined> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(4100);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const mime = (await fileTypeFromBuffer(head.subarray(0, bytesRead)))?.mime ?? '';
    const extension = ACCEPTED[mime];
    return extension ? { extension, mime } : undefined;
  } finally {
    await file.close();
  }
}
