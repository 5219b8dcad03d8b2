import { AppError } from '#core/errors';
import type { PreparedFile } from '#core/gateway/contract';
import type { MediaRule } from '#core/recipe/schema';
import type { MediaValue } from '#core/value/value';

const kindNames = { image: 'Picture', audio: 'Recording', video: 'Video', document: 'Document' } as const;

/** A size in bytes as people write it. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

function matchesType(pattern: string, mime: string): boolean {
  const type = mime.toLowerCase().split(';')[0]?.trim() ?? '';
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** What of a file breaks a rule, as what it is and what is wanted; only what is known of the file is judged. */
function problemOf(value: Partial<MediaValue>, rule: MediaRule): { is: string; wanted: string } | undefined {
  const { bytes, mime, width, height, duration } = value;
  if (
    rule.types !== undefined &&
    mime !== undefined &&
    mime !== '' &&
    !rule.types.some((type) => matchesType(type, mime))
  ) {
    return { is: `is of the type ${mime}`, wanted: rule.types.join(', ') };
  }
  if (rule.maxBytes !== undefined && bytes !== undefined && bytes > rule.maxBytes) {
    return { is: `has ${bytesText(bytes)}`, wanted: `at most ${bytesText(rule.maxBytes)}` };
  }
  if (width !== undefined && height !== undefined) {
    const size = `is ${width} × ${height} pixels`;
    if (rule.minSide !== undefined && Math.min(width, height) < rule.minSide) {
      return { is: size, wanted: `sides of at least ${rule.minSide}` };
    }
    if (rule.maxSide !== undefined && Math.max(width, height) > rule.maxSide) {
      return { is: size, wanted: `sides of at most ${rule.maxSide}` };
    }
    const ratio = width / height;
    const { minRatio = 0, maxRatio = Number.POSITIVE_INFINITY } = rule;
    if (ratio < minRatio || ratio > maxRatio) return { is: size, wanted: ratioText(rule) };
  }
  if (rule.maxDuration !== undefined && duration !== undefined && duration > rule.maxDuration) {
    return { is: `is ${duration.toFixed(1)} s long`, wanted: `at most ${rule.maxDuration} s` };
  }
  return undefined;
}

function ratioText({ minRatio, maxRatio }: MediaRule): string {
  if (minRatio !== undefined && minRatio === maxRatio) {
    return minRatio === 1 ? 'a square' : `a width of ${minRatio} times the height`;
  }
  const from = minRatio === undefined ? '' : `at least ${minRatio}`;
  const to = maxRatio === undefined ? '' : `at most ${maxRatio}`;
  return `a width of ${[from, to].filter((part) => part !== '').join(' and ')} times the height`;
}

function refuse(field: string, message: string, hint: string): AppError {
  return new AppError('input.invalid', message, { place: { field }, hint, billed: 'no' });
}

/** Checks the files of one input before anything is sent. @throws AppError `input.invalid` with the field */
export function checkMedia(field: string, values: readonly MediaValue[], rule: MediaRule, who: string): void {
  if (rule.maxCount !== undefined && values.length > rule.maxCount) {
    const most = rule.maxCount === 1 ? 'one file' : `${rule.maxCount} files`;
    throw refuse(field, `“${field}” has ${values.length} files; ${who} takes ${most} at most.`, 'Unplug some of them.');
  }
  for (const [index, value] of values.entries()) {
    const problem = problemOf(value, rule);
    if (problem === undefined) continue;
    const name =
      values.length > 1 ? `${kindNames[value.kind]} ${index + 1}` : `The ${kindNames[value.kind].toLowerCase()}`;
    throw refuse(
      field,
      `${name} ${problem.is}; ${who} takes ${problem.wanted}.`,
      'Convert the file or use another one.',
    );
  }
}

/** Checks what is known of the files only now that they are prepared. @throws AppError `input.invalid` */
export function checkPrepared(field: string, files: readonly PreparedFile[], rule: MediaRule, who: string): void {
  for (const [index, file] of files.entries()) {
    const problem = problemOf({ mime: file.mime, ...(file.bytes !== undefined && { bytes: file.bytes }) }, rule);
    if (problem === undefined) continue;
    throw refuse(
      field,
      `File ${index + 1} of “${field}” ${problem.is}; ${who} takes ${problem.wanted}.`,
      'Convert the file or use another one.',
    );
  }
}
