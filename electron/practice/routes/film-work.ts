import { readFile } from 'node:fs/promises';
import type { StoredFile } from '../files.ts';
import type { Gateway } from '../gateway.ts';
import { makeFilm } from '../media/video.ts';
import { digest } from '../random.ts';
import type { TaskOutcome } from '../tasks.ts';
import { lookUp, toCanvas } from './references.ts';
import type { FilmShape } from './video-models.ts';

/** What a video task is to make. */
export interface FilmPlan {
  readonly model: string;
  readonly prompt: string;
  readonly shape: FilmShape;
  /** Addresses of the reference pictures. */
  readonly images: readonly string[];
}

/** Makes the film of a task, or says which reference picture cannot be had. The same plan is made once. */
export async function workOnFilm(gateway: Gateway, plan: FilmPlan): Promise<TaskOutcome> {
  for (const address of plan.images) {
    if (!URL.canParse(address) || lookUp(gateway, address) === 'missing') {
      return { state: 'failed', reason: `image could not be downloaded: ${address}` };
    }
  }
  const first = plan.images[0];
  const found = first === undefined ? undefined : lookUp(gateway, first);
  const source = found === undefined || found === 'missing' ? undefined : found === 'foreign' ? first : found;
  const name = typeof source === 'object' ? source.hash : (source ?? '');
  const key = digest(JSON.stringify([plan.model, plan.prompt, plan.shape, name]));
  const known = gateway.films.get(key);
  const making = known ?? make(gateway, plan, source, key);
  gateway.films.set(key, making);
  making.catch(() => gateway.films.delete(key));
  return { state: 'done', files: [await making] };
}

async function make(
  gateway: Gateway,
  plan: FilmPlan,
  source: StoredFile | string | undefined,
  key: string,
): Promise<StoredFile> {
  const base =
    source === undefined
      ? undefined
      : typeof source === 'string'
        ? toCanvas(bytesOf(source))
        : toCanvas(await readFile(source.path));
  const seed = `${gateway.settings.seed}|${key}`;
  const bytes = await makeFilm({ text: plan.prompt, seed, ...plan.shape, base });
  return gateway.files.put(bytes, 'mp4', 'video/mp4', plan.model);
}

/** The content of a data URL; for an address elsewhere its text, which seeds a wash of colours. */
function bytesOf(source: string): Uint8Array {
  return source.startsWith('data:')
    ? Buffer.from(source.slice(source.indexOf(',') + 1), 'base64')
    : Buffer.from(source);
}
