const marks: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };

/** A text as people type it into one line: `\n` is a new line, `\t` a tab, `\\` a backslash; all else stays. */
export function readEscapes(text: string): string {
  return text.replace(/\\([nt\\])/g, (_whole, mark: string) => marks[mark] ?? mark);
}
