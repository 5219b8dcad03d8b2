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
    if (rule.maxPixels !== undefined && width * height > rule.maxPixels) {
      return { is: size, wanted: `at most ${(rule.maxPixels / 1_000_000).toFixed(1)} megapixels` };
    }
    const ratio = width / height;
    const { minRatio = 0, maxRatio = Number.POSITIVE_INFINITY } = rule;
    if (ratio < minRatio || ratio > maxRatio) return { is: size, wanted: ratioText(rule) };
  }
  if (rule.maxDuration !== undefined && duration !== undefined && duration > rule.maxDuration) {
    return { is: `is ${duration.toFixed(1)} s long`, wanted: `at most ${rule.maxDuration} s` };
  }
  if (rule.minDuration !== undefined && duration !== undefined && duration < rule.minDuration) {
    return { is: `is ${duration.toFixed(1)} s long`, wanted: `at least ${rule.minDuration} s` };
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

const filesText = (count: number): string => (count === 1 ? 'one file' : `${count} files`);

/** Checks the files of one input before anything is sent. @throws AppError `input.invalid`, `input.missing` with the field */
export function checkMedia(field: string, values: readonly MediaValue[], rule: MediaRule, who: string): void {
  const { minCount = 0 } = rule;
  if (values.length < minCount) {
    const wanted = minCount === rule.maxCount ? filesText(minCount) : `at least ${filesText(minCount)}`;
    const has = values.length === 0 ? 'has no file' : `has ${filesText(values.length)}`;
    throw new AppError('input.missing', `“${field}” ${has}; ${who} wants ${wanted}.`, {
      place: { field },
      hint: 'Plug more in, or choose a model that wants fewer.',
      billed: 'no',
    });
  }
  if (rule.maxCount !== undefined && values.length > rule.maxCount) {
    const most = filesText(rule.maxCount);
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
  checkTotal(
    field,
    values.map(({ bytes }) => bytes),
    rule,
    who,
  );
}

function checkTotal(field: string, sizes: readonly (number | undefined)[], rule: MediaRule, who: string): void {
  const total = sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  if (rule.maxTotalBytes === undefined || total <= rule.maxTotalBytes) return;
  throw refuse(
    field,
    `The files of “${field}” have ${bytesText(total)} together; ${who} takes at most ${bytesText(rule.maxTotalBytes)}.`,
    'Use fewer or smaller files.',
  );
}

/** Checks that a file has the sides of another one, as a mask must. @throws AppError `input.invalid` */
export function checkSameSize(field: string, values: readonly MediaValue[], other: MediaValue, of: string): void {
  for (const { width, height } of values) {
    if (width === undefined || height === undefined || other.width === undefined || other.height === undefined)
      continue;
    if (width === other.width && height === other.height) continue;
    throw refuse(
      field,
      `“${field}” is ${width} × ${height} pixels and “${of}” is ${other.width} × ${other.height}; they must be the same.`,
      'Use a file of the same size.',
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
  checkTotal(
    field,
    files.map(({ bytes }) => bytes),
    rule,
    who,
  );
}
