import { AppError } from '#core/errors';
import { openDocument, viewDocument, type WorkflowNode } from '#core/graph/document';
import { interfaceName } from '#core/graph/validate';
import { defineNode } from '#core/node/definition';
import { toolSchema } from '#core/tool';
import { parsePortType } from '#core/value/type';
import type { Json } from '#core/value/value';

type Schema = { [key: string]: Json };

/** What a model may give to an input of this type; files as links. */
function schemaOf(type: string): Schema {
  const port = parsePortType(type) ?? { base: 'any', depth: 0 };
  if (port.depth > 0) return { type: 'array', items: schemaOf(port.base) };
  switch (port.base) {
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'json':
      return { type: 'object' };
    case 'text':
    case 'any':
      return { type: 'string' };
    default:
      return { type: 'string', description: `https address of a file (${port.base})` };
  }
}

/** The inputs of a workflow as a JSON schema: those without a default must be given. */
function parametersOf(nodes: readonly WorkflowNode[]): Schema {
  const inputs = nodes.filter(({ type }) => type === 'input');
  const named = inputs.map((node) => ({ name: interfaceName(node, node.params), params: node.params }));
  const properties = named.map(({ name, params }): [string, Json] => {
    const type = params['type'];
    return [name, schemaOf(typeof type === 'string' ? type : 'text')];
  });
  const required = named.flatMap(({ name, params }) =>
    params['default'] === undefined || params['default'] === null ? [name] : [],
  );
  return { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}

export const node = defineNode({
  type: 'workflow-function',
  version: 1,
  family: 'flow',
  title: { en: 'Workflow as a function', zh: '工作流函数' },
  summary: {
    en: 'A saved workflow that a chat may call: its inputs are the arguments, its outputs the answer.',
    zh: '供“对话”调用的已保存工作流：输入为参数，输出为回答。',
  },
  keywords: ['tool', 'function calling', 'agent', 'sub-workflow', '工具', '函数调用', '智能体', '子工作流'],
  params: {
    file: {
      type: 'text',
      default: '',
      label: { en: 'Workflow', zh: '工作流' },
      help: {
        en: 'A file beside this workflow or in a folder below, such as tools/weather.patchbay.',
        zh: '与本工作流同一文件夹或子文件夹中的文件，例如 tools/weather.patchbay。',
      },
    },
    name: {
      type: 'text',
      default: '',
      maxLength: 64,
      label: { en: 'Name', zh: '名称' },
      help: {
        en: 'Letters, digits, _ and -. Empty: the name of the file.',
        zh: '仅限字母、数字、_ 和 -。留空则使用文件名。',
      },
    },
    description: {
      type: 'text',
      multiline: true,
      default: '',
      label: { en: 'What it is for', zh: '用途说明' },
      help: {
        en: 'By this the model knows when to call it. Empty: the description of the workflow.',
        zh: '模型据此判断何时调用。留空则使用工作流的说明。',
      },
    },
  },
  inputs: {},
  outputs: { tool: { type: 'json', label: { en: 'Function', zh: '函数' } } },
  work: {
    kind: 'compute',
    files: true,
    compute: async ({ params, files }) => {
      const file = params.file.trim();
      if (file === '') {
        throw new AppError(
          'param.invalid',
          { en: 'No workflow is named.', zh: '尚未填写工作流文件。' },
          { place: { field: 'file' } },
        );
      }
      const { document } = openDocument(await files.readJson(file));
      const { workflow } = viewDocument(document);
      const usual = (file.split('/').pop() ?? '').replace(/\.[^.]*$/, '').replace(/[^a-zA-Z0-9_-]+/g, '-');
      const tool = toolSchema.safeParse({
        name: params.name.trim() === '' ? usual : params.name.trim(),
        description: params.description.trim() === '' ? workflow.description || workflow.name : params.description,
        parameters: parametersOf(workflow.nodes),
        answer: { kind: 'workflow', workflow: document },
      });
      if (tool.success) return { tool: tool.data as unknown as Json };
      throw new AppError(
        'param.invalid',
        {
          en: 'The function needs a name of 1 to 64 letters, digits, _ or -.',
          zh: '函数名须为 1 到 64 个字母、数字、_ 或 -。',
        },
        { place: { field: 'name' } },
      );
    },
  },
  example: { params: { file: 'tools/weather.patchbay' } },
});
