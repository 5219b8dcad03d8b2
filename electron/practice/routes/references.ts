import { readFile } from 'node:fs/promises';
import type { StoredFile } from '../files.ts';
import type { Gateway } from '../gateway.ts';
import { invalidRequest } from '../http/errors.ts';
import { type Canvas, createCanvas, fillRow, mix } from '../media/canvas.ts';
import { decodePng } from '../media/png.ts';
import { createRandom, digest } from '../random.ts';

/** The file behind an address of the practice hosts; `foreign` for an address elsewhere, `missing` for one that nothing is behind. */
export function lookUp(gateway: Gateway, address: string): StoredFile | 'foreign' | 'missing' {
  const url = new URL(address);
  const name = url.pathname.split('/').at(-1) ?? '';
  if (url.origin === gateway.addresses.gateway) {
    return (url.pathname.startsWith('/files/') ? gateway.files.get(name) : undefined) ?? 'missing';
  }
  if (url.origin === gateway.addresses.upload) {
    return (url.pathname.startsWith('/api/proxy/image/') ? gateway.uploads.get(name) : undefined) ?? 'missing';
  }
  return isPrivate(url.hostname) ? 'missing' : 'foreign';
}

/** Reference pictures by their addresses or as data URLs; throws a 400 for one that cannot be had. Nothing is fetched from elsewhere. */
export async function readReferences(
  gateway: Gateway,
  references: readonly string[],
  field: string,
): Promise<Canvas[]> {
  return Promise.all(
    references.map(async (reference) => {
      if (reference.startsWith('data:'))
        return toCanvas(Buffer.from(reference.slice(reference.indexOf(',') + 1), 'base64'));
      const found = URL.canParse(reference) ? lookUp(gateway, reference) : 'missing';
      if (found === 'missing')
        throw invalidRequest(`Invalid value for '${field}': ${reference} could not be downloaded.`, field);
      return found === 'foreign' ? placeholder(reference) : toCanvas(await readFile(found.path));
    }),
  );
}

/** A picture's pixels; a wash of colours seeded by its content when it is no PNG of 8 bits. */
export function toCanvas(bytes: Uint8Array): Canvas {
  return decodePng(bytes) ?? placeholder(digest(bytes));
}

function placeholder(seed: string): Canvas {
  const random = createRandom(seed);
  const colour = () => [random.integer(256), random.integer(256), random.integer(256)] as const;
  const [top, low] = [colour(), colour()];
  const canvas = createCanvas(512, 512);
  for (let row = 0; row < canvas.height; row += 1)
    fillRow(canvas, row, 0, canvas.width, mix(top, low, row / canvas.height));
  return canvas;
}

/** A gateway on the internet cannot reach these. */
function isPrivate(host: string): boolean {
  return (
    /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[)/.test(host) ||
    host.endsWith('.local')
  );
}
