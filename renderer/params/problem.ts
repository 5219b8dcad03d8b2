import { type ParamDefinition, paramProblem } from '#core/node/param';
import type { Json } from '#core/value/value';
import { t } from '../i18n/index.ts';

/** Why a value does not fit its param, in the language of the screen; undefined when it fits. */
export function problemOf(definition: ParamDefinition, value: Json | undefined): string | undefined {
  if (value === undefined || paramProblem(definition, value) === null) return undefined;
  switch (definition.type) {
    case 'text':
      if (typeof value !== 'string') return t('param.problem.text');
      return definition.maxLength !== undefined && value.length > definition.maxLength
        ? t('param.problem.long', { count: value.length, max: definition.maxLength })
        : t('param.problem.short', { min: definition.minLength ?? 1 });
    case 'number':
    case 'integer':
      if (typeof value !== 'number') return t('param.problem.number');
      if (definition.min !== undefined && value < definition.min)
        return t('param.problem.min', { min: definition.min });
      if (definition.max !== undefined && value > definition.max)
        return t('param.problem.max', { max: definition.max });
      return t('param.problem.integer');
    case 'choice':
      return t('param.problem.choice');
    case 'model':
      return t('param.problem.model');
    case 'file':
      return t('param.problem.file');
    default:
      return t('param.problem.other');
  }
}

/** Where a text stops being JSON, both from 1; undefined when it is JSON. */
export function jsonFault(text: string): { readonly line: number; readonly column: number } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const at = faultPosition(text);
    const before = text.slice(0, at).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}

/** How far a text goes before no continuation could make it JSON. Not every engine says so in its error. */
function faultPosition(text: string): number {
  const scanner = new Scanner(text);
  try {
    scanner.value();
    scanner.space();
  } catch {
    // The scanner stops where the fault is.
  }
  return Math.min(scanner.at, text.length);
}

/** `\p{Cc}` also holds a few signs above 127 that JSON allows; in a text that is being typed they do not occur. */
const jsonString = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;

class Scanner {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.at] ?? '')) this.at += 1;
  }

  value(): void {
    this.space();
    const next = this.#text[this.at];
    if (next === '{') this.#members('}', () => this.#member());
    else if (next === '[') this.#members(']', () => this.value());
    else if (next === '"') this.#take(jsonString);
    else this.#take(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  }

  #member(): void {
    this.space();
    this.#take(jsonString);
    this.space();
    this.#take(/:/y);
    this.value();
  }

  #members(end: string, one: () => void): void {
    this.at += 1;
    this.space();
    if (this.#text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      one();
      this.space();
      const next = this.#text[this.at];
      if (next !== ',' && next !== end) throw new SyntaxError();
      this.at += 1;
      if (next === end) return;
    }
  }

  #take(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (match === null) throw new SyntaxError();
    this.at += match[0].length;
  }
}
