import { AppError, toAppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import { formatItem } from '#core/run/address';
import { say } from '#core/text';
import { isMediaValue, leaves, type Value } from '#core/value/value';

/** @throws AppError `file.outside-folder` when the folder is not inside the workflow's own */
function checkFolder(folder: string): string {
  const trimmed = folder.trim();
  const parts = trimmed.split(/[\\/]/);
  if (/^[\\/]|^[a-z]:/i.test(trimmed) || parts.includes('..')) {
    const message = say(
      'The folder "{folder}" is not inside the workflow\'s folder.',
      '文件夹“{folder}”不在工作流所在的文件夹内。',
      { folder: trimmed },
    );
    throw new AppError('file.outside-folder', message, {
      hint: {
        en: 'Give a folder relative to the workflow file, without "..".',
        zh: '请填写相对于工作流文件的文件夹，不含“..”。',
      },
      place: { field: 'folder' },
    });
  }
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}

function kindOf(value: Value): string {
  if (isMediaValue(value)) return value.kind;
  return typeof value === 'object' ? 'json' : 'text';
}

/** Fills the pattern in; what cannot stand in a file name becomes `-`. */
function fileName(pattern: string, index: string, value: Value): string {
  const fields: Readonly<Record<string, string>> = { index, kind: kindOf(value) };
  const filled = pattern.trim().replace(/\{(index|kind)\}/g, (whole, field: string) => fields[field] ?? whole);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are just what has to go.
  const safe = filled.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '-').replace(/^\.+|[. ]+$/g, '');
  return safe === '' ? index : safe;
}

export const node = defineNode({
  type: 'save',
  version: 1,
  family: 'file',
  title: { en: 'Save', zh: '保存' },
  summary: {
    en: 'Saves copies of results into a folder beside the workflow; of a list, each item that is there.',
    zh: '把结果复制保存到工作流旁的文件夹；列表会逐项保存已有的结果。',
  },
  keywords: ['export', 'write', 'download', 'folder', '导出', '下载', '写入', '文件夹'],
  params: {
    folder: {
      type: 'text',
      default: 'results',
      label: { en: 'Folder', zh: '文件夹' },
      help: {
        en: "Inside the workflow's folder. Empty: that folder itself.",
        zh: '位于工作流所在文件夹内；留空则直接保存在该文件夹。',
      },
    },
    name: {
      type: 'text',
      default: 'result-{index}',
      minLength: 1,
      label: { en: 'File name', zh: '文件名' },
      help: {
        en: 'Without extension. {index} is the position in the list, from 1 (1-2 in a list of lists); {kind} is image, video, text …',
        zh: '不含扩展名。{index} 是在列表中的位置，从 1 开始（列表的列表为 1-2）；{kind} 是 image、video、text 等类型。',
      },
    },
  },
  inputs: { value: { type: 'any', required: true, label: { en: 'Value', zh: '内容' } } },
  outputs: { files: { type: 'list<text>', aside: true, label: { en: 'Saved files', zh: '已保存的文件' } } },
  takesGaps: true,
  work: {
    kind: 'compute',
    files: true,
    effect: true,
    compute: async ({ inputs, params, types, files, signal, item }) => {
      const folder = checkFolder(params.folder);
      const all = leaves(inputs.value, types['value']?.depth ?? 0, item);
      // Without an index in the pattern the items of a list would all have the same name.
      const pattern = all.length > 1 && !params.name.includes('{index}') ? `${params.name}-{index}` : params.name;
      const saved: string[] = [];
      for (const { path, value } of all) {
        if (value === null) continue;
        if (signal.aborted) throw signal.reason;
        const name = fileName(pattern, path.length === 0 ? '1' : formatItem(path), value);
        try {
          saved.push(await files.save(value, folder, name));
        } catch (error) {
          throw toAppError(error).at({ field: 'folder' });
        }
      }
      return { files: saved };
    },
  },
  example: { params: { folder: 'results', name: 'shot-{index}' }, inputs: { value: ['Dawn', 'Dusk'] } },
});
