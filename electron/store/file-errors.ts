import { AppError } from '#core/errors';
import { type LocalText, say, verbatim } from '#core/text';

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const missingCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

const reasons: Readonly<Record<string, LocalText>> = {
  EACCES: { en: 'this account may not do that there', zh: '当前账户没有权限' },
  EPERM: { en: 'this account may not do that there', zh: '当前账户没有权限' },
  EROFS: { en: 'the disk is read-only', zh: '磁盘是只读的' },
  ENOENT: { en: 'the folder is missing', zh: '文件夹不存在' },
  ENOTDIR: { en: 'a part of its path is a file, not a folder', zh: '路径的一部分是文件而不是文件夹' },
  EISDIR: { en: 'it is a folder', zh: '它是文件夹' },
  EIO: { en: 'the disk reports a fault', zh: '磁盘报告故障' },
  EMFILE: { en: 'too many files are open', zh: '打开的文件过多' },
  ENFILE: { en: 'too many files are open', zh: '打开的文件过多' },
  EBUSY: { en: 'another program holds it', zh: '被其他程序占用' },
  ELOOP: { en: 'it is a link', zh: '它是链接' },
  ENAMETOOLONG: { en: 'its name is too long', zh: '名称过长' },
  EFBIG: { en: 'it is too large for this disk', zh: '对此磁盘来说太大' },
};

/** The operating system's code of what was thrown (`ENOENT` …); undefined when it has none. */
export function systemCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function reasonOf(thrown: unknown): LocalText {
  const code = systemCode(thrown);
  const known = code === undefined ? undefined : reasons[code];
  return known ?? verbatim(thrown instanceof Error ? thrown.message : String(thrown));
}

/** The error for a write that failed: `disk.full` or `file.write-failed`. An AppError stays what it is. */
export function writeError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = systemCode(thrown);
  const options = { place: { file }, details: { code }, cause: thrown };
  if (code !== undefined && fullCodes.has(code)) {
    const hint = say('Free some space where {file} lies, then go on.', '请在 {file} 所在的磁盘清理空间，然后继续。', {
      file,
    });
    return new AppError('disk.full', { en: 'The disk is full.', zh: '磁盘已满。' }, { ...options, hint });
  }
  const message = say('The file {file} cannot be written: {reason}.', '无法写入文件 {file}：{reason}。', {
    file,
    reason: reasonOf(thrown),
  });
  const hint = { en: 'Check the folder and its permissions, then try again.', zh: '请检查文件夹及其权限，然后重试。' };
  return new AppError('file.write-failed', message, { ...options, hint });
}

/** The error for a read that failed: `file.not-found` or `file.unreadable`. An AppError stays what it is. */
export function readError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = systemCode(thrown);
  const options = { place: { file }, details: { code }, cause: thrown };
  if (code !== undefined && missingCodes.has(code)) {
    const message = say('There is no file {file}.', '没有文件 {file}。', { file });
    const hint = { en: 'Check its name and folder.', zh: '请检查文件名和所在文件夹。' };
    return new AppError('file.not-found', message, { ...options, hint });
  }
  const message = say('The file {file} cannot be read: {reason}.', '无法读取文件 {file}：{reason}。', {
    file,
    reason: reasonOf(thrown),
  });
  const hint = {
    en: 'Check that it is a file and that this account may read it.',
    zh: '请确认它是文件，且当前账户有读取权限。',
  };
  return new AppError('file.unreadable', message, { ...options, hint });
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
