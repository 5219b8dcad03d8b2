import { AppError, toAppError } from '#core/errors';
import { defineNode, type FilePower, type PortTypeText } from '#core/node/definition';
import { type FileRef, fileRefSchema } from '#core/node/param';
import { type LocalText, say } from '#core/text';
import { connectionProblem, convertLeaf } from '#core/value/convert';
import { type BaseType, type PortType, parsePortType } from '#core/value/type';
import { isMediaValue, type Json, leafProblem, type Value } from '#core/value/value';

const bases: readonly { base: BaseType; one: LocalText; many: LocalText }[] = [
  { base: 'text', one: { en: 'Text', zh: '文本' }, many: { en: 'List of texts', zh: '文本列表' } },
  { base: 'number', one: { en: 'Number', zh: '数字' }, many: { en: 'List of numbers', zh: '数字列表' } },
  { base: 'boolean', one: { en: 'Yes or no', zh: '是/否' }, many: { en: 'List of yes or no', zh: '是/否列表' } },
  { base: 'json', one: { en: 'JSON', zh: 'JSON' }, many: { en: 'List of JSON', zh: 'JSON 列表' } },
  { base: 'image', one: { en: 'Picture', zh: '图片' }, many: { en: 'List of pictures', zh: '图片列表' } },
  { base: 'audio', one: { en: 'Sound', zh: '音频' }, many: { en: 'List of sounds', zh: '音频列表' } },
  { base: 'video', one: { en: 'Video', zh: '视频' }, many: { en: 'List of videos', zh: '视频列表' } },
  { base: 'document', one: { en: 'Document', zh: '文档' }, many: { en: 'List of documents', zh: '文档列表' } },
  { base: 'media', one: { en: 'Any file', zh: '任意文件' }, many: { en: 'List of files', zh: '文件列表' } },
  { base: 'any', one: { en: 'Anything', zh: '任意内容' }, many: { en: 'List of anything', zh: '任意内容列表' } },
];

const typeOptions = bases.flatMap(({ base, one, many }) => [
  { value: base, label: one },
  { value: `list<${base}>`, label: many },
]);

function typeOf(type: Json | undefined): PortType | undefined {
  return typeOptions.some((option) => option.value === type) ? parsePortType(String(type)) : undefined;
}

function invalid(message: LocalText): AppError {
  return new AppError('param.invalid', message, {
    hint: { en: 'Give a value of the type of this input.', zh: '请填写此输入类型的值。' },
    place: { field: 'default' },
  });
}

/** The base type that a leaf of JSON has by itself, where the conversion starts. */
function ownBase(leaf: Json): BaseType {
  if (typeof leaf === 'string') return 'text';
  if (typeof leaf === 'number') return 'number';
  if (typeof leaf === 'boolean') return 'boolean';
  return isMediaValue(leaf) ? leaf.kind : 'json';
}

const mediaBases: ReadonlySet<BaseType> = new Set(['image', 'audio', 'video', 'document', 'media']);

/** A file that is named and not yet opened: `{ "path": … }` or `{ "artifact": … }`. */
function fileRefOf(leaf: Json, base: BaseType): FileRef | undefined {
  if (!mediaBases.has(base) || isMediaValue(leaf)) return undefined;
  const ref = fileRefSchema.safeParse(leaf);
  return ref.success ? ref.data : undefined;
}

async function openFile(ref: FileRef, files: FilePower): Promise<Value> {
  try {
    return await files.open(ref);
  } catch (error) {
    throw toAppError(error).at({ field: 'default' });
  }
}

/** One leaf as the type wants it; a promise only when a file has to be opened. */
function readLeaf(leaf: Json, base: BaseType, files: FilePower): Value | Promise<Value> {
  if (leaf === null) throw invalid({ en: 'The value is empty.', zh: '值是空的。' });
  const ref = fileRefOf(leaf, base);
  if (ref !== undefined) return openFile(ref, files).then((media) => checked(media, base));
  // A text stays the text that it is, where the conversion on a wire would read it as JSON.
  if (base === 'json' || base === 'any') return leaf;
  if (Array.isArray(leaf)) {
    throw invalid({
      en: 'The value is a list, but the type takes a single value.',
      zh: '值是列表，但此类型只接收单个值。',
    });
  }
  const refused = connectionProblem(ownBase(leaf), base);
  if (refused !== null) throw invalid(say('The value does not fit: {refused}.', '值不合适：{refused}。', { refused }));
  const converted = convertLeaf(leaf, ownBase(leaf), base);
  if ('problem' in converted) throw invalid(say('The value {problem}.', '值{problem}。', converted));
  return checked(converted.value, base);
}

function checked(value: Value, base: BaseType): Value {
  const problem = leafProblem(value, base);
  if (problem !== null) throw invalid(say('The value {problem}.', '值{problem}。', { problem }));
  return value;
}

export const node = defineNode({
  type: 'input',
  version: 1,
  family: 'flow',
  title: { en: 'Input', zh: '输入' },
  summary: {
    en: 'A value that whoever runs the workflow may give, under a name.',
    zh: '运行工作流时可以填写的值，以名称标识。',
  },
  keywords: ['parameter', 'argument', 'form', 'interface', '参数', '表单', '接口'],
  params: {
    name: {
      type: 'text',
      default: '',
      label: { en: 'Name', zh: '名称' },
      help: { en: "Empty: the node's title.", zh: '留空则使用节点标题。' },
    },
    type: { type: 'choice', default: 'text', options: typeOptions, label: { en: 'Type', zh: '类型' } },
    default: {
      type: 'json',
      words: true,
      label: { en: 'Default', zh: '默认值' },
      help: {
        en: 'Taken when nothing is given. A file: {"path": "cat.png"}, relative to the workflow.',
        zh: '未填写时使用。文件写作 {"path": "cat.png"}，路径相对于工作流文件。',
      },
    },
  },
  inputs: {},
  outputs: { value: { type: 'any', label: { en: 'Value', zh: '值' } } },
  ports: ({ type }) => {
    const known = typeOf(type ?? 'text') === undefined ? 'any' : ((type ?? 'text') as PortTypeText);
    return { outputs: { value: { type: known, label: { en: 'Value', zh: '值' } } } };
  },
  work: {
    kind: 'compute',
    files: true,
    compute: ({ params, files }) => {
      const type = typeOf(params.type);
      if (type === undefined) {
        const message = say('"{type}" is no type of an input.', '“{type}”不是输入的类型。', { type: params.type });
        throw new AppError('param.invalid', message, {
          hint: { en: 'Choose one of the types.', zh: '请从类型中选择。' },
          place: { field: 'type' },
        });
      }
      const held = params.default;
      if (held === undefined || held === null) {
        const name = params.name.trim();
        const message =
          name === ''
            ? { en: 'The input has no value.', zh: '输入没有值。' }
            : say('The input "{name}" has no value.', '输入“{name}”没有值。', { name });
        throw new AppError('input.missing', message, {
          hint: { en: 'Give it a value for this run, or a default.', zh: '请为这次运行填写值，或设置默认值。' },
          place: { field: 'default' },
        });
      }
      if (type.depth === 0) {
        const value = readLeaf(held, type.base, files);
        return value instanceof Promise ? value.then((media) => ({ value: media })) : { value };
      }
      // A single value for a list is a list of one, as on a wire.
      const items = (Array.isArray(held) ? held : [held]).map((item) => readLeaf(item, type.base, files));
      return items.some((item) => item instanceof Promise)
        ? Promise.all(items).then((value) => ({ value }))
        : { value: items as Value[] };
    },
  },
  example: {
    params: { name: 'subjects', type: 'list<text>', default: ['a cat', 'a dog'] },
    outputs: { value: ['a cat', 'a dog'] },
  },
});
