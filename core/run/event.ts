import { z } from 'zod';
import { errorCodes, errorInfoSchema } from '../errors.ts';
import { wordingFields } from '../text.ts';
import { savedValueSchema } from '../value/value.ts';
import { addressSchema } from './address.ts';

/** Outputs of a node run by port. */
const outputsSchema = z.record(z.string(), savedValueSchema);

/** Nested lengths of a mapped node: 0 is one item that runs, an array is a level of items. */
export type Shape = 0 | Shape[];
export const shapeSchema: z.ZodType<Shape> = z.lazy(() => z.union([z.literal(0), z.array(shapeSchema)]));

/** Why a run that has not ended does nothing: what it waits for. */
export const suspendReasons = ['tasks', 'user', 'connection', 'disk', 'home'] as const;

/** What a node asks its user, with the choices that answer it. */
export const questionSchema = z.object({
  kind: z.enum(['ambiguous', 'upload', 'price']),
  ...wordingFields,
  choices: z.array(z.enum(['look', 'send-again', 'give-up', 'allow'])),
  /** Tasks at the gateway that may be the one in question; the id of one of them is an answer too. */
  candidates: z
    .array(
      z.object({
        id: z.string(),
        /** ISO 8601. */
        createdAt: z.string().optional(),
        model: z.string().optional(),
        prompt: z.string().optional(),
        status: z.string().optional(),
      }),
    )
    .optional(),
});
export type Question = z.infer<typeof questionSchema>;

export const skipReasonSchema = z.object({
  /** `failed` something before it failed · `gap` an item that it reads is missing · `muted` · `bypassed` no input fits. */
  why: z.enum(['failed', 'gap', 'muted', 'bypassed', 'cancelled']),
  /** The node that it waited for. */
  because: z.string().optional(),
});

/** What a call bought, for those who want the same again or ask what has changed since. */
export const purchaseSchema = z.object({
  /** The same for every node that asks for the same thing. */
  id: z.string(),
  /** What it was made of, in short: `param size` → `1024x1024`; a `#` begins a digest of what is long. */
  facts: z.record(z.string(), z.string()),
  /** What people called the node then. */
  title: z.string(),
});
export type Purchase = z.infer<typeof purchaseSchema>;

const stamp = { seq: z.int().nonnegative(), at: z.string(), run: z.string() };
const nodeStamp = { ...stamp, ...addressSchema.omit({ run: true }).shape };

const runStart = z.object({
  event: z.literal('run-start'),
  ...stamp,
  workflow: z.object({ id: z.string(), name: z.string() }),
  connection: z.object({ name: z.string(), baseUrl: z.string(), practice: z.boolean() }).optional(),
  /** The nodes that are part of the run, in topological order. */
  nodes: z.array(z.string()),
});
const runSuspend = z.object({
  event: z.literal('run-suspend'),
  ...stamp,
  why: z.enum(suspendReasons),
  /** For `connection`: what is wrong with it. */
  code: z.enum(errorCodes).optional(),
  ...wordingFields,
});
const runResume = z.object({ event: z.literal('run-resume'), ...stamp });
const runRetry = z.object({ event: z.literal('run-retry'), ...stamp });
const runEnd = z.object({
  event: z.literal('run-end'),
  ...stamp,
  state: z.enum(['done', 'failed', 'cancelled']),
  outputs: outputsSchema,
  error: errorInfoSchema.optional(),
});

const nodeItems = z.object({ event: z.literal('node-items'), ...nodeStamp, shape: shapeSchema });
const nodeStart = z.object({ event: z.literal('node-start'), ...nodeStamp });
const nodeWait = z.object({
  event: z.literal('node-wait'),
  ...nodeStamp,
  /** The task at the gateway, and the ledger's attempt that made it. */
  task: z.object({ id: z.string(), attempt: z.string(), since: z.string() }),
});
const nodeContinue = z.object({ event: z.literal('node-continue'), ...nodeStamp });
const nodeQuestion = z.object({ event: z.literal('node-question'), ...nodeStamp, question: questionSchema });
const nodeAnswer = z.object({ event: z.literal('node-answer'), ...nodeStamp, choice: z.string() });
const nodeEnd = z.object({
  event: z.literal('node-end'),
  ...nodeStamp,
  outputs: outputsSchema,
  /** The reuse key under which the outputs may serve again. */
  key: z.string().optional(),
  purchase: purchaseSchema.optional(),
});
const nodeReuse = z.object({
  event: z.literal('node-reuse'),
  ...nodeStamp,
  outputs: outputsSchema,
  /** `pin`, or the run that made it and when. */
  from: z.union([z.literal('pin'), z.object({ run: z.string(), at: z.string() })]),
});
const nodeError = z.object({ event: z.literal('node-error'), ...nodeStamp, error: errorInfoSchema });
const nodeSkip = z.object({ event: z.literal('node-skip'), ...nodeStamp, reason: skipReasonSchema });
const nodeCancel = z.object({ event: z.literal('node-cancel'), ...nodeStamp });
const nodeRetry = z.object({ event: z.literal('node-retry'), ...nodeStamp });
const nodeIssue = z.object({ event: z.literal('node-issue'), ...nodeStamp, ...wordingFields });

/** The events that change the state of a run and are in its journal. */
export const journalEventSchema = z.discriminatedUnion('event', [
  runStart,
  runSuspend,
  runResume,
  runRetry,
  runEnd,
  nodeItems,
  nodeStart,
  nodeWait,
  nodeContinue,
  nodeQuestion,
  nodeAnswer,
  nodeEnd,
  nodeReuse,
  nodeError,
  nodeSkip,
  nodeCancel,
  nodeRetry,
  nodeIssue,
]);
export type JournalEvent = z.infer<typeof journalEventSchema>;

/** Events for the eye only; they are not journalled and change no state. */
const nodeDelta = z.object({ event: z.literal('node-delta'), ...nodeStamp, port: z.string(), text: z.string() });
const nodeProgress = z.object({
  event: z.literal('node-progress'),
  ...nodeStamp,
  /** From 0 to 1. */
  progress: z.number().optional(),
  /** The gateway's word for the state of the task, or in a sentence what is done meanwhile; only that has a Chinese wording. */
  status: z.string().optional(),
  zh: z.string().optional(),
});
export const viewEventSchema = z.discriminatedUnion('event', [nodeDelta, nodeProgress]);
export type ViewEvent = z.infer<typeof viewEventSchema>;

export type RunEvent = JournalEvent | ViewEvent;

/** An event before it has its number and time. */
export type EventBody<E> = E extends unknown ? Omit<E, 'seq' | 'at' | 'run'> : never;

export function isJournalled(event: RunEvent): event is JournalEvent {
  return event.event !== 'node-delta' && event.event !== 'node-progress';
}
