import path from 'node:path';
import { systemCode } from './file-errors.ts';
import type { FileLayer } from './file-layer.ts';

/**
 * Makes folders with what is missing above them, so that they are there after a power cut too. Throws what the layer
 * throws.
 */
export function makeFoldersDurable(layer: FileLayer, folders: readonly string[]): void {
  const parents = new Set<string>();
  for (const folder of folders) {
    const missing: string[] = [];
    for (let at = folder; layer.facts(at) === undefined && path.dirname(at) !== at; at = path.dirname(at)) {
      missing.push(at);
    }
    layer.makeFolder(folder);
    for (const made of missing) parents.add(path.dirname(made));
  }
  for (const parent of parents) syncReadable(layer, parent);
}

/** A folder that may be written and not read cannot be synced. */
function syncReadable(layer: FileLayer, folder: string): void {
  try {
    layer.syncFolderNow(folder);
  } catch (error) {
    if (systemCode(error) !== 'EACCES') throw error;
  }
}
