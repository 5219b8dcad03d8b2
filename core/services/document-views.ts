import { z } from 'zod';
import { localTextSchema } from '../text.ts';
import type { Json } from '../value/value.ts';

/** Shapes of the contract: settings, workflows and their drafts. */

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
  /** US dollars for one run; absent: none. */
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
  /** Its graph as it is seen from far: where its nodes lie, and from which to which of them, by number, its wires go. */
  sketch: z.object({
    nodes: z.array(z.object({ type: z.string(), x: z.number(), y: z.number() })),
    wires: z.array(z.tuple([z.int(), z.int()])),
  }),
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
