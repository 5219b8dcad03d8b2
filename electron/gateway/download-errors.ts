import { AppError } from '#core/errors';
import { type LocalText, say } from '#core/text';
import { networkCode } from './network-error.ts';
import { bytesText } from './recipe/media-rules.ts';

/** A try failed in a way that another try may mend. */
export class TryAgain extends Error {
  constructor(
    readonly reason: LocalText,
    readonly status: number | undefined,
    readonly retryAfter: number | undefined,
    override readonly cause?: unknown,
  ) {
    super(reason.en);
  }
}

/** @throws AppError `artifact.download-failed` when it is no http(s) address */
export function parseUrl(text: string, base?: URL): URL {
  let url: URL | undefined;
  try {
    url = new URL(text, base);
  } catch {
    url = undefined;
  }
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const message = { en: 'The result has no link that can be fetched.', zh: '结果中没有可下载的链接。' };
    throw new AppError('artifact.download-failed', message, { details: { url: text.slice(0, 300) } });
  }
  url.username = '';
  url.password = '';
  return url;
}

export function tooLarge(maxBytes: number): AppError {
  const message = say('The result is larger than {size}.', '结果超过了 {size}。', { size: bytesText(maxBytes) });
  return new AppError('artifact.too-large', message);
}

export function refusedBy(url: URL, status: number): AppError {
  const died = status === 401 || status === 403 || status === 410;
  const message = say('{host} does not give the result (HTTP {status}).', '{host} 没有给出结果（HTTP {status}）。', {
    host: url.host,
    status,
  });
  return new AppError('artifact.download-failed', message, {
    hint: died
      ? { en: 'The link has probably expired; ask for the task once more.', zh: '链接可能已过期，请再查询一次任务。' }
      : { en: 'Fetch the result again later.', zh: '请稍后重新取回结果。' },
    details: { status, host: url.host },
  });
}

export function gaveUp(url: URL, error: TryAgain): AppError {
  const message = say('The result could not be fetched from {host}: {reason}.', '无法从 {host} 下载结果：{reason}。', {
    host: url.host,
    reason: error.reason,
  });
  return new AppError('artifact.download-failed', message, {
    hint: {
      en: 'It is paid for and can be fetched again; try once more in a while.',
      zh: '结果已付费，可以再次取回；请过一会儿重试。',
    },
    retryable: true,
    details: { host: url.host, ...(error.status !== undefined && { status: error.status }) },
  });
}

export function leadsInside(host: string): AppError {
  const message = say(
    'The link leads to {host}, which is not on the public internet.',
    '链接指向 {host}，它不在公共互联网上。',
    { host },
  );
  const hint = {
    en: 'Patchbay does not fetch results from private addresses.',
    zh: 'Patchbay 不从私有地址下载结果。',
  };
  return new AppError('artifact.download-failed', message, { hint });
}

export function writeFailed(error: unknown): AppError {
  const code = networkCode(error);
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  if (!full) {
    const message = { en: 'The result could not be written.', zh: '无法写入结果。' };
    return new AppError('file.write-failed', message, { cause: error });
  }
  const hint = {
    en: 'Make room; the result is paid for and can be fetched again.',
    zh: '请清理磁盘空间；结果已付费，可以再次取回。',
  };
  return new AppError('disk.full', { en: 'The disk is full.', zh: '磁盘已满。' }, { hint, cause: error });
}
