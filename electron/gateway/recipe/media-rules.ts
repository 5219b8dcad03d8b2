import { AppError } from '#core/errors';
import type { MediaConversion, PreparedFile } from '#core/gateway/contract';
import type { MediaRule } from '#core/recipe/schema';
import { type LocalText, listed, type PlaceValue, say } from '#core/text';
import type { MediaValue } from '#core/value/value';

const kindNames = {
  image: { en: 'Picture', zh: '图片' },
  audio: { en: 'Recording', zh: '音频' },
  video: { en: 'Video', zh: '视频' },
  document: { en: 'Document', zh: '文档' },
} as const;

/** An input: its name, and how people read it. */
export interface Field {
  readonly name: string;
  readonly label: LocalText;
}

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
function problemOf(value: Partial<MediaValue>, rule: MediaRule): { is: LocalText; wanted: LocalText } | undefined {
  const { bytes, mime, width, height, duration } = value;
  if (
    rule.types !== undefined &&
    mime !== undefined &&
    mime !== '' &&
    !rule.types.some((type) => matchesType(type, mime))
  ) {
    return { is: say('is of the type {mime}', '是 {mime} 类型', { mime }), wanted: listed(rule.types) };
  }
  if (rule.maxBytes !== undefined && bytes !== undefined && bytes > rule.maxBytes) {
    return { is: say('has {size}', '有 {size}', { size: bytesText(bytes) }), wanted: atMost(bytesText(rule.maxBytes)) };
  }
  if (width !== undefined && height !== undefined) {
    const size = say('is {width} × {height} pixels', '是 {width} × {height} 像素', { width, height });
    if (rule.minSide !== undefined && Math.min(width, height) < rule.minSide) {
      return { is: size, wanted: say('sides of at least {side}', '边长不小于 {side}', { side: rule.minSide }) };
    }
    if (rule.maxSide !== undefined && Math.max(width, height) > rule.maxSide) {
      return { is: size, wanted: say('sides of at most {side}', '边长不大于 {side}', { side: rule.maxSide }) };
    }
    if (rule.maxPixels !== undefined && width * height > rule.maxPixels) {
      const millions = rule.maxPixels / 1_000_000;
      const wanted = {
        en: `at most ${millions.toFixed(1)} megapixels`,
        zh: `不超过 ${Math.round(millions * 100)} 万像素`,
      };
      return { is: size, wanted };
    }
    const ratio = width / height;
    const { minRatio = 0, maxRatio = Number.POSITIVE_INFINITY } = rule;
    if (ratio < minRatio || ratio > maxRatio) return { is: size, wanted: ratioText(rule) };
  }
  if (rule.maxDuration !== undefined && duration !== undefined && duration > rule.maxDuration) {
    return { is: lasts(duration), wanted: atMost(`${rule.maxDuration} s`) };
  }
  if (rule.minDuration !== undefined && duration !== undefined && duration < rule.minDuration) {
    return { is: lasts(duration), wanted: atLeast(`${rule.minDuration} s`) };
  }
  return undefined;
}

const atMost = (value: string | number): LocalText => say('at most {value}', '不超过 {value}', { value });
const atLeast = (value: string | number): LocalText => say('at least {value}', '至少 {value}', { value });
const lasts = (seconds: number): LocalText =>
  say('is {seconds} s long', '时长 {seconds} 秒', { seconds: seconds.toFixed(1) });

function ratioText({ minRatio, maxRatio }: MediaRule): LocalText {
  if (minRatio !== undefined && minRatio === maxRatio) {
    return minRatio === 1
      ? { en: 'a square', zh: '正方形' }
      : say('a width of {ratio} times the height', '宽为高的 {ratio} 倍', { ratio: minRatio });
  }
  const bounds = [
    ...(minRatio === undefined ? [] : [atLeast(minRatio)]),
    ...(maxRatio === undefined ? [] : [atMost(maxRatio)]),
  ];
  return say('a width of {bounds} times the height', '宽与高之比{bounds}', {
    bounds: listed(bounds, { en: ' and ', zh: '、' }),
  });
}

function refuse(field: Field, message: LocalText, hint: LocalText): AppError {
  return new AppError('input.invalid', message, { place: { field: field.name }, hint, billed: 'no' });
}

const convertIt: LocalText = { en: 'Convert the file or use another one.', zh: '请转换文件或换一个。' };

const filesText = (count: number): LocalText =>
  count === 1 ? { en: 'one file', zh: '1 个文件' } : say('{count} files', '{count} 个文件', { count });

/** Checks the files of one input before anything is sent. @throws AppError `input.invalid`, `input.missing` with the field */
export function checkMedia(
  field: Field,
  values: readonly MediaValue[],
  rule: MediaRule,
  who: PlaceValue,
  mayConvert: boolean,
): void {
  checkCount(field, values.length, rule, who);
  for (const [index, value] of values.entries()) {
    // What converting mends is no fault; the rest of the rule is.
    const left = mayConvert && isConvertible(value, rule) ? withoutMendable(rule) : rule;
    const problem = problemOf(value, left);
    if (problem === undefined) continue;
    const kind = kindNames[value.kind];
    const name =
      values.length > 1
        ? say('{kind} {number}', '第 {number} 个{kind}', { kind, number: index + 1 })
        : { en: `The ${kind.en.toLowerCase()}`, zh: `这个${kind.zh}` };
    throw refuse(field, fileSentence(name, problem, who), convertIt);
  }
  checkTotal(
    field,
    values.map(({ bytes }) => bytes),
    rule,
    who,
  );
}

/** Types that are read for a conversion, and those that are written. */
const readTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp'];
const writtenTypes = ['image/png', 'image/jpeg'] as const;

function takenTypes({ types }: MediaRule): readonly string[] {
  return writtenTypes.filter((mime) => types === undefined || types.some((type) => matchesType(type, mime)));
}

function isConvertible({ kind, mime }: MediaValue, rule: MediaRule): boolean {
  // A GIF may move, so it only becomes a still picture where none is taken as it is.
  const isKept = mime === 'image/gif' && rule.types?.some((type) => matchesType(type, mime)) !== false;
  const isRead = readTypes.includes(mime) && !isKept;
  return rule.convert !== false && kind === 'image' && isRead && takenTypes(rule).length > 0;
}

function withoutMendable(rule: MediaRule): MediaRule {
  const { types: _types, maxBytes: _bytes, maxSide: _side, maxPixels: _pixels, ...rest } = rule;
  return rest;
}

/** How a picture is made to fit; undefined when it fits as it is, or when converting would not help. */
export function conversionOf(value: MediaValue, rule: MediaRule, who: PlaceValue): MediaConversion | undefined {
  const { types, maxBytes, maxSide, maxPixels } = rule;
  const mendable: MediaRule = {
    form: rule.form,
    ...(types !== undefined && { types }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(maxSide !== undefined && { maxSide }),
    ...(maxPixels !== undefined && { maxPixels }),
  };
  const problem = problemOf(value, mendable);
  if (problem === undefined || !isConvertible(value, rule)) return undefined;
  return {
    types: takenTypes(rule),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(maxSide !== undefined && { maxSide }),
    ...(maxPixels !== undefined && { maxPixels }),
    message:
      value.mime === 'image/gif'
        ? say(
            'A picture {is}, and {who} takes {wanted}: its first frame is converted for it.',
            '图片{is}，而 {who} 要求{wanted}：将自动转换其第一帧。',
            { ...problem, who },
          )
        : say(
            'A picture {is}, and {who} takes {wanted}: a copy is converted for it.',
            '图片{is}，而 {who} 要求{wanted}：将自动转换副本。',
            { ...problem, who },
          ),
  };
}

function fileSentence(name: LocalText, problem: { is: LocalText; wanted: LocalText }, who: PlaceValue): LocalText {
  return say('{name} {is}; {who} takes {wanted}.', '{name}{is}；{who} 要求{wanted}。', { name, ...problem, who });
}

function checkCount(field: Field, count: number, rule: MediaRule, who: PlaceValue): void {
  const { label } = field;
  const { minCount = 0 } = rule;
  if (count < minCount) {
    const wanted =
      minCount === rule.maxCount
        ? filesText(minCount)
        : say('at least {files}', '至少 {files}', { files: filesText(minCount) });
    const message =
      count === 0
        ? say('“{label}” has no file; {who} wants {wanted}.', '“{label}”没有文件；{who} 需要{wanted}。', {
            label,
            who,
            wanted,
          })
        : say('“{label}” has {files}; {who} wants {wanted}.', '“{label}”有 {files}；{who} 需要{wanted}。', {
            label,
            files: filesText(count),
            who,
            wanted,
          });
    throw new AppError('input.missing', message, {
      place: { field: field.name },
      hint: { en: 'Plug more in, or choose a model that wants fewer.', zh: '请多接一些，或换一个要求更少的模型。' },
      billed: 'no',
    });
  }
  if (rule.maxCount !== undefined && count > rule.maxCount) {
    const message = say(
      '“{label}” has {count} files; {who} takes {most} at most.',
      '“{label}”有 {count} 个文件；{who} 最多接收 {most}。',
      {
        label,
        count,
        who,
        most: filesText(rule.maxCount),
      },
    );
    throw refuse(field, message, { en: 'Unplug some of them.', zh: '请断开其中一些。' });
  }
}

function checkTotal(field: Field, sizes: readonly (number | undefined)[], rule: MediaRule, who: PlaceValue): void {
  const total = sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  if (rule.maxTotalBytes === undefined || total <= rule.maxTotalBytes) return;
  const message = say(
    'The files of “{label}” have {total} together; {who} takes at most {most}.',
    '“{label}”的文件共 {total}；{who} 最多接收 {most}。',
    { label: field.label, total: bytesText(total), who, most: bytesText(rule.maxTotalBytes) },
  );
  throw refuse(field, message, { en: 'Use fewer or smaller files.', zh: '请减少文件或换更小的文件。' });
}

/** Checks that a file has the sides of another one, as a mask must. @throws AppError `input.invalid` */
export function checkSameSize(field: Field, values: readonly MediaValue[], other: MediaValue, of: LocalText): void {
  for (const { width, height } of values) {
    if (width === undefined || height === undefined || other.width === undefined || other.height === undefined)
      continue;
    if (width === other.width && height === other.height) continue;
    const message = say(
      '“{label}” is {size} pixels and “{of}” is {otherSize}; they must be the same.',
      '“{label}”是 {size} 像素，“{of}”是 {otherSize}，两者必须相同。',
      { label: field.label, of, size: `${width} × ${height}`, otherSize: `${other.width} × ${other.height}` },
    );
    throw refuse(field, message, { en: 'Use a file of the same size.', zh: '请使用相同尺寸的文件。' });
  }
}

/** Checks what is known of the files only now that they are prepared. @throws AppError `input.invalid` */
export function checkPrepared(field: Field, files: readonly PreparedFile[], rule: MediaRule, who: PlaceValue): void {
  for (const [index, file] of files.entries()) {
    const problem = problemOf({ mime: file.mime, ...(file.bytes !== undefined && { bytes: file.bytes }) }, rule);
    if (problem === undefined) continue;
    const name = say('File {number} of “{label}”', '“{label}”的第 {number} 个文件', {
      number: index + 1,
      label: field.label,
    });
    throw refuse(field, fileSentence(name, problem, who), convertIt);
  }
  checkTotal(
    field,
    files.map(({ bytes }) => bytes),
    rule,
    who,
  );
}
