import { z } from 'zod';
import { hintIn, type LocalText, messageIn, say, wording, wordingFields } from './text.ts';

/**
 * Every code that a thrown error can carry. Callers switch on the code, never on the text. The families:
 * `file` reading and writing documents · `graph` a workflow that cannot run · `param` and `input` a value that does not
 * fit · `connection` which gateway · `gateway` an answer of the gateway · `task` a long job · `artifact` result files ·
 * `home` the home folder · `run` commands on runs · `budget` money limits · `internal` our own mistake.
 */
export const errorCodes = [
  'file.not-found',
  'file.unreadable',
  'file.not-json',
  'file.not-a-workflow',
  'file.too-new',
  'file.outside-folder',
  'file.write-failed',
  'disk.full',
  'graph.invalid',
  'param.invalid',
  'input.missing',
  'input.invalid',
  'connection.missing',
  'connection.no-key',
  'connection.key-refused',
  'connection.no-balance',
  'connection.not-a-gateway',
  'connection.unreachable',
  'gateway.rejected',
  'gateway.rate-limited',
  'gateway.no-channel',
  'gateway.no-route',
  'gateway.no-answer',
  'gateway.bad-answer',
  'gateway.refused-content',
  'task.failed',
  'task.expired',
  'task.not-found',
  'artifact.missing',
  'artifact.wrong-type',
  'artifact.too-large',
  'artifact.download-failed',
  'upload.not-allowed',
  'upload.failed',
  'budget.exceeded',
  'home.busy',
  'run.not-found',
  'run.busy',
  'run.gave-up',
  'usage.invalid',
  'internal.bug',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where a fault lies. `line` and `column` count from 1; `item` is the path of a mapped item, from 0. */
export const placeSchema = z.object({
  node: z.string().optional(),
  field: z.string().optional(),
  item: z.array(z.number().int()).optional(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** Whether the gateway may have charged for what failed. `unknown` is for faults in which nobody can tell. */
export const billedSchema = z.enum(['no', 'maybe', 'yes']);
export type Billed = z.infer<typeof billedSchema>;

/** An error as plain JSON: what the journal, the ledger and the screen hold. Never contains a key or a stack trace. */
export const errorInfoSchema = z.object({
  code: z.enum(errorCodes),
  ...wordingFields,
  place: placeSchema.optional(),
  /** Decided where the error is born: whether the same request may be sent again by the program itself. */
  retryable: z.boolean(),
  /** Milliseconds to wait before a retry, when the gateway said so. */
  retryAfter: z.number().optional(),
  billed: billedSchema.optional(),
  /** HTTP status, request id, the gateway's own words … for the raw view. */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorInfo = z.infer<typeof errorInfoSchema>;

interface AppErrorOptions {
  /** What to do next, when that is not plain. */
  hint?: LocalText | undefined;
  place?: Place | undefined;
  retryable?: boolean | undefined;
  retryAfter?: number | undefined;
  billed?: Billed | undefined;
  details?: Record<string, unknown> | undefined;
  cause?: unknown;
}

/** The one error class of the program. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly info: ErrorInfo;

  constructor(code: ErrorCode, message: LocalText, options: AppErrorOptions = {}) {
    super(message.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.info = {
      code,
      ...wording(message, options.hint),
      retryable: options.retryable ?? false,
      ...(options.place !== undefined && { place: options.place }),
      ...(options.retryAfter !== undefined && { retryAfter: options.retryAfter }),
      ...(options.billed !== undefined && { billed: options.billed }),
      ...(options.details !== undefined && { details: options.details }),
    };
  }

  get code(): ErrorCode {
    return this.info.code;
  }

  /** The same error, said of a place; what it already says of its place wins. */
  at(place: Place): AppError {
    const own = Object.entries(this.info.place ?? {}).filter(([, value]) => value !== undefined);
    return fromErrorInfo({ ...this.info, place: { ...place, ...Object.fromEntries(own) } }, this.cause);
  }
}

/** Back from plain JSON to something that can be thrown. */
export function fromErrorInfo(info: ErrorInfo, cause?: unknown): AppError {
  return new AppError(info.code, messageIn(info), { ...info, hint: hintIn(info), cause });
}

const reportIt: LocalText = {
  en: 'This is a fault of Patchbay itself; please report it.',
  zh: '这是 Patchbay 自身的错误，请反馈给我们。',
};

/** A broken promise of our own code; the message is for those who mend it, in English. */
export function bug(message: string, details?: Record<string, unknown>): AppError {
  const said = { en: message, zh: `程序内部错误：${message}` };
  return new AppError('internal.bug', said, { hint: reportIt, details });
}

/** For the `default` of an exhaustive switch. */
export function assertNever(value: never): never {
  throw bug(`unexpected case: ${JSON.stringify(value)}`);
}

/** Makes an AppError of whatever was thrown: a foreign error is a bug of ours, with its cause kept. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const said = say('Something unexpected went wrong: {message}', '发生意外错误：{message}', {
    message: messageOf(thrown),
  });
  return new AppError('internal.bug', said, { hint: reportIt, cause: thrown });
}

function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    // Objects without a prototype, or with one that throws, have no text.
    return 'something without a description was thrown';
  }
}
