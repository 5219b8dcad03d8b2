import { z } from 'zod';
import { errorInfoSchema } from '../errors.ts';
import { issueCodes } from '../issue.ts';
import { journalEventSchema, suspendReasons, viewEventSchema } from '../run/event.ts';
import { runSnapshotSchema } from '../run/snapshot.ts';
import { localTextSchema, wordingFields } from '../text.ts';
import { type Json, savedValueSchema } from '../value/value.ts';

/** What the screen and the main process tell each other: the shapes of the contract. */

/**
 * A workflow as JSON; what it holds is checked when it is opened. Taken as it is: a copy by zod would lose keys named
 * `__proto__`, and looking at each value of a large document would take long.
 */
export const documentSchema = z.custom<{ [key: string]: Json }>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be a workflow',
);

export const languages = ['en', 'zh-CN'] as const;
export const themes = ['system', 'light', 'dark'] as const;

export const settingsSchema = z.object({
  language: z.enum(languages).optional(),
  theme: z.enum(themes),
  /** Folder in which new workflows are saved. */
  workflows: z.string(),
  /** The connection that runs use, by name. */
  connection: z.string().optional(),
  /** US dollars for one run; absent: no limit. */
  budget: z.number().nonnegative().optional(),
  /** Whether the first start is behind us. */
  welcomed: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What is changed of the settings; `null` takes a choice back. */
export const settingsChangeSchema = settingsSchema.partial().extend({
  budget: z.number().nonnegative().nullable().optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** Where a workflow lies. The screen passes `path` back and never builds one. */
export const workflowEntrySchema = z.object({
  path: z.string(),
  name: z.string(),
  /** ISO 8601. */
  changedAt: z.string(),
  nodes: z.int().nonnegative(),
});
export type WorkflowEntry = z.infer<typeof workflowEntrySchema>;

/** A folder as the screen shows it to choose one: only what a person may choose is in it. */
export const folderViewSchema = z.object({
  path: z.string(),
  /** As people write it: `~/Films`. */
  name: z.string(),
  /** The folder that it is in; absent where people may go no further up. */
  parent: z.string().optional(),
  folders: z.array(z.object({ path: z.string(), name: z.string() })),
  workflows: z.array(workflowEntrySchema),
  /** Whether workflows may be kept in it. */
  usable: z.boolean(),
});
export type FolderView = z.infer<typeof folderViewSchema>;

export const templateSchema = z.object({
  id: z.string(),
  name: localTextSchema,
  summary: localTextSchema,
  nodes: z.int().nonnegative(),
});
export type Template = z.infer<typeof templateSchema>;

/** One gesture in the history of a document. `patches` and `inverse` are JSON patches by path. */
export const patchSchema = z.object({
  op: z.enum(['add', 'remove', 'replace']),
  path: z.array(z.union([z.string(), z.int()])),
  // Taken as it is, like a document.
  value: z.custom<Json>().optional(),
});
export type Patch = z.infer<typeof patchSchema>;
export const historyEntrySchema = z.object({
  id: z.string(),
  /** Names the gesture for people: a key of the texts. */
  label: z.string(),
  at: z.string(),
  patches: z.array(patchSchema),
  inverse: z.array(patchSchema),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** What the draft journal of a document holds, in order. */
export const draftRowSchema = z.discriminatedUnion('row', [
  z.object({ row: z.literal('edit'), entry: historyEntrySchema }),
  z.object({ row: z.literal('undo') }),
  z.object({ row: z.literal('redo') }),
  /** The document was saved as it then was. */
  z.object({ row: z.literal('save'), path: z.string(), revision: z.string() }),
]);
export type DraftRow = z.infer<typeof draftRowSchema>;

/** An open document: `draft` names it for good, whatever its file is called. */
export const openedDocumentSchema = z.object({
  draft: z.string(),
  /** Absent while it was never saved. */
  path: z.string().optional(),
  name: z.string(),
  /** The document as the draft's journal begins. */
  base: documentSchema,
  /** What was done since; replaying it gives the document and its undo list. */
  rows: z.array(draftRowSchema),
  /** How often it had been written when it was read; what other windows write from then on has the numbers after it. */
  version: z.int().nonnegative(),
  /** Of the file when it was opened or saved last; changes with every change of the file. */
  revision: z.string().optional(),
  /** A file of a newer version: it cannot be saved over. */
  readOnly: z.boolean(),
  /** The right to change the draft, for this opening of it; absent: another window has it and this one may only read. */
  lease: z.string().optional(),
});
export type OpenedDocument = z.infer<typeof openedDocumentSchema>;

export const connectionViewSchema = z.object({
  name: z.string(),
  baseUrl: z.string(),
  uploadUrl: z.string().optional(),
  practice: z.boolean(),
  /** Whether the key goes to the upload host too. */
  keyToUploadHost: z.boolean(),
  /** Where the key is, never the key: `session` is in memory until the program ends. */
  key: z.enum(['keyring', 'environment', 'session', 'missing', 'none']),
  /** The user of the account whose system access token is known, and where that is. */
  system: z.object({ user: z.string(), token: z.enum(['keyring', 'environment', 'session', 'missing']) }).optional(),
  /** It cannot be changed here (it comes from the environment). */
  fixed: z.boolean(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** One line of a connection test. `hint` says what to do when it is not well. */
export const connectionCheckSchema = z.object({
  what: z.enum(['reachable', 'key', 'group', 'models', 'prices', 'balance', 'upload']),
  ok: z.boolean(),
  ...wordingFields,
});
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>;

const money = z.number().optional();
const keyUsage = {
  name: z.string(),
  granted: money,
  used: money,
  available: money,
  unlimited: z.boolean(),
  expires: z.string().optional(),
  models: z.array(z.string()),
};

/** What the gateway tells of a key, of the account and of its other keys; amounts in US dollars. */
export const accountViewSchema = z.object({
  key: z.object(keyUsage).optional(),
  account: z
    .object({ name: z.string(), group: z.string(), balance: money, used: money, requests: z.number().optional() })
    .optional(),
  tokens: z.array(z.object({ ...keyUsage, id: z.number(), enabled: z.boolean(), group: z.string() })).optional(),
  /** Why something of it is missing. */
  errors: z.array(errorInfoSchema),
});
export type AccountView = z.infer<typeof accountViewSchema>;

/** What a key shall be; what is left out stays. */
const tokenWishSchema = z.object({
  name: z.string().min(1).max(50).optional(),
  /** US dollars; null: without a limit. */
  limit: z.number().nonnegative().nullable().optional(),
  /** ISO 8601; null: for ever. */
  expires: z.string().nullable().optional(),
  /** Empty: all. */
  models: z.array(z.string()).optional(),
  group: z.string().optional(),
});
export const tokenChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), wish: tokenWishSchema.required({ name: true }) }),
  z.object({ kind: z.literal('update'), id: z.number(), wish: tokenWishSchema }),
  z.object({ kind: z.literal('delete'), id: z.number() }),
]);
export type TokenChange = z.infer<typeof tokenChangeSchema>;

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
