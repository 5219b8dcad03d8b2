import { isInteger, parse } from 'lossless-json';
import type { Json } from '#core/value/value';

/** A number token of 16 digits or more: only then can reading it as a double change it. */
const longNumber = /(?:^|[:[,\s])-?\d{16,}/;

/**
 * Reads JSON; whole numbers beyond 2^53 (ids) become texts with all their digits, other numbers stay numbers.
 * @throws SyntaxError when it is not JSON
 */
export function parseJson(text: string): Json {
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  // The plain parser is many times faster, which counts for pictures of megabytes inside an answer.
  const plain = JSON.parse(clean) as Json;
  if (!longNumber.test(clean)) return plain;
  try {
    return parse(clean, undefined, {
      parseNumber: (digits) =>
        isInteger(digits) && !Number.isSafeInteger(Number(digits)) ? digits : Number.parseFloat(digits),
      onDuplicateKey: ({ newValue }) => newValue,
    }) as Json;
  } catch {
    return plain;
  }
}

/** Reads JSON, or undefined when it is none. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
