import { AppError } from '#core/errors';
import type { Handlers } from '#core/services/contract';
import type { ArtifactId, Json } from '#core/value/value';
import { artifactIdSchema } from '#core/value/value';
import { createWorkflowFiles } from '../../store/workflow-files.ts';
import type { ServicesContext } from './context.ts';
import type { ClientSession } from './session.ts';

type FileCalls = Pick<Handlers, 'value.load' | 'file.open' | 'artifact.reveal'>;

/** Long values and files. */
export function fileCalls({ app, options, paths }: ServicesContext, session: ClientSession): FileCalls {
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

    async 'artifact.reveal'({ artifact }) {
      const id = artifactId(artifact);
      if (options.reveal === undefined || session.host === 'browser') {
        const message = { en: 'A browser cannot show a file in its folder.', zh: '浏览器无法在文件夹中显示文件。' };
        const hint = { en: 'Save it as a copy instead.', zh: '请改为另存一份。' };
        throw new AppError('usage.invalid', message, { hint });
      }
      const stored = await app.artifacts.find(id);
      options.reveal(stored.file);
      return {};
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
