import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Issue } from '../issue.ts';
import { type Json, savedValueSchema } from '../value/value.ts';
import { currentVersion, migrateDocument } from './migrate.ts';

/**
 * A workflow file as it was read. This JSON is what is edited and saved, so that nothing in it that this version does not
 * know is ever lost; `Workflow` below is the typed view that is derived from it.
 */
export type WorkflowDocument = { [key: string]: Json };

export const nodeModes = ['active', 'bypassed', 'muted'] as const;
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
  readonly pin: Readonly<Record<string, z.infer<typeof savedValueSchema>>> | undefined;
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

const portRefSchema = z.object({ node: z.string(), port: z.string() });
const edgeSchema = z.object({ id: z.string().min(1), from: portRefSchema, to: portRefSchema });
const nodeIdentitySchema = z.object({ id: z.string().min(1), type: z.string().min(1) });
const position = z.object({ x: z.number(), y: z.number() });

/** The optional fields of a node, each checked alone: one that does not fit is an issue and its default is used. */
const nodeFields = {
  version: z.int().positive(),
  title: z.string(),
  position,
  params: z.record(z.string(), z.json()),
  mode: z.enum(nodeModes),
  map: z.enum(['zip', 'cross']),
  variation: z.int(),
  pin: z.record(z.string(), savedValueSchema),
  size: z.object({ width: z.number(), height: z.number() }),
  collapsed: z.boolean(),
};

const documentSchema = z.looseObject({
  format: z.literal('patchbay.workflow'),
  version: z.int().positive(),
  nodes: z.array(z.json()),
  edges: z.array(z.json()),
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
 * @throws AppError `file.not-a-workflow` with the field that does not fit
 */
export function openDocument(json: unknown): OpenedWorkflow {
  const known = documentSchema.safeParse(json);
  if (!known.success) throw notAWorkflow(json, known.error);
  const readOnly = known.data.version > currentVersion;
  // The original object, not zod's copy: a copy could lose keys that zod treats specially.
  const document = migrateDocument(json as WorkflowDocument);
  const { workflow, issues } = viewDocument(document);
  return { document, workflow, issues, readOnly };
}

function notAWorkflow(json: unknown, error: z.ZodError): AppError {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const hint = 'Open a file that Patchbay saved (extension .patchbay).';
  if (!isObject || (json as { format?: unknown }).format !== 'patchbay.workflow') {
    return new AppError('file.not-a-workflow', 'This file is JSON, but it is no Patchbay workflow.', {
      hint,
      place: { field: 'format' },
    });
  }
  const field = error.issues[0]?.path.join('.') ?? '';
  return new AppError(
    'file.not-a-workflow',
    `This workflow file is damaged: ${field} is missing or of the wrong type.`,
    {
      hint,
      place: { field },
    },
  );
}

/** Derives the typed view of a document and says what in it does not fit. */
export function viewDocument(document: WorkflowDocument): { workflow: Workflow; issues: Issue[] } {
  const issues: Issue[] = [];
  const nodes: WorkflowNode[] = [];
  const nodeIds = new Set<string>();
  for (const [index, raw] of listField(document, 'nodes').entries()) {
    const node = viewNode(raw, index, issues);
    if (node === undefined) continue;
    if (nodeIds.has(node.id)) {
      issues.push({
        code: 'node.duplicate-id',
        severity: 'error',
        message: `Two nodes have the id "${node.id}"; the second one is left out.`,
        hint: 'Give one of them another id in the file.',
        place: { node: node.id, field: `nodes[${index}].id` },
      });
      continue;
    }
    nodeIds.add(node.id);
    nodes.push(node);
  }
  const edges: WorkflowEdge[] = [];
  const edgeIds = new Set<string>();
  for (const [index, raw] of listField(document, 'edges').entries()) {
    const edge = edgeSchema.safeParse(raw);
    if (!edge.success) {
      issues.push({
        code: 'edge.malformed',
        severity: 'warning',
        message: `Edge ${index + 1} of the file has no id, no start or no end; it does nothing.`,
        place: { field: `edges[${index}]` },
      });
    } else if (edgeIds.has(edge.data.id)) {
      issues.push({
        code: 'edge.duplicate-id',
        severity: 'warning',
        message: `Two edges have the id "${edge.data.id}"; the second one does nothing.`,
        place: { edge: edge.data.id, field: `edges[${index}].id` },
      });
    } else {
      edgeIds.add(edge.data.id);
      edges.push(edge.data);
    }
  }
  const workflow = {
    id: textField(document, 'id'),
    name: textField(document, 'name'),
    description: textField(document, 'description'),
    nodes,
    edges,
  };
  return { workflow, issues };
}

function viewNode(raw: Json, index: number, issues: Issue[]): WorkflowNode | undefined {
  const identity = nodeIdentitySchema.safeParse(raw);
  if (!identity.success) {
    issues.push({
      code: 'node.malformed',
      severity: 'warning',
      message: `Node ${index + 1} of the file has no id or no type; it is kept in the file and does nothing.`,
      place: { field: `nodes[${index}]` },
    });
    return undefined;
  }
  const { id, type } = identity.data;
  const source = raw as { [key: string]: Json };
  const read = <K extends keyof typeof nodeFields>(key: K): z.infer<(typeof nodeFields)[K]> | undefined => {
    if (!Object.hasOwn(source, key)) return undefined;
    const parsed = nodeFields[key].safeParse(source[key]);
    if (parsed.success) return parsed.data as z.infer<(typeof nodeFields)[K]>;
    issues.push({
      code: 'field.invalid',
      severity: 'warning',
      message: `The field "${key}" of the node has a value that does not fit; it is kept in the file and not used.`,
      place: { node: id, field: key },
    });
    return undefined;
  };
  read('size');
  read('collapsed');
  for (const key of Object.keys(source)) {
    if (key === 'id' || key === 'type' || Object.hasOwn(nodeFields, key)) continue;
    issues.push({
      code: 'field.unknown',
      severity: 'warning',
      message: `The node has a field "${key}" that this version does not know; it is kept in the file.`,
      place: { node: id, field: key },
    });
  }
  return {
    id,
    type,
    version: read('version') ?? 1,
    title: read('title') ?? '',
    position: read('position') ?? { x: 0, y: 0 },
    params: read('params') ?? {},
    mode: read('mode') ?? 'active',
    map: read('map') ?? 'zip',
    variation: read('variation') ?? 0,
    pin: read('pin'),
  };
}

function listField(document: WorkflowDocument, key: string): readonly Json[] {
  const value = document[key];
  return Array.isArray(value) ? value : [];
}

function textField(document: WorkflowDocument, key: string): string {
  const value = document[key];
  return typeof value === 'string' ? value : '';
}

const documentOrder = ['format', 'version', 'id', 'name', 'description', 'nodes', 'edges', 'frames', 'notes'];
const nodeOrder = ['id', 'type', 'version', 'title', 'position', 'size', 'collapsed', 'params', 'mode', 'map'];
const edgeOrder = ['id', 'from', 'to'];

/**
 * The text of a workflow file: two spaces, known keys in a fixed order, unknown ones behind them in their own order, one
 * new line at the end.
 */
export function formatDocument(document: WorkflowDocument): string {
  const ordered = orderKeys(document, documentOrder, (key, value) => {
    if (!Array.isArray(value)) return value;
    if (key === 'nodes') return value.map((node) => (isObject(node) ? orderKeys(node, nodeOrder) : node));
    if (key === 'edges') return value.map((edge) => (isObject(edge) ? orderKeys(edge, edgeOrder) : edge));
    return value;
  });
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy with the named keys first. `defineProperty` keeps a key named `__proto__` a key. */
function orderKeys(
  source: { [key: string]: Json },
  first: readonly string[],
  change: (key: string, value: Json) => Json = (_key, value) => value,
): { [key: string]: Json } {
  const target: { [key: string]: Json } = {};
  const rest = Object.keys(source).filter((key) => !first.includes(key));
  for (const key of [...first.filter((name) => Object.hasOwn(source, name)), ...rest]) {
    const value = change(key, source[key] as Json);
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return target;
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
