import { type FileHandle, open, rm } from 'node:fs/promises';
import { AppError, fromErrorInfo, toAppError } from '#core/errors';
import type { DownloadPart } from '#core/gateway/contract';
import { messageIn, say, verbatim } from '#core/text';
import type { MediaKind } from '#core/value/type';
import { bareHost, isLoopback } from './address.ts';
import type { CallContext } from './call-context.ts';
import { checkContent, sniffBytes } from './content-type.ts';
import { PrivateAddressError } from './dispatchers.ts';
import { gaveUp, leadsInside, parseUrl, refusedBy, TryAgain, tooLarge, writeFailed } from './download-errors.ts';
import { beginning, keeps, note, type Progress } from './download-part.ts';
import { retryAfterOf } from './errors.ts';
import { networkReason } from './network-error.ts';
import { type Incoming, SendFailure } from './transport.ts';
import { WriteBehind } from './write-behind.ts';

const maxRedirects = 5;
/** Tries in a row that brought nothing new before it is given up. */
const maxTries = 6;
const firstWait = 1000;
const longestWait = 30_000;
const worthAnotherTry: ReadonlySet<number> = new Set([404, 408, 409, 425, 429]);

interface DownloadOptions {
  readonly kind: MediaKind;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly part?: DownloadPart | undefined;
}

/**
 * Streams a result into a file: goes on with what an earlier try has left of it, resumes what was cut off, waits for what
 * is not there yet, follows redirects by hand and checks size and type. See `Gateway.download`.
 */
export async function downloadFile(
  url: string,
  file: string,
  options: DownloadOptions,
  context: CallContext,
): Promise<{ bytes: number; mime: string }> {
  const start = parseUrl(url);
  const { part } = options;
  const handle = await open(file, part?.begun === undefined ? 'w' : 'r+');
  const progress = await beginning(handle, part);
  try {
    return await fetchAll(start, handle, progress, options, context);
  } catch (error) {
    const isKept = await keeps(handle, progress, error, options);
    await handle.close();
    if (!isKept) await rm(file, { force: true });
    if (options.signal.aborted) throw options.signal.reason;
    throw fromErrorInfo(context.redactor.error(toAppError(error).info));
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function fetchAll(
  start: URL,
  handle: FileHandle,
  progress: Progress,
  options: DownloadOptions,
  context: CallContext,
) {
  for (let tries = 1; ; tries += 1) {
    const before = progress.bytes;
    try {
      await fetchOnce(start, handle, progress, options, context);
      if (progress.bytes === 0) throw new TryAgain({ en: 'the file is empty', zh: '文件是空的' }, undefined, undefined);
      return { bytes: progress.bytes, mime: progress.mime ?? 'application/octet-stream' };
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof TryAgain)) throw error;
      if (progress.bytes > before) tries = 0;
      if (tries >= maxTries) throw gaveUp(start, error);
      const wait = Math.min(firstWait * 2 ** Math.max(0, tries - 1), longestWait);
      await context.clock.sleep(Math.max(wait, Math.min(error.retryAfter ?? 0, 10 * longestWait)), options.signal);
    }
  }
}

async function fetchOnce(
  start: URL,
  handle: FileHandle,
  progress: Progress,
  options: DownloadOptions,
  context: CallContext,
): Promise<void> {
  const incoming = await follow(start, progress, options, context);
  try {
    const { status } = incoming;
    if (status === 416) {
      restart(progress);
      throw new TryAgain({ en: 'the server does not resume', zh: '服务器不支持续传' }, status, undefined);
    }
    if (worthAnotherTry.has(status) || status >= 500) {
      throw new TryAgain(verbatim(`HTTP ${status}`), status, retryAfterOf(incoming.headers, context.clock.now()));
    }
    if (status !== 200 && status !== 206) throw refusedBy(start, status);
    if (!resumes(incoming, progress)) restart(progress);
    learn(incoming, progress, options);
    await store(incoming, handle, progress, options);
  } finally {
    await incoming.release();
  }
}

/** Asks for the file, or the rest of it, and follows redirects; the key goes to the connection's own origins, on no redirect. */
async function follow(
  start: URL,
  progress: Progress,
  options: DownloadOptions,
  context: CallContext,
): Promise<Incoming> {
  let url = start;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const incoming = await ask(url, progress, options, context, redirects === 0);
    const { location } = incoming.headers;
    if (incoming.status < 300 || incoming.status >= 400 || location === undefined) return incoming;
    await incoming.release();
    url = parseUrl(location, url);
  }
  const message = say(
    'The link leads on and on (more than {count} redirects).',
    '链接不断跳转（超过 {count} 次重定向）。',
    { count: maxRedirects },
  );
  throw new AppError('artifact.download-failed', message);
}

async function ask(
  url: URL,
  progress: Progress,
  options: DownloadOptions,
  context: CallContext,
  withKey: boolean,
): Promise<Incoming> {
  const resume = progress.bytes > 0;
  const headers = {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'Patchbay',
    ...(withKey && context.access.headersFor(url)),
    ...(resume && { range: `bytes=${progress.bytes}-` }),
    ...(resume && progress.validator !== undefined && { 'if-range': progress.validator }),
  };
  try {
    return await context.transport.send({
      method: 'GET',
      url,
      headers,
      signal: options.signal,
      patience: 'query',
      fresh: false,
      guarded: !mayBePrivate(url, context),
    });
  } catch (error) {
    const cause = error instanceof SendFailure ? error.cause : error;
    if (isPrivateRefusal(cause)) {
      throw leadsInside(bareHost(url));
    }
    throw new TryAgain(networkReason(cause), undefined, undefined, cause);
  }
}

/** The connection's own origins may be anywhere; a connection on this machine may hand out links to this machine. */
function mayBePrivate(url: URL, { access, hosts }: CallContext): boolean {
  if (access.isOwn(url)) return true;
  if (isLoopback(url)) return isLoopback(hosts.base);
  return bareHost(url) === bareHost(hosts.base);
}

function isPrivateRefusal(error: unknown): boolean {
  if (error instanceof PrivateAddressError) return true;
  return error instanceof AggregateError && error.errors.some((part) => part instanceof PrivateAddressError);
}

/** Whether the answer is the rest of the same file. */
function resumes(incoming: Incoming, progress: Progress): boolean {
  if (incoming.status !== 206 || progress.bytes === 0) return false;
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(incoming.headers['content-range'] ?? '');
  if (range === null || Number(range[1]) !== progress.bytes) return false;
  if (range[2] !== '*' && progress.total !== undefined && Number(range[2]) !== progress.total) return false;
  const validator = validatorOf(incoming);
  return validator === undefined || progress.validator === undefined || validator === progress.validator;
}

function restart(progress: Progress): void {
  progress.bytes = 0;
  progress.total = undefined;
  progress.validator = undefined;
  progress.mime = undefined;
}

function validatorOf(incoming: Incoming): string | undefined {
  const { etag } = incoming.headers;
  return etag?.startsWith('"') === true ? etag : incoming.headers['last-modified'];
}

function learn(incoming: Incoming, progress: Progress, options: DownloadOptions): void {
  const length = Number(incoming.headers['content-length'] ?? Number.NaN);
  if (progress.bytes === 0 && incoming.status === 206)
    throw new TryAgain({ en: 'the server sends a part', zh: '服务器只发送了一部分' }, 206, undefined);
  if (Number.isFinite(length)) progress.total ??= progress.bytes + length;
  progress.validator ??= validatorOf(incoming);
  if (progress.total !== undefined && progress.total > options.maxBytes) throw tooLarge(options.maxBytes);
}

async function store(
  incoming: Incoming,
  handle: FileHandle,
  progress: Progress,
  options: DownloadOptions,
): Promise<void> {
  // A file that began anew overwrites what an earlier try left.
  await handle.truncate(progress.bytes);
  const writer = new WriteBehind(handle, progress.bytes);
  let head: Uint8Array[] | undefined = progress.mime === undefined ? [] : undefined;
  let headLength = 0;
  const check = async (): Promise<void> => {
    if (head === undefined) return;
    const bytes = Buffer.concat(head);
    head = undefined;
    progress.mime = await checkContent(bytes, incoming.contentType, options.kind);
    note(progress, options.part);
  };
  const failWriting = async (error: unknown): Promise<never> => {
    const failure = writeFailed(error);
    // What was written of the last batch is there; what counts is where the file ends.
    progress.bytes = Math.min(progress.bytes, (await handle.stat()).size);
    if (failure.code !== 'disk.full' || options.part?.makeRoom() !== true) throw failure;
    throw new TryAgain(messageIn(failure.info), undefined, undefined, error);
  };
  try {
    for await (const chunk of incoming.body) {
      if (head !== undefined) {
        head.push(chunk);
        headLength += chunk.byteLength;
        if (headLength >= sniffBytes) await check();
      }
      if (progress.bytes + chunk.byteLength > options.maxBytes) throw tooLarge(options.maxBytes);
      await writer.write(chunk).catch(failWriting);
      progress.bytes += chunk.byteLength;
    }
    await writer.flush().catch(failWriting);
  } catch (error) {
    if (error instanceof AppError || error instanceof TryAgain) throw error;
    await writer.flush().catch(failWriting);
    // A start too short to be judged is fetched once more.
    if (head !== undefined) restart(progress);
    throw new TryAgain(networkReason(error), undefined, undefined, error);
  }
  if (progress.bytes > 0) await check();
  if (progress.total !== undefined && progress.bytes < progress.total) {
    throw new TryAgain({ en: 'the file was cut off', zh: '文件传输中断' }, undefined, undefined);
  }
}
