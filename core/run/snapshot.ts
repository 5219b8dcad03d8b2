import { z } from 'zod';
import { errorCodes, errorInfoSchema } from '../errors.ts';
import { wordingFields } from '../text.ts';
import { savedValueSchema } from '../value/value.ts';
import { questionSchema, shapeSchema, skipReasonSchema, suspendReasons } from './event.ts';
import type { ItemRun, NodeRun, RunState } from './state.ts';

const outputs = z.record(z.string(), savedValueSchema);
const attempt = z.int().nonnegative();

const itemSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), attempt, answer: z.string().optional() }),
  z.object({ state: z.literal('running'), attempt, since: z.string() }),
  z.object({
    state: z.literal('awaiting'),
    attempt,
    since: z.string(),
    task: z.object({ id: z.string(), attempt: z.string(), since: z.string() }),
  }),
  z.object({ state: z.literal('needs-user'), attempt, question: questionSchema }),
  z.object({
    state: z.literal('done'),
    attempt,
    since: z.string(),
    until: z.string(),
    outputs,
    key: z.string().optional(),
  }),
  z.object({
    state: z.literal('reused'),
    attempt,
    outputs,
    from: z.union([z.literal('pin'), z.object({ run: z.string(), at: z.string() })]),
  }),
  z.object({ state: z.literal('failed'), attempt, error: errorInfoSchema }),
  z.object({ state: z.literal('skipped'), attempt, reason: skipReasonSchema }),
  z.object({ state: z.literal('cancelled'), attempt }),
]);

const phaseSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('running') }),
  z.object({
    state: z.literal('suspended'),
    why: z.enum(suspendReasons),
    code: z.enum(errorCodes).optional(),
    ...wordingFields,
  }),
  z.object({ state: z.enum(['done', 'failed', 'cancelled']), outputs, error: errorInfoSchema.optional() }),
]);

/** The state of a run as plain JSON, for a reader that joins or comes back; events above `seq` go on from it. */
export const runSnapshotSchema = z.object({
  id: z.string(),
  workflow: z.object({ id: z.string(), name: z.string() }),
  connection: z.object({ name: z.string(), baseUrl: z.string(), practice: z.boolean() }).optional(),
  startedAt: z.string(),
  at: z.string(),
  seq: z.int(),
  phase: phaseSchema,
  order: z.array(z.string()),
  nodes: z.array(
    z.object({
      key: z.string(),
      node: z.string(),
      path: z.array(z.string()),
      shape: shapeSchema.optional(),
      messages: z.array(z.object(wordingFields)),
      items: z.array(z.tuple([z.string(), itemSchema])),
    }),
  ),
});
export type RunSnapshot = z.infer<typeof runSnapshotSchema>;

/** Plain JSON of a run's state. */
export function takeSnapshot(state: RunState): RunSnapshot {
  const nodes = [...state.nodes].map(([key, node]) => ({
    key,
    node: node.node,
    path: [...node.path],
    ...(node.shape !== undefined && { shape: node.shape }),
    messages: [...node.messages],
    items: [...node.items] as RunSnapshot['nodes'][number]['items'],
  }));
  const { connection, phase } = state;
  return {
    id: state.id,
    workflow: state.workflow,
    ...(connection !== undefined && { connection }),
    startedAt: state.startedAt,
    at: state.at,
    seq: state.seq,
    phase: phase as RunSnapshot['phase'],
    order: [...state.order],
    nodes,
  };
}

/** The state behind a snapshot, ready for the reducer. */
export function restoreSnapshot(snapshot: RunSnapshot): RunState {
  const nodes = snapshot.nodes.map((node): [string, NodeRun] => [
    node.key,
    {
      node: node.node,
      path: node.path,
      shape: node.shape,
      messages: node.messages,
      items: new Map(node.items as [string, ItemRun][]),
    },
  ]);
  return {
    id: snapshot.id,
    workflow: snapshot.workflow,
    connection: snapshot.connection,
    startedAt: snapshot.startedAt,
    at: snapshot.at,
    seq: snapshot.seq,
    phase: snapshot.phase as RunState['phase'],
    order: snapshot.order,
    nodes: new Map(nodes),
  };
}
