import { AppError } from '#core/errors';
import type { Handlers } from '#core/services/contract';
import type { ArtifactId, Json } from '#core/value/value';
import { artifactIdSchema } from '#core/value/value';
import { createWorkflowFiles } from '../../store/workflow-files.ts';
import type { ServicesContext } from './context.ts';
import { showInFileManager } from './file-manager.ts';
import { findSavedFile } from './saved-files.ts';

type FileCalls = Pick<Handlers, 'value.load' | 'file.open' | 'file.reveal'>;

/** Long values and files. */
export function fileCalls({ app, options, paths }: ServicesContext): FileCalls {
  return {
    'value.load'({ artifact }) {
      const text = app.artifacts.getText(artifactId(artifact));
      try {
        return { value: JSON.parse(text) as Json };
      } catch {
        // A text that was stored as it is.
        return { value: text };
      }
    },

    'file.open'({ path, file }) {
      const folder = paths.folderOf(path === undefined ? undefined : paths.check(path));
      return createWorkflowFiles({ folder, artifacts: app.artifacts, layer: app.home.layer }).open(file);
    },

    async 'file.reveal'(what) {
      const path =
        'artifact' in what ? (await app.artifacts.find(artifactId(what.artifact))).file : findSavedFile(app, what);
      return { shown: await (options.reveal ?? showInFileManager)(path), path };
    },
  };
}

/** @throws AppError `usage.invalid` */
export function artifactId(text: string): ArtifactId {
  const parsed = artifactIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  const message = { en: 'That is not the name of a stored file.', zh: '这不是已保存文件的名称。' };
  throw new AppError('usage.invalid', message, { place: { field: 'artifact' } });
}
