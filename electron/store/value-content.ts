import path from 'node:path';
import { AppError } from '#core/errors';
import type { BaseType } from '#core/value/type';
import { isMediaValue, type MediaValue, type Value } from '#core/value/value';
import type { ArtifactStore } from '../executor/services.ts';
import type { Content } from './place-file.ts';

/**
 * One value without lists as the content of a file: text as it is (`.txt`), media as its file, anything else as JSON.
 * `any` goes by what the value is.
 * @throws AppError `artifact.missing` when the file of a media value is not in the store
 */
export async function contentOf(value: Value, base: BaseType, artifacts: ArtifactStore): Promise<Content> {
  if (base !== 'json') {
    if (isMediaValue(value)) return mediaContent(value, artifacts);
    if (typeof value === 'string') return bytesOf('txt', value);
    if (typeof value === 'number' || typeof value === 'boolean') return bytesOf('txt', String(value));
  }
  return bytesOf('json', `${JSON.stringify(value, null, 2)}\n`);
}

function bytesOf(extension: string, text: string): Content {
  return { kind: 'bytes', extension, bytes: Buffer.from(text) };
}

async function mediaContent(media: MediaValue, artifacts: ArtifactStore): Promise<Content> {
  if (media.artifact === undefined) {
    const message = {
      en: 'This result is only a link; its file was never fetched.',
      zh: '此结果只是一个链接，文件从未下载。',
    };
    throw new AppError('artifact.missing', message, {
      hint: { en: 'Run the node that made it again, or open the link.', zh: '请重新运行生成它的节点，或打开链接。' },
      details: { url: media.url },
    });
  }
  const stored = await artifacts.find(media.artifact);
  return {
    kind: 'file',
    extension: stored.mime === 'application/json' ? 'json' : path.extname(stored.file).slice(1),
    file: stored.file,
    length: stored.bytes,
    hash: stored.id.slice('sha256:'.length),
  };
}
