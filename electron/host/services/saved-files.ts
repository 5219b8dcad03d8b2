import path from 'node:path';
import { AppError } from '#core/errors';
import { nodeKey } from '#core/run/address';
import { say } from '#core/text';
import { loadOutputs } from '../../executor/values.ts';
import { openInside } from '../../store/inside-folder.ts';
import type { App } from '../app/app.ts';
import { openStoredRun } from '../app/run.ts';

/** A file that a node of a run saved, by its path from the folder of the workflow. */
export interface SavedFile {
  readonly run: string;
  readonly node: string;
  readonly file: string;
}

/**
 * The full path of a file that a run saved: only what its own node wrote, in the folder of its workflow and through no link.
 * @throws AppError `run.not-found`, `file.not-found` when it is not there any more or was not saved by that node
 */
export function findSavedFile(app: App, { run, node, file }: SavedFile): string {
  const { layer } = app.home;
  const { prepared, state, options } = openStoredRun(app, run);
  const isSave = prepared.graph.nodes.get(node)?.node.type === 'save';
  const items = isSave ? [...(state?.nodes.get(nodeKey({ path: [], node }))?.items.values() ?? [])] : [];
  const isOwn = items.some((item) => {
    const saved = item.state === 'done' ? loadOutputs(item.outputs, app.artifacts)['files']?.value : undefined;
    return Array.isArray(saved) && saved.includes(file);
  });
  if (!isOwn) {
    const message = say('This run saved no file {file}.', '这次运行没有保存文件 {file}。', { file });
    throw new AppError('file.not-found', message, { place: { node, file } });
  }
  const root = layer.realPath(options.folder);
  layer.close(openInside(layer, root, file));
  return path.join(root, ...file.split('/'));
}
