import { rm } from 'node:fs/promises';
import { AppError, assertNever, bug } from '#core/errors';
import type { Found, FoundFile, Gateway, StoredArtifact } from '#core/gateway/contract';
import type { MediaKind } from '#core/value/type';
import { isMediaValue, type MediaValue, type Value } from '#core/value/value';
import type { ArtifactStore, Clock } from './services.ts';

interface DeliverServices {
  readonly gateway: Gateway;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
}

/** Result links whose lifetime nobody tells are not handed on for longer than this. */
const unknownLifetime = 60 * 60 * 1000;

/**
 * Brings everything that was found in an answer home: files go to the artifact store. `inputs` are those of the call: a
 * link says where one of them can be read by others. Safe to repeat.
 */
export async function deliver(
  found: Readonly<Record<string, Found>>,
  inputs: Readonly<Record<string, Value | undefined>>,
  services: DeliverServices,
  signal: AbortSignal,
): Promise<Record<string, Value>> {
  const outputs: Record<string, Value> = {};
  for (const [port, result] of Object.entries(found)) {
    switch (result.kind) {
      case 'value':
        outputs[port] = result.value;
        break;
      case 'file':
        outputs[port] = await deliverFile(result.file, services, signal);
        break;
      case 'files':
        outputs[port] = await Promise.all(result.files.map((file) => deliverFile(file, services, signal)));
        break;
      case 'link':
        outputs[port] = linked(inputs[result.input], result);
        break;
      default:
        assertNever(result);
    }
  }
  return outputs;
}

function linked(value: Value | undefined, link: { readonly input: string; readonly url: string }): MediaValue {
  if (!isMediaValue(value)) throw bug(`the input "${link.input}" of the call is no file, so it has no link`);
  const { urlExpires: _old, ...media } = value;
  return { ...media, url: link.url };
}

async function deliverFile(found: FoundFile, services: DeliverServices, signal: AbortSignal): Promise<MediaValue> {
  const stored = await fetchFile(found, services, signal);
  const expires =
    'url' in found ? (found.expiresAt ?? new Date(services.clock.now() + unknownLifetime).toISOString()) : undefined;
  return {
    kind: stored.kind,
    artifact: stored.id,
    ...('url' in found && { url: found.url, urlExpires: expires }),
    mime: stored.mime,
    bytes: stored.bytes,
    ...(stored.width !== undefined && { width: stored.width }),
    ...(stored.height !== undefined && { height: stored.height }),
    ...(stored.duration !== undefined && { duration: stored.duration }),
  };
}

/** Fetches one file into the artifact store. @throws AppError `artifact.*` */
export async function fetchFile(
  found: FoundFile,
  services: Pick<DeliverServices, 'gateway' | 'artifacts'>,
  signal: AbortSignal,
): Promise<StoredArtifact & { kind: MediaKind }> {
  const part = 'url' in found ? services.artifacts.part(found.url) : undefined;
  const temporary = part?.file ?? services.artifacts.temporary();
  let isWhole = part === undefined;
  try {
    if ('url' in found) await services.gateway.download(found.url, temporary, { kind: found.media, signal, part });
    else if ('base64' in found) await services.artifacts.fill(temporary, bytesOf(found.base64));
    else if ('answer' in found) await services.artifacts.fill(temporary, found.answer);
    else throw bug('a found file has no content');
    isWhole = true;
    return await services.artifacts.adopt(temporary, found.media);
  } finally {
    // Of a part the download itself has kept what another try can go on with.
    if (isWhole) await rm(temporary, { force: true });
    part?.release();
  }
}

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) {
    const message = {
      en: 'The gateway answered with a file that has nothing in it.',
      zh: '网关返回的文件是空的。',
    };
    throw new AppError('gateway.bad-answer', message, { billed: 'yes' });
  }
  return bytes;
}
