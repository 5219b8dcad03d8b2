import { readFile } from 'node:fs/promises';
import type { FormFile } from '../http/body.ts';
import { GatewayError, invalidRequest, type VendorShape } from '../http/errors.ts';
import { imageType } from '../routes/image-type.ts';

/** The picture of a form under a name, as a data URL; undefined when it has none. Throws the 400 for a file that is no picture. */
export async function pictureIn(
  files: readonly FormFile[],
  name: string,
  maxBytes: number,
  shape: VendorShape,
): Promise<string | undefined> {
  const file = files.find(({ field }) => field === name);
  if (file === undefined) return undefined;
  const type = await imageType(file.path);
  if (type === undefined) {
    throw new GatewayError({ status: 400, message: `${name} is no picture`, parameter: name, code: 'invalid', shape });
  }
  if (file.size > maxBytes) {
    throw new GatewayError({ status: 413, message: `${name} is too large`, parameter: name, code: 'too_large', shape });
  }
  return `data:${type.mime};base64,${(await readFile(file.path)).toString('base64')}`;
}

/** Throws the 400 for a file under any other name. */
export function onlyFiles(files: readonly FormFile[], names: readonly string[]): void {
  const other = files.find(({ field }) => !names.includes(field));
  if (other !== undefined) {
    throw invalidRequest(`Unknown parameter: '${other.field}'.`, other.field, 'unknown_parameter');
  }
}
