import { createInterface } from 'node:readline/promises';
import type { AppError, ErrorInfo } from '#core/errors';
import type { Issue } from '#core/issue';
import { formatItem } from '#core/run/address';
import { sentence } from '#core/text';

/** Where the command writes: data on `out`, everything for people on `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** A person looks at `err` and it understands colours. */
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly columns: number;
  /** Behind `err`, for what draws on it. */
  readonly stream: NodeJS.WritableStream;
  /**
   * Has a person say yes or no; anything but a clear yes is a no, and so is the end of the signal. Undefined where nobody
   * is there to answer.
   */
  readonly confirm: ((question: string, signal: AbortSignal) => Promise<boolean>) | undefined;
}

/**
 * The process's own streams. `NO_COLOR` is obeyed. A reader that goes away (`| head`) stops nothing: a run that may cost
 * goes on to its end, only nothing is written any more. `lost` is told of any other reason why data cannot be written.
 */
export function processTerminal(
  env: Readonly<Record<string, string | undefined>>,
  lost: (error: Error) => void,
): Terminal {
  const interactive = process.stderr.isTTY === true;
  let isOpen = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    isOpen = false;
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') lost(error);
  });
  process.stderr.on('error', () => undefined);
  return {
    out: (text) => {
      // A pipe or a file gets the data as it is, a screen nothing that could play with it.
      if (isOpen) process.stdout.write(process.stdout.isTTY === true ? harmless(text) : text);
    },
    err: (text) => {
      process.stderr.write(text);
    },
    interactive,
    colour: interactive && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    columns: process.stderr.columns ?? 80,
    stream: process.stderr,
    confirm: interactive && process.stdin.isTTY === true ? confirmHere : undefined,
  };
}

/** Input that ends and Ctrl+C are a no. */
async function confirmHere(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  lines.once('close', () => stopped.abort()).once('SIGINT', () => lines.close());
  try {
    return /^y(es)?$/i.test(
      (await lines.question(question, { signal: AbortSignal.any([signal, stopped.signal]) })).trim(),
    );
  } catch {
    process.stderr.write('\n');
    return false;
  } finally {
    lines.close();
  }
}

/** Resolves when everything written so far has left the process, also into a pipe. */
export async function drained(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) =>
        new Promise<void>((resolve) => {
          if (stream.destroyed) resolve();
          else stream.write('', () => resolve());
        }),
    ),
  );
}

const styles = { red: 31, green: 32, yellow: 33, blue: 34, grey: 90, bold: 1 } as const;
export type Style = keyof typeof styles;

export function styled(terminal: Terminal, style: Style, text: string): string {
  return terminal.colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
}

/**
 * Text from outside (titles, answers of a gateway) without control characters, so that it cannot play with the terminal.
 * New lines and tabs stay.
 */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD');
}

/** The same on one line, for messages that stand among others. */
export function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}

/** JSON whose texts hold no control character, not even those that JSON would allow. */
export function formatJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return text.replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** `teaser.patchbay:3:7: ` or `node "n2", field "size": `, empty when nothing is known of the place. */
export function formatPlace(place: ErrorInfo['place'] | Issue['place']): string {
  if (place === undefined) return '';
  const file =
    place.file === undefined
      ? ''
      : [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  const item = place.item === undefined || place.item.length === 0 ? '' : `[${formatItem(place.item)}]`;
  const node = place.node === undefined ? '' : `node "${place.node}"${item}`;
  const field = place.field === undefined ? '' : `field "${place.field}"`;
  const edge = 'edge' in place && place.edge !== undefined ? `wire "${place.edge}"` : '';
  const text = [file, node, edge, field].filter((part) => part !== '').join(', ');
  return text === '' ? '' : `${text}: `;
}

/** An error as one line: the place, what is wrong, what to do. */
export function formatError(info: ErrorInfo): string {
  const billed = info.billed === 'maybe' && !info.message.includes('billed') ? ' It may have been billed.' : '';
  const hint = info.hint === undefined ? '' : ` ${info.hint}`;
  return oneLine(`${formatPlace(info.place)}${sentence(info.message)}${billed}${hint}`);
}

/** Prints an error of the command, with the issues behind it when it is about a workflow. */
export function printError(terminal: Terminal, error: AppError): void {
  terminal.err(`${styled(terminal, 'red', 'error:')} ${formatError(error.info)}\n`);
  const issues = error.info.details?.['issues'];
  if (Array.isArray(issues)) for (const issue of issues as Issue[]) printIssue(terminal, issue);
}

export function printIssue(terminal: Terminal, issue: Issue): void {
  const mark = issue.severity === 'error' ? styled(terminal, 'red', 'error:') : styled(terminal, 'yellow', 'warning:');
  const hint = issue.hint === undefined ? '' : ` ${issue.hint}`;
  terminal.err(`${mark} ${oneLine(`${formatPlace(issue.place)}${sentence(issue.message)}${hint}`)}\n`);
}

/** Rows under headings, padded to columns. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => oneLine(cell)));
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...clean.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (index === cells.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${[headings, ...clean].map(line).join('\n')}\n`;
}
