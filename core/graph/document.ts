import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Issue } from '../issue.ts';
import { say } from '../text.ts';
import { jsonProblem } from '../value/json.ts';
import type { Json, SavedValue } from '../value/value.ts';
import { currentVersion, migrateDocument } from './migrate.ts';
import { type nodeModes, viewDocument } from './view.ts';

export { formatDocument } from './format.ts';
export { nodeModes, viewDocument } from './view.ts';

/**
 * A workflow file as it was read. This JSON is what is edited and saved, so that nothing in it that this version does not
 * know is ever lost; `Workflow` below is the typed view that is derived from it.
 */
export type WorkflowDocument = { [key: string]: Json };

export type NodeMode = (typeof nodeModes)[number];

export interface WorkflowNode {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** What people call the node; empty when they gave no name. */
  readonly title: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly params: Readonly<Record<string, Json>>;
  readonly mode: NodeMode;
  /** How several mapped inputs go together: in step, or in all pairs. */
  readonly map: 'zip' | 'cross';
  /** Another number asks for another result of the same request. */
  readonly variation: number;
  /** Frozen outputs by port. */
  readonly pin: Readonly<Record<string, SavedValue>> | undefined;
}

export interface PortRef {
  readonly node: string;
  readonly port: string;
}

export interface WorkflowEdge {
  readonly id: string;
  readonly from: PortRef;
  readonly to: PortRef;
}

/** The typed view of a document. Parts that do not fit are not in it; they stay in the document and are issues. */
export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
}

const documentSchema = z.looseObject({
  format: z.literal('patchbay.workflow'),
  version: z.int().positive(),
  nodes: z.array(z.unknown()),
  edges: z.array(z.unknown()),
});

/** What reading a file gives. A read-only document is of a newer version and must not be saved over. */
export interface OpenedWorkflow {
  readonly document: WorkflowDocument;
  readonly workflow: Workflow;
  readonly issues: readonly Issue[];
  readonly readOnly: boolean;
}

/**
 * Makes a workflow of parsed JSON: checks that it is one, migrates an older version, and derives the typed view.
 * What could not be written back as it is (nested without end, a number beyond all numbers) is refused.
 * @throws AppError `file.not-a-workflow` with the field that does not fit, `file.too-new` when a newer version changed
 * the document so much that nothing of it can be shown
 */
export function openDocument(json: unknown): OpenedWorkflow {
  const known = documentSchema.safeParse(json);
  if (!known.success) throw notAWorkflow(json, known.error);
  const problem = jsonProblem(json);
  if (problem !== null) {
    const message = say('This workflow file is damaged: it {problem}.', '工作流文件已损坏：它{problem}。', { problem });
    throw new AppError('file.not-a-workflow', message);
  }
  const readOnly = known.data.version > currentVersion;
  // The original object, not zod's copy: a copy could lose keys that zod treats specially.
  const document = migrateDocument(json as WorkflowDocument);
  const { workflow, issues } = viewDocument(document);
  return { document, workflow, issues, readOnly };
}

function notAWorkflow(json: unknown, error: z.ZodError): AppError {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const hint = {
    en: 'Open a file that Patchbay saved (extension .patchbay).',
    zh: '请打开由 Patchbay 保存的文件（扩展名 .patchbay）。',
  };
  if (!isObject || (json as { format?: unknown }).format !== 'patchbay.workflow') {
    const message = {
      en: 'This file is JSON, but it is no Patchbay workflow.',
      zh: '这个文件是 JSON，但不是 Patchbay 工作流。',
    };
    return new AppError('file.not-a-workflow', message, { hint, place: { field: 'format' } });
  }
  const version = (json as { version?: unknown }).version;
  if (Number.isSafeInteger(version) && Number(version) > currentVersion) {
    const message = say(
      'This workflow was saved by a newer Patchbay (file version {version}).',
      '此工作流由更新版本的 Patchbay 保存（文件版本 {version}）。',
      { version: Number(version) },
    );
    return new AppError('file.too-new', message, {
      hint: { en: 'Update Patchbay to open it.', zh: '请升级 Patchbay 后打开。' },
      place: { field: 'version' },
    });
  }
  const field = error.issues[0]?.path.join('.') ?? '';
  const message = say(
    'This workflow file is damaged: {field} is missing or of the wrong type.',
    '工作流文件已损坏：{field} 缺失或类型不对。',
    { field },
  );
  return new AppError('file.not-a-workflow', message, { hint, place: { field } });
}

/** A new, empty document. */
export function createDocument(id: string, name: string): WorkflowDocument {
  return {
    format: 'patchbay.workflow',
    version: currentVersion,
    id,
    name,
    description: '',
    nodes: [],
    edges: [],
    frames: [],
    notes: [],
  };
}
