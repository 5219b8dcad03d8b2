import { randomBytes } from 'node:crypto';

const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** Random text of letters and digits that are hard to mistake for each other; five bits a character. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => letters[byte & 31]).join('');
}

let latest = 0;

/**
 * An id that sorts by time: `<prefix>_<UTC time to the millisecond>_<random>`, such as `run_20261123142233123_k3x9q2a7`.
 * `now` in milliseconds since 1970. Ids made by one process never go backwards.
 */
export function createId(prefix: string, now: number = Date.now()): string {
  latest = Math.max(now, latest + 1);
  const time = new Date(latest).toISOString().replace(/[^0-9]/g, '');
  return `${prefix}_${time}_${randomText(8)}`;
}

/** The time of an id, ISO 8601; undefined when it is no such id. */
export function timeOfId(id: string): string | undefined {
  const match = /^[a-z]+_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})_/.exec(id);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, millisecond] = match;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`;
}
