import { defineNode } from '#core/node/definition';
import { isMediaKind, single } from '#core/value/type';

export const node = defineNode({
  type: 'upload',
  version: 1,
  family: 'file',
  title: { en: 'Upload', zh: '上传' },
  summary: {
    en: 'Puts a file on the upload host, so that it has a link that everybody can open.',
    zh: '把文件传到上传服务器，得到任何人都能打开的链接。',
  },
  keywords: ['public', 'link', 'url', 'host', '公开', '链接', '图床'],
  params: {},
  inputs: { file: { type: 'media', required: true, label: { en: 'File', zh: '文件' } } },
  outputs: { url: { type: 'media', label: { en: 'File with a link', zh: '带链接的文件' } } },
  outputTypes: ({ file }) => ({ url: single(file !== undefined && isMediaKind(file.base) ? file.base : 'media') }),
  work: { kind: 'call' },
  example: {
    inputs: { file: { kind: 'image', url: 'https://example.com/cat.png', mime: 'image/png', name: 'cat.png' } },
  },
});
