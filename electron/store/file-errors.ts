import { AppError } from '#core/errors';

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const missingCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this account may not do that there',
  EPERM: 'this account may not do that there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder is missing',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EIO: 'the disk reports a fault',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EBUSY: 'another program holds it',
  ELOOP: 'it is a link',
  ENAMETOOLONG: 'its name is too long',
  EFBIG: 'it is too large for this disk',
};

/** The operating system's code of what was thrown (`ENOENT` …); undefined when it has none. */
export function systemCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function reasonOf(thrown: unknown): string {
  const code = systemCode(thrown);
  return (code !== undefined && reasons[code]) || (thrown instanceof Error ? thrown.message : String(thrown));
}

/** The error for a write that failed: `disk.full` or `file.write-failed`. An AppError stays what it is. */
export function writeError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = systemCode(thrown);
  const options = { place: { file }, details: { code }, cause: thrown };
  if (code !== undefined && fullCodes.has(code)) {
    return new AppError('disk.full', 'The disk is full.', {
      ...options,
      hint: `Free some space where ${file} lies, then go on.`,
    });
  }
  return new AppError('file.write-failed', `The file ${file} cannot be written: ${reasonOf(thrown)}.`, {
    ...options,
    hint: 'Check the folder and its permissions, then try again.',
  });
}

/** The error for a read that failed: `file.not-found` or `file.unreadable`. An AppError stays what it is. */
export function readError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = systemCode(thrown);
  const options = { place: { file }, details: { code }, cause: thrown };
  if (code !== undefined && missingCodes.has(code)) {
    return new AppError('file.not-found', `There is no file ${file}.`, {
      ...options,
      hint: 'Check its name and folder.',
    });
  }
  return new AppError('file.unreadable', `The file ${file} cannot be read: ${reasonOf(thrown)}.`, {
    ...options,
    hint: 'Check that it is a file and that this account may read it.',
  });
}

/** Runs a write and turns what it throws into an AppError. */
export async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeError(error, file);
  }
}

/** The same for work that cannot wait. */
export function writingNow<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw writeError(error, file);
  }
}
