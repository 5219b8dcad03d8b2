import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#core/errors';
import type { Gateway, MediaConversion, MediaNeed, PreparedFile, PreparedMedia } from '#core/gateway/contract';
import type { ArtifactId, MediaValue } from '#core/value/value';
import { convertPicture } from '../media/pictures.ts';
import { fetchFile } from './deliver.ts';
import type { ArtifactStore, Clock, UploadIndex } from './services.ts';

interface MediaServices {
  readonly gateway: Gateway;
  readonly artifacts: ArtifactStore;
  readonly uploads: UploadIndex;
  readonly clock: Clock;
}

/** A link is only handed on while it lives at least this long: the gateway fetches it a while after the request. */
const safeLifetime = 10 * 60 * 1000;

/** Whether a file has a link that others can open for a while yet. */
export function hasPublicUrl(media: MediaValue, now: number): boolean {
  if (media.url === undefined) return false;
  return media.urlExpires === undefined || Date.parse(media.urlExpires) - now > safeLifetime;
}

/** The files of a call that would have to be uploaded first, because it needs links and they have none. */
export function missingUploads(needs: readonly MediaNeed[], services: MediaServices): MediaNeed[] {
  const host = services.gateway.connection.uploadUrl ?? '';
  return needs.filter(
    ({ form, value, convert }) =>
      form === 'public-url' &&
      (convert !== undefined ||
        (!hasPublicUrl(value, services.clock.now()) &&
          (value.artifact === undefined || services.uploads.find(host, value.artifact) === undefined))),
  );
}

/**
 * Brings the files of a call into the forms that its recipe names. Each file is uploaded once per host.
 * @throws AppError `artifact.missing`, `artifact.download-failed`, `upload.failed`
 */
export async function prepareMedia(
  needs: readonly MediaNeed[],
  services: MediaServices,
  signal: AbortSignal,
): Promise<PreparedMedia> {
  const prepared: Record<string, PreparedFile[]> = {};
  for (const need of needs) {
    const file = await prepareFile(need, services, signal);
    prepared[need.input] = [...(prepared[need.input] ?? []), file];
  }
  return prepared;
}

/** A copy of a picture that does not fit, made to fit; it lies in the store as a file of its own. */
async function converted(
  value: MediaValue,
  convert: MediaConversion,
  services: MediaServices,
  signal: AbortSignal,
): Promise<MediaValue> {
  const artifact = await localArtifact(value, services, signal);
  const stored = await services.artifacts.find(artifact);
  const bytes = await convertPicture(await readFile(stored.file), stored.mime, convert, signal);
  const temporary = services.artifacts.temporary();
  try {
    await writeFile(temporary, bytes);
    const copy = await services.artifacts.adopt(temporary, 'image');
    const name = value.name?.replace(/\.\w+$/, '');
    return {
      kind: 'image',
      artifact: copy.id,
      mime: copy.mime,
      bytes: copy.bytes,
      ...(name !== undefined && { name }),
    };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function prepareFile(need: MediaNeed, services: MediaServices, signal: AbortSignal): Promise<PreparedFile> {
  const { form, convert } = need;
  const value = convert === undefined ? need.value : await converted(need.value, convert, services, signal);
  if (form === 'public-url') {
    return { ...describe(value), form, content: await publicUrl(value, services, signal) };
  }
  if (form === 'url-or-data' && value.url !== undefined && hasPublicUrl(value, services.clock.now())) {
    return { ...describe(value), form, content: value.url };
  }
  const artifact = await localArtifact(value, services, signal);
  const stored = await services.artifacts.find(artifact);
  const name = fileName(value, stored.file);
  const description = { ...describe(value), name, mime: stored.mime, bytes: stored.bytes };
  if (form === 'file') return { ...description, form, content: stored.file };
  const base64 = (await readFile(stored.file)).toString('base64');
  return { ...description, form, content: form === 'base64' ? base64 : `data:${stored.mime};base64,${base64}` };
}

function describe(value: MediaValue): Omit<PreparedFile, 'form' | 'content'> {
  return { mime: value.mime, name: value.name ?? value.kind, bytes: value.bytes };
}

/** Services tell the type of a file by the end of its name. */
function fileName(value: MediaValue, stored: string): string {
  const extension = path.extname(stored);
  const name = value.name ?? value.kind;
  return path.extname(name) === '' ? `${name}${extension}` : name;
}

async function publicUrl(value: MediaValue, services: MediaServices, signal: AbortSignal): Promise<string> {
  if (value.url !== undefined && hasPublicUrl(value, services.clock.now())) return value.url;
  const host = services.gateway.connection.uploadUrl;
  if (host === undefined) {
    const message = {
      en: 'The file needs a public link, but the connection has no upload host.',
      zh: '文件需要公开链接，但此连接没有上传服务器。',
    };
    const hint = { en: 'Set the upload URL of the connection.', zh: '请在连接中设置上传地址。' };
    throw new AppError('upload.failed', message, { hint, billed: 'no' });
  }
  const artifact = await localArtifact(value, services, signal);
  const known = services.uploads.find(host, artifact);
  if (known !== undefined) return known;
  const stored = await services.artifacts.find(artifact);
  const name = fileName(value, stored.file);
  const url = await services.gateway.upload(stored.file, { mime: stored.mime, name, signal });
  services.uploads.add(host, artifact, url);
  return url;
}

/** The content of a value that is only a link so far is fetched first. */
async function localArtifact(value: MediaValue, services: MediaServices, signal: AbortSignal): Promise<ArtifactId> {
  if (value.artifact !== undefined) return value.artifact;
  if (value.url === undefined) {
    const message = { en: 'The file has neither content nor a link.', zh: '文件既没有内容，也没有链接。' };
    throw new AppError('artifact.missing', message);
  }
  const fetched = await fetchFile({ media: value.kind, url: value.url, expiresAt: value.urlExpires }, services, signal);
  return fetched.id;
}
