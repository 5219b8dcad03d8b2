import { AppError } from '#core/errors';
import { networkCode } from './network-error.ts';
import { bytesText } from './recipe/media-rules.ts';

/** A try failed in a way that another try may mend. */
export class TryAgain extends Error {
  constructor(
    readonly reason: string,
    readonly status: number | undefined,
    readonly retryAfter: number | undefined,
    override readonly cause?: unknown,
  ) {
    super(reason);
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
    throw new AppError('artifact.download-failed', 'The result has no link that can be fetched.', {
      details: { url: text.slice(0, 300) },
    });
  }
  url.username = '';
  url.password = '';
  return url;
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError('artifact.too-large', `The result is larger than ${bytesText(maxBytes)}.`);
}

export function refusedBy(url: URL, status: number): AppError {
  const died = status === 401 || status === 403 || status === 410;
  return new AppError('artifact.download-failed', `${url.host} does not give the result (HTTP ${status}).`, {
    hint: died ? 'The link has probably expired; ask for the task once more.' : 'Fetch the result again later.',
    details: { status, host: url.host },
  });
}

export function gaveUp(url: URL, error: TryAgain): AppError {
  return new AppError(
    'artifact.download-failed',
    `The result could not be fetched from ${url.host}: ${error.reason}.`,
    {
      hint: 'It is paid for and can be fetched again; try once more in a while.',
      retryable: true,
      details: { host: url.host, ...(error.status !== undefined && { status: error.status }) },
    },
  );
}

export function leadsInside(host: string): AppError {
  return new AppError('artifact.download-failed', `The link leads to ${host}, which is not on the public internet.`, {
    hint: 'Patchbay does not fetch results from private addresses.',
  });
}

export function writeFailed(error: unknown): AppError {
  const full = networkCode(error) === 'ENOSPC';
  return new AppError(
    full ? 'disk.full' : 'file.write-failed',
    full ? 'The disk is full.' : 'The result could not be written.',
    {
      hint: full ? 'Make room; the result is paid for and can be fetched again.' : undefined,
      cause: error,
    },
  );
}
