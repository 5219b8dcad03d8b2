import path from 'node:path';
import { leaves, type TypedValue } from '#core/value/value';
import type { ArtifactStore } from '../executor/services.ts';
import { writing } from './file-errors.ts';
import { diskLayer, type FileLayer } from './file-layer.ts';
import { indexedName, safeFileName } from './output-names.ts';
import { placeFile } from './place-file.ts';
import { contentOf } from './value-content.ts';

/** One output of a run: its title, the id of its node, and what came out. */
export interface ExportedOutput {
  readonly title: string;
  readonly node: string;
  readonly value: TypedValue;
}

/**
 * Writes outputs as files `<title>-<index>.<ext>` into a folder, which is made when it is missing; equal titles add the
 * node id, gaps are left out. Gives the full paths in order. All that can be written is written before it throws.
 * @throws AppError `disk.full`, `file.write-failed`, `artifact.missing`
 */
export async function exportOutputs(
  outputs: readonly ExportedOutput[],
  directory: string,
  artifacts: ArtifactStore,
  layer: FileLayer = diskLayer,
): Promise<string[]> {
  const folder = path.resolve(directory);
  await writing(folder, async () => layer.makeFolder(folder));
  const sameTitle = new Map<string, number>();
  const titleKey = (output: ExportedOutput) => safeFileName(output.title).toLowerCase();
  for (const output of outputs) sameTitle.set(titleKey(output), (sameTitle.get(titleKey(output)) ?? 0) + 1);
  const written: string[] = [];
  let failure: unknown;
  for (const output of outputs) {
    const isShared = (sameTitle.get(titleKey(output)) ?? 0) > 1;
    const title = isShared ? `${safeFileName(output.title)}-${output.node}` : output.title;
    for (const leaf of leaves(output.value.value, output.value.type.depth)) {
      if (leaf.value === null) continue;
      try {
        const content = await contentOf(leaf.value, output.value.type.base, artifacts);
        written.push(await placeFile(layer, folder, indexedName(title, leaf.path), content));
      } catch (error) {
        failure ??= error;
      }
    }
  }
  if (failure !== undefined) throw failure;
  return written;
}
