import { Readable } from 'node:stream';
import type { Json } from '#core/value/value';
import type { App } from '../../app/app.ts';
import { importFile } from '../import-file.ts';

const folder = '../../../../examples/';
const files: Record<string, string> = import.meta.glob('../../../../examples/media/*.{png,mp3,pdf}', {
  query: '?inline',
  import: 'default',
  eager: true,
});

/**
 * Names the files of a template by their content, and takes them into the artifact store: a new document has no folder in
 * which they could lie. `value` is the document or a part of it.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export async function bringTemplateFiles(app: App, value: Json): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => bringTemplateFiles(app, item)));
  if (typeof value !== 'object' || value === null) return value;
  const path = 'path' in value ? value['path'] : undefined;
  const data = typeof path === 'string' ? files[folder + path] : undefined;
  if (typeof path === 'string' && data !== undefined) {
    const bytes = Buffer.from(data.slice(data.indexOf(',') + 1), 'base64');
    const { file } = await importFile(app, Readable.from([bytes]), path);
    return { ...(file.artifact !== undefined && { artifact: file.artifact }), name: file.name ?? path };
  }
  const entries = Object.entries(value).map(async ([key, item]) => [key, await bringTemplateFiles(app, item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
