import { AppError } from '#core/errors';
import {
  openDocument,
  viewDocument,
  type Workflow,
  type WorkflowDocument,
  type WorkflowNode,
} from '#core/graph/document';
import { type Graph, nameOf } from '#core/graph/graph';
import { interfaceName, validateWorkflow } from '#core/graph/validate';
import { type Issue, isError } from '#core/issue';
import type { FilePower } from '#core/node/definition';
import { fileRefSchema } from '#core/node/param';
import type { Registry } from '#core/node/registry';
import type { Json } from '#core/value/value';
import { readWorkflowFile } from '../../store/workflow-file.ts';
import { createWorkflowFiles } from '../../store/workflow-files.ts';
import type { App } from './app.ts';
import { type Assignments, applyAssignments } from './assign.ts';

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
 * Reads a workflow file, sets what was asked for and validates it, its files included.
 * @throws AppError `file.*`, `usage.invalid` for an assignment that does not fit
 */
export async function prepareFile(app: App, file: string, assignments: Assignments): Promise<PreparedWorkflow> {
  const read = readWorkflowFile(file, app.home.layer);
  const document = await applyAssignments(app, read.opened.document, assignments);
  return withFileIssues(app, prepareDocument(app, document, read.folder, read.path), read.opened.readOnly);
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
): Promise<PreparedWorkflow> {
  const opened = openDocument(json);
  return withFileIssues(app, prepareDocument(app, opened.document, folder, file), opened.readOnly);
}

async function withFileIssues(app: App, prepared: PreparedWorkflow, isNewer: boolean): Promise<PreparedWorkflow> {
  const files = await fileIssues(prepared, app.registry);
  const newer = isNewer ? [newerFile(prepared.file)] : [];
  return { ...prepared, issues: [...newer, ...prepared.issues, ...files] };
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
  return {
    code: 'field.unknown',
    severity: 'warning',
    message: 'This file was saved by a newer version of Patchbay; what this version does not know is left out.',
    hint: 'Update Patchbay.',
    place: file === undefined ? {} : { file },
  };
}

/** Files that a workflow names and that are not there, or that lie where it may not look; inputs without a value. */
async function fileIssues(prepared: PreparedWorkflow, registry: Registry): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const { node, params, paramDefinitions } of prepared.graph.nodes.values()) {
    if (node.mode !== 'active') continue;
    for (const [name, definition] of Object.entries(paramDefinitions)) {
      const ref = definition.type === 'file' ? fileRefSchema.safeParse(params[name]) : undefined;
      if (ref?.success !== true) continue;
      const issue = await fileIssue(prepared.files, ref.data, node, name);
      if (issue !== undefined) issues.push(issue);
    }
    const isEmptyInput = node.type === 'input' && (params['default'] === undefined || params['default'] === null);
    if (isEmptyInput && registry.node('input') !== undefined && prepared.graph.outgoing.has(node.id)) {
      const name = interfaceName(node, params);
      issues.push({
        code: 'input.missing',
        severity: 'error',
        message: `The input "${name}" has no value.`,
        hint: `Give it with --input "${name}=…", or set its default.`,
        place: { node: node.id, field: 'default' },
      });
    }
  }
  return issues;
}

async function fileIssue(
  files: FilePower,
  ref: Parameters<FilePower['open']>[0],
  node: WorkflowNode,
  field: string,
): Promise<Issue | undefined> {
  try {
    await files.open(ref);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      code: 'file.missing',
      severity: 'error',
      message: `"${nameOf(node, node.id)}": ${error.message}`,
      ...(error.info.hint !== undefined && { hint: error.info.hint }),
      place: { node: node.id, field },
    };
  }
}

/** @throws AppError `graph.invalid` with the issues when a node of the scope cannot run */
export function refuseErrors(prepared: PreparedWorkflow, scope: ReadonlySet<string>): void {
  const errors = prepared.issues.filter(
    (issue) => isError(issue) && (issue.place.node === undefined || scope.has(issue.place.node)),
  );
  if (errors.length === 0) return;
  const what =
    errors.length === 1 ? 'This workflow cannot run: 1 fault.' : `This workflow cannot run: ${errors.length} faults.`;
  throw new AppError('graph.invalid', what, {
    hint: 'Correct them and run it again.',
    ...(prepared.file !== undefined && { place: { file: prepared.file } }),
    details: { issues: errors as unknown as Json },
  });
}
