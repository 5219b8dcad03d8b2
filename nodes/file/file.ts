import { AppError, toAppError } from '#core/errors';
import { defineNode } from '#core/node/definition';

export const node = defineNode({
  type: 'file',
  version: 1,
  family: 'file',
  title: { en: 'File', zh: '文件' },
  summary: {
    en: 'A picture, sound, video or document from this computer.',
    zh: '本机上的图片、音频、视频或文档。',
  },
  keywords: ['open', 'load', 'image', 'import', '打开', '读取', '导入', '图片'],
  params: { file: { type: 'file', label: { en: 'File', zh: '文件' } } },
  inputs: {},
  outputs: { file: { type: 'media', label: { en: 'File', zh: '文件' } } },
  work: {
    kind: 'compute',
    files: true,
    compute: async ({ params, files }) => {
      if (params.file === undefined) {
        const hint = { en: 'Choose a file.', zh: '请选择一个文件。' };
        throw new AppError(
          'input.missing',
          { en: 'No file is chosen.', zh: '没有选择文件。' },
          { hint, place: { field: 'file' } },
        );
      }
      try {
        return { file: await files.open(params.file) };
      } catch (error) {
        throw toAppError(error).at({ field: 'file' });
      }
    },
  },
  example: { params: { file: { path: 'pictures/cat.png' } } },
});
