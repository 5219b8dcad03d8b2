import { AppError, toAppError } from '#core/errors';
import { openDocument, viewDocument, type Workflow, type WorkflowDocument } from '#core/graph/document';
import { type Graph, type GraphNode, nodeName } from '#core/graph/graph';
import { interfaceName, validateWorkflow } from '#core/graph/validate';
import { createIssue, type Issue, isError } from '#core/issue';
import type { FilePower, NodeDefinition } from '#core/node/definition';
import { decideDialects, withDialects } from '#core/node/dialects';
import { fileRefSchema } from '#core/node/param';
import { derivedRecipe, type Registry, recipeParam } from '#core/node/registry';
import { hintIn, type LocalText, listed, messageIn, say } from '#core/text';
import type { Json } from '#core/value/value';
import { completeParams } from '../../executor/bindings.ts';
import { readWorkflowFile } from '../../store/workflow-file.ts';
import { createWorkflowFiles } from '../../store/workflow-files.ts';
import type { App } from './app.ts';
import { type Assignments, applyAssignments } from './assign.ts';
import type { ConnectionChoice } from './connect.ts';
import { wantedDialects } from './wanted-dialects.ts';

/** A workflow that was read, changed as the user asked, and looked over. */
export interface PreparedWorkflow {
  /** Undefined for a snapshot that has no file. */
  readonly file: string | undefined;
  readonly folder: string;
  readonly document: WorkflowDocument;
  readonly workflow: Workflow;
  readonly graph: Graph;
  readonly issues: readonly Issue[];
  readonly files: FilePower;
}

/**
 * Reads a workflow file, sets what was asked for and validates it as the connection wants it called, its files included.
 * @throws AppError `file.*`, `usage.invalid` for an assignment that does not fit
 */
export async function prepareFile(
  app: App,
  file: string,
  assignments: Assignments,
  connection: ConnectionChoice,
): Promise<PreparedWorkflow> {
  const read = readWorkflowFile(file, app.home.layer);
  const wishes = wantedDialects(app, connection);
  const registry = withDialects(app.registry, () => wishes);
  const assigned = await applyAssignments({ ...app, registry }, read.opened.document, assignments);
  const document = decideDialects(assigned, app.registry, wishes);
  return withPlaceIssues(app, prepareDocument(app, document, read.folder, read.path), read.opened.readOnly);
}

/**
 * The same for a document that is being edited, which may not be saved yet.
 * @throws AppError `file.not-a-workflow`, `file.too-new`
 */
export async function prepareEdited(
  app: App,
  json: WorkflowDocument,
  folder: string,
  file: string | undefined,
  connection: ConnectionChoice,
): Promise<PreparedWorkflow> {
  const opened = openDocument(json);
  const document = decideDialects(opened.document, app.registry, wantedDialects(app, connection));
  return withPlaceIssues(app, prepareDocument(app, document, folder, file), opened.readOnly);
}

async function withPlaceIssues(app: App, prepared: PreparedWorkflow, isNewer: boolean): Promise<PreparedWorkflow> {
  const more = await placeIssues(prepared, app.registry);
  const newer = isNewer ? [newerFile(prepared.file)] : [];
  return { ...prepared, issues: [...newer, ...prepared.issues, ...more] };
}

/** The same for a document that is at hand, such as the snapshot of a run. Its files are not looked at. */
export function prepareDocument(
  app: App,
  document: WorkflowDocument,
  folder: string,
  file: string | undefined,
): PreparedWorkflow {
  const view = viewDocument(document);
  const { graph, issues } = validateWorkflow(view.workflow, app.registry);
  const files = createWorkflowFiles({ folder, artifacts: app.artifacts, layer: app.home.layer });
  return { file, folder, document, workflow: view.workflow, graph, issues: [...view.issues, ...issues], files };
}

function newerFile(file: string | undefined): Issue {
  return createIssue(
    'field.unknown',
    'warning',
    file === undefined ? {} : { file },
    {
      en: 'This file was saved by a newer version of Patchbay; what this version does not know is left out.',
      zh: '此文件由更新版本的 Patchbay 保存，当前版本不认识的内容未载入。',
    },
    { en: 'Update Patchbay.', zh: '请升级 Patchbay。' },
  );
}

/** What only a look at the disk or at the recipes tells: files, values of inputs, models that nobody knows how to call. */
async function placeIssues(prepared: PreparedWorkflow, registry: Registry): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const entry of prepared.graph.nodes.values()) {
    const { node, params, paramDefinitions } = entry;
    if (node.mode !== 'active' || node.pin !== undefined) continue;
    for (const [name, definition] of Object.entries(paramDefinitions)) {
      const ref = definition.type === 'file' ? fileRefSchema.safeParse(params[name]) : undefined;
      if (ref?.success !== true) continue;
      const issue = await fileIssue(prepared.files, ref.data, { node: node.id, field: name }, nodeName(node, registry));
      if (issue !== undefined) issues.push(issue);
    }
    const issue =
      node.type === 'input' && prepared.graph.outgoing.has(node.id)
        ? await inputIssue(entry, prepared.files, registry)
        : modelIssue(entry, registry);
    if (issue !== undefined) issues.push(issue);
  }
  return issues;
}

/** An input of the workflow without a value, or with one that is not of its type. */
async function inputIssue(entry: GraphNode, files: FilePower, registry: Registry): Promise<Issue | undefined> {
  const { node, params } = entry;
  const name = interfaceName(node, params);
  const hint = {
    en: `Give it with --input "${name}=…", or set its default.`,
    zh: '请为它填写值，或设置默认值。',
  };
  const place = { node: node.id, field: 'default' };
  if (params['default'] === undefined || params['default'] === null) {
    const message = say('The input "{name}" has no value.', '输入“{name}”没有值。', { name });
    return createIssue('input.missing', 'error', place, message, hint);
  }
  const work = registry.node('input')?.work;
  if (work?.kind !== 'compute') return undefined;
  try {
    const { signal } = new AbortController();
    await work.compute({ inputs: {}, params: completeParams(entry), types: {}, files, signal, item: [] });
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code = error.code.startsWith('file.') ? 'file.missing' : 'param.invalid';
    const message = say('The input "{name}": {error}', '输入“{name}”：{error}', { name, error: messageIn(error.info) });
    return createIssue(code, 'error', place, message, hintIn(error.info) ?? hint);
  }
}

/** A call whose model no recipe knows could only fail, perhaps after other nodes were paid for. */
function modelIssue(entry: GraphNode, registry: Registry): Issue | undefined {
  const { node, params } = entry;
  const definition = registry.node(node.type);
  if (definition?.work.kind !== 'call' || registry.recipeFor(node.type, params) !== undefined) return undefined;
  if (definition.recipe !== undefined) return describedIssue(entry, definition);
  if (definition.params[recipeParam] !== undefined) return operationIssue(entry, registry);
  const model = completeParams(entry)['model'];
  const known = registry.recipes
    .filter((recipe) => recipe.nodes.includes(node.type))
    .flatMap((recipe) => recipe.models.map(({ id }) => id));
  return createIssue(
    'param.invalid',
    'error',
    { node: node.id, field: 'model' },
    say(
      'Patchbay does not know how the model "{model}" of "{node}" is called.',
      'Patchbay 不知道如何调用“{node}”的模型“{model}”。',
      { model: typeof model === 'string' ? model : '', node: nodeName(node, registry) },
    ),
    say('Choose a model such as {models}, or add a recipe for it.', '请选择 {models} 等模型，或为它添加调用方案。', {
      models: listed(known.slice(0, 8)),
    }),
  );
}

/** No operation was chosen, or the document that it was of is not imported here. */
function operationIssue({ node, params }: GraphNode, registry: Registry): Issue {
  const chosen = params[recipeParam];
  const place = { node: node.id, field: recipeParam };
  const names = { node: nodeName(node, registry), operation: typeof chosen === 'string' ? chosen : '' };
  const message =
    names.operation === ''
      ? say('No operation is chosen for "{node}".', '“{node}”尚未选择接口。', { node: names.node })
      : say(
          'The operation {operation} of "{node}" is not imported here.',
          '“{node}”的接口 {operation} 尚未导入。',
          names,
        );
  const hint = { en: 'Choose one, or import the document that has it.', zh: '请选择一个，或导入包含它的文档。' };
  return createIssue('param.invalid', 'error', place, message, hint);
}

/** What is wrong with a call that its own params describe. */
function describedIssue({ node, params }: GraphNode, definition: NodeDefinition): Issue | undefined {
  try {
    derivedRecipe(definition, params);
    return undefined;
  } catch (error) {
    const { info } = toAppError(error);
    const place = { node: node.id, field: info.place?.field ?? '' };
    return createIssue('param.invalid', 'error', place, messageIn(info), hintIn(info));
  }
}

async function fileIssue(
  files: FilePower,
  ref: Parameters<FilePower['open']>[0],
  place: Issue['place'],
  name: LocalText,
): Promise<Issue | undefined> {
  try {
    await files.open(ref);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, hint, zh } = error.info;
    return createIssue(
      'file.missing',
      'error',
      place,
      say('"{node}": {message}', '“{node}”：{message}', {
        node: name,
        message: { en: message, zh: zh?.message ?? message },
      }),
      ...(hint === undefined ? [] : [{ en: hint, zh: zh?.hint ?? hint }]),
    );
  }
}

/** @throws AppError `graph.invalid` when a node of the scope cannot run: the one fault, or all of them in `details` */
export function refuseErrors(prepared: PreparedWorkflow, scope: ReadonlySet<string>): void {
  const errors = prepared.issues.filter(
    (issue) => isError(issue) && (issue.place.node === undefined || scope.has(issue.place.node)),
  );
  const [only] = errors;
  if (only === undefined) return;
  const file = prepared.file === undefined ? {} : { file: prepared.file };
  if (errors.length === 1) {
    const { edge: _edge, ...place } = only.place;
    throw new AppError('graph.invalid', messageIn(only), { hint: hintIn(only), place: { ...file, ...place } });
  }
  const message = say('This workflow cannot run: it has {count} faults.', '此工作流无法运行：有 {count} 处错误。', {
    count: errors.length,
  });
  throw new AppError('graph.invalid', message, {
    hint: { en: 'Correct them and run it again.', zh: '请改正后重新运行。' },
    place: file,
    details: { issues: errors as unknown as Json },
  });
}
