import { z } from 'zod';
import { createIssue, type Issue } from '../issue.ts';
import { type LocalText, say } from '../text.ts';
import { parsePortType } from '../value/type.ts';
import { type Json, type SavedValue, savedValueSchema, valueProblem } from '../value/value.ts';
import type { Workflow, WorkflowDocument, WorkflowEdge, WorkflowNode } from './document.ts';
import { documentKeys, edgeKeys, isJsonObject, portRefKeys, positionKeys, sizeKeys } from './format.ts';

/** The parts of a document that have fields. */
const owners = {
  workflow: { en: 'workflow', zh: '工作流' },
  node: { en: 'node', zh: '节点' },
  edge: { en: 'edge', zh: '连线' },
} as const satisfies Record<string, LocalText>;
type Owner = keyof typeof owners;

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

function invalidField(owner: Owner, field: string, place: Issue['place']): Issue {
  const decisive = owner === 'node' && decisiveFields.has(field);
  return createIssue(
    'field.invalid',
    decisive ? 'error' : 'warning',
    { ...place, field },
    say(
      'The field "{field}" of the {owner} has a value that does not fit; it is kept in the file and not used.',
      '{owner}的字段“{field}”的值不合适；它会保留在文件中，但不会使用。',
      { field, owner: owners[owner] },
    ),
    decisive ? { en: 'Set it anew.', zh: '请重新设置。' } : undefined,
  );
}

function reportUnknown(
  source: Json | undefined,
  known: readonly string[],
  owner: Owner,
  place: Issue['place'],
  issues: Issue[],
  prefix = '',
): void {
  if (!isJsonObject(source)) return;
  for (const key of Object.keys(source)) {
    if (known.includes(key)) continue;
    const field = `${prefix}${key}`;
    const message = say(
      'The {owner} has a field "{field}" that this version does not know; it is kept in the file.',
      '{owner}有当前版本未知的字段“{field}”，它会保留在文件中。',
      { owner: owners[owner], field },
    );
    issues.push(createIssue('field.unknown', 'warning', { ...place, field }, message));
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
    const message = say(
      'Edge {number} of the file has no id, no start or no end; it does nothing.',
      '文件中的第 {number} 条连线没有 id、起点或终点，不起作用。',
      { number: index + 1 },
    );
    issues.push(createIssue('edge.malformed', 'warning', { field: `edges[${index}]` }, message));
    return undefined;
  }
  const edge = parsed.data;
  const place = { edge: edge.id };
  if (others.has(edge.id)) {
    const message = say(
      'Two edges have the id "{id}"; the second one does nothing.',
      '两条连线的 id 都是“{id}”，第二条不起作用。',
      { id: edge.id },
    );
    issues.push(createIssue('edge.duplicate-id', 'warning', { ...place, field: `edges[${index}].id` }, message));
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
    const message = say(
      'Node {number} of the file has no id or no type; it is kept in the file and does nothing.',
      '文件中的第 {number} 个节点没有 id 或类型；它会保留在文件中，但不起作用。',
      { number: index + 1 },
    );
    issues.push(createIssue('node.malformed', 'warning', { field: `nodes[${index}]` }, message));
    return undefined;
  }
  const { id, type } = identity.data;
  if (others.has(id)) {
    issues.push(
      createIssue(
        'node.duplicate-id',
        'error',
        { node: id, field: `nodes[${index}].id` },
        say('Two nodes have the id "{id}"; the second one is left out.', '两个节点的 id 都是“{id}”，第二个未载入。', {
          id,
        }),
        { en: 'Give one of them another id in the file.', zh: '请在文件中为其中一个换一个 id。' },
      ),
    );
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
