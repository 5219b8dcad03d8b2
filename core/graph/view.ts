import { z } from 'zod';
import type { Issue } from '../issue.ts';
import { parsePortType } from '../value/type.ts';
import { type Json, type SavedValue, savedValueSchema, valueProblem } from '../value/value.ts';
import type { Workflow, WorkflowDocument, WorkflowEdge, WorkflowNode } from './document.ts';
import { documentKeys, edgeKeys, isJsonObject, portRefKeys, positionKeys, sizeKeys } from './format.ts';

export const nodeModes = ['active', 'bypassed', 'muted'] as const;

const portRefSchema = z.object({ node: z.string(), port: z.string() });
const edgeSchema = z.object({ id: z.string().min(1), from: portRefSchema, to: portRefSchema });
const nodeIdentitySchema = z.object({ id: z.string().min(1), type: z.string().min(1) });
const position = z.object({ x: z.number(), y: z.number() });

/**
 * The optional fields of a node, each checked alone: one that does not fit is an issue and its default is used. Objects
 * of any keys are taken as they are, not as zod's copy, which would lose a key named `__proto__`.
 */
const nodeFields = {
  version: z.int().positive(),
  title: z.string(),
  position,
  params: z.custom<Readonly<Record<string, Json>>>(isJsonObject),
  mode: z.enum(nodeModes),
  map: z.enum(['zip', 'cross']),
  variation: z.int(),
  pin: z.custom<Readonly<Record<string, SavedValue>>>(isPin),
  size: z.object({ width: z.number(), height: z.number() }),
  collapsed: z.boolean(),
};

/** With one of these misread, a node would do (and cost) something else than its author meant, so it must not run. */
const decisiveFields: ReadonlySet<string> = new Set(['version', 'params', 'mode', 'map', 'variation', 'pin']);

function isPin(pin: unknown): boolean {
  return isJsonObject(pin) && Object.values(pin).every(isPinnedValue);
}

function isPinnedValue(pinned: Json): boolean {
  const saved = savedValueSchema.safeParse(pinned);
  const type = saved.success ? parsePortType(saved.data.type) : undefined;
  return saved.success && type !== undefined && valueProblem({ type, value: saved.data.value ?? null }) === null;
}

/** Derives the typed view of a document and says what in it does not fit: one issue for each part that is not used. */
export function viewDocument(document: WorkflowDocument): { workflow: Workflow; issues: Issue[] } {
  const issues: Issue[] = [];
  reportDocumentFields(document, issues);
  const nodes = new Map<string, WorkflowNode>();
  for (const [index, raw] of listField(document, 'nodes').entries()) {
    const node = viewNode(raw, index, nodes, issues);
    if (node !== undefined) nodes.set(node.id, node);
  }
  const edges = new Map<string, WorkflowEdge>();
  for (const [index, raw] of listField(document, 'edges').entries()) {
    const edge = viewEdge(raw, index, edges, issues);
    if (edge !== undefined) edges.set(edge.id, edge);
  }
  const workflow = {
    id: textField(document, 'id'),
    name: textField(document, 'name'),
    description: textField(document, 'description'),
    nodes: [...nodes.values()],
    edges: [...edges.values()],
  };
  return { workflow, issues };
}

function reportDocumentFields(document: WorkflowDocument, issues: Issue[]): void {
  for (const key of ['id', 'name', 'description', 'frames', 'notes']) {
    if (!Object.hasOwn(document, key)) continue;
    const fits = key === 'frames' || key === 'notes' ? Array.isArray(document[key]) : typeof document[key] === 'string';
    if (!fits) issues.push(invalidField('workflow', key, {}));
  }
  reportUnknown(document, documentKeys, 'workflow', {}, issues);
}

function invalidField(owner: string, field: string, place: Issue['place']): Issue {
  const decisive = owner === 'node' && decisiveFields.has(field);
  return {
    code: 'field.invalid',
    severity: decisive ? 'error' : 'warning',
    message: `The field "${field}" of the ${owner} has a value that does not fit; it is kept in the file and not used.`,
    ...(decisive && { hint: 'Set it anew.' }),
    place: { ...place, field },
  };
}

function reportUnknown(
  source: Json | undefined,
  known: readonly string[],
  owner: string,
  place: Issue['place'],
  issues: Issue[],
  prefix = '',
): void {
  if (!isJsonObject(source)) return;
  for (const key of Object.keys(source)) {
    if (known.includes(key)) continue;
    issues.push({
      code: 'field.unknown',
      severity: 'warning',
      message: `The ${owner} has a field "${prefix}${key}" that this version does not know; it is kept in the file.`,
      place: { ...place, field: `${prefix}${key}` },
    });
  }
}

function viewEdge(
  raw: Json,
  index: number,
  others: ReadonlyMap<string, WorkflowEdge>,
  issues: Issue[],
): WorkflowEdge | undefined {
  const parsed = edgeSchema.safeParse(raw);
  if (!parsed.success) {
    issues.push({
      code: 'edge.malformed',
      severity: 'warning',
      message: `Edge ${index + 1} of the file has no id, no start or no end; it does nothing.`,
      place: { field: `edges[${index}]` },
    });
    return undefined;
  }
  const edge = parsed.data;
  const place = { edge: edge.id };
  if (others.has(edge.id)) {
    issues.push({
      code: 'edge.duplicate-id',
      severity: 'warning',
      message: `Two edges have the id "${edge.id}"; the second one does nothing.`,
      place: { ...place, field: `edges[${index}].id` },
    });
    return undefined;
  }
  const source = raw as { [key: string]: Json };
  reportUnknown(source, edgeKeys, 'edge', place, issues);
  reportUnknown(source['from'], portRefKeys, 'edge', place, issues, 'from.');
  reportUnknown(source['to'], portRefKeys, 'edge', place, issues, 'to.');
  return edge;
}

function viewNode(
  raw: Json,
  index: number,
  others: ReadonlyMap<string, WorkflowNode>,
  issues: Issue[],
): WorkflowNode | undefined {
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
  if (others.has(id)) {
    issues.push({
      code: 'node.duplicate-id',
      severity: 'error',
      message: `Two nodes have the id "${id}"; the second one is left out.`,
      hint: 'Give one of them another id in the file.',
      place: { node: id, field: `nodes[${index}].id` },
    });
    return undefined;
  }
  const source = raw as { [key: string]: Json };
  const read = <K extends keyof typeof nodeFields>(key: K): z.infer<(typeof nodeFields)[K]> | undefined => {
    if (!Object.hasOwn(source, key)) return undefined;
    const parsed = nodeFields[key].safeParse(source[key]);
    if (parsed.success) return parsed.data as z.infer<(typeof nodeFields)[K]>;
    issues.push(invalidField('node', key, { node: id }));
    return undefined;
  };
  reportUnknown(source, ['id', 'type', ...Object.keys(nodeFields)], 'node', { node: id }, issues);
  if (read('size') !== undefined) reportUnknown(source['size'], sizeKeys, 'node', { node: id }, issues, 'size.');
  read('collapsed');
  const place = read('position');
  if (place !== undefined) reportUnknown(source['position'], positionKeys, 'node', { node: id }, issues, 'position.');
  return {
    id,
    type,
    version: read('version') ?? 1,
    title: read('title') ?? '',
    position: place ?? { x: 0, y: 0 },
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
