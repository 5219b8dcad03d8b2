import { z } from 'zod';
import { errorInfoSchema } from '../errors.ts';
import { issueCodes } from '../issue.ts';
import { journalEventSchema, suspendReasons, viewEventSchema } from '../run/event.ts';
import { runSnapshotSchema } from '../run/snapshot.ts';
import { wordingFields } from '../text.ts';
import { savedValueSchema } from '../value/value.ts';
import { documentSchema } from './document-views.ts';

/** Shapes of the contract: plans, runs, tasks and what they cost. */

const priceRange = z.object({ from: z.number(), to: z.number() });
const issueSchema = z.object({
  code: z.enum(issueCodes),
  severity: z.enum(['error', 'warning']),
  ...wordingFields,
  place: z.object({
    node: z.string().optional(),
    field: z.string().optional(),
    item: z.array(z.int()).optional(),
    file: z.string().optional(),
    line: z.int().optional(),
    column: z.int().optional(),
    edge: z.string().optional(),
  }),
});
const sourceFields = { run: z.string(), at: z.string(), node: z.string(), workflow: z.string() };
const reasonSchema = z.discriminatedUnion('why', [
  z.object({ why: z.enum(['new', 'fresh', 'local', 'pinned', 'muted', 'bypassed']) }),
  z.object({ why: z.enum(['inputs', 'missing']), because: z.string() }),
  z.object({ why: z.literal('same'), run: z.string(), at: z.string() }),
  z.object({
    why: z.literal('changed'),
    run: z.string(),
    at: z.string(),
    changes: z
      .array(
        z.object({
          what: z.enum(['param', 'input', 'recipe', 'connection', 'variation']),
          name: z.string().optional(),
          from: z.string().optional(),
          to: z.string().optional(),
        }),
      )
      .readonly(),
  }),
  z.object({ why: z.literal('taken'), ...sourceFields }),
  z.object({ why: z.literal('invalid'), ...wordingFields }),
]);

/** A plan, as `core/plan/plan` describes it. */
export const planViewSchema = z.object({
  entries: z.array(
    z.object({
      node: z.string(),
      title: z.string(),
      type: z.string(),
      action: z.enum(['run', 'local', 'reuse', 'pass', 'skip', 'blocked']),
      reason: reasonSchema,
      items: z.int().optional(),
      reusedItems: z.int(),
      model: z.string().optional(),
      price: z.union([priceRange, z.enum(['unknown', 'free'])]),
      uploads: z.int(),
      offer: z.object({ ...sourceFields, items: z.int() }).optional(),
    }),
  ),
  issues: z.array(issueSchema),
  price: priceRange,
  unknownPrices: z.int(),
  uploads: z.int(),
  /** Why the gateway could not be asked; then models and prices are unknown. */
  connection: errorInfoSchema.optional(),
});
export type PlanView = z.infer<typeof planViewSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  workflow: z.string().optional(),
  state: z.enum(['created', 'running', 'suspended', 'done', 'failed', 'cancelled']),
  why: z.enum(suspendReasons).optional(),
  startedAt: z.string(),
  at: z.string(),
  practice: z.boolean(),
  counts: z.record(z.string(), z.int()),
});
export type RunView = z.infer<typeof runSummarySchema>;

/** A run as it is now, and the number of the last event in it: what comes next is pushed. */
export const runViewSchema = z.object({
  /** Its `seq` is that of the last event of any kind; events up to it that still arrive are in it already. */
  snapshot: runSnapshotSchema,
  document: documentSchema,
  /** What it was started from: a draft that may be there still, and the file as it was called then. */
  source: z.object({ draft: z.string().optional(), path: z.string().optional() }).optional(),
  /** What nodes that write text have written so far; their next `node-delta` goes on from here. */
  texts: z
    .array(
      z.object({
        path: z.array(z.string()),
        node: z.string(),
        item: z.array(z.int()),
        port: z.string(),
        text: z.string(),
      }),
    )
    .optional(),
});

export type OpenedRun = z.infer<typeof runViewSchema>;

export const taskViewSchema = z.object({
  id: z.string(),
  run: z.string(),
  node: z.string(),
  item: z.array(z.int()),
  nodeType: z.string(),
  /** What people called the node, where they did. */
  title: z.string().optional(),
  model: z.string().optional(),
  state: z.string(),
  practice: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  prompt: z.string().optional(),
  /** Expected, and by the tokens that the gateway told. */
  price: priceRange.optional(),
  cost: priceRange.optional(),
  /** The id at the gateway. */
  task: z.string().optional(),
  error: errorInfoSchema.optional(),
  outputs: z.record(z.string(), savedValueSchema).optional(),
});
export type TaskView = z.infer<typeof taskViewSchema>;

/** What a run has cost, from three sides; each says only what it knows. US dollars. */
export const runCostSchema = z.object({
  practice: z.boolean(),
  /** Requests that may have cost something. */
  calls: z.int(),
  /** What was expected of those whose price is known, and how many have none. */
  expected: priceRange,
  unknown: z.int(),
  /** By the tokens that the gateway told, for so many of the calls. */
  byTokens: priceRange.extend({ calls: z.int() }),
  /** How far the balance of the key or account fell while sessions of the run were executed. */
  balance: z
    .object({
      fell: z.number(),
      /** Other runs of this program were under way on the same account; other programs may have been in any case. */
      others: z.boolean(),
    })
    .optional(),
});
export type RunCostView = z.infer<typeof runCostSchema>;

export const runEventSchema = z.union([journalEventSchema, viewEventSchema]);
