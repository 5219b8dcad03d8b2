import { z } from 'zod';
import { type ErrorInfo, errorInfoSchema } from '../errors.ts';
import { familyDialectsSchema } from '../node/dialects.ts';
import { fileRefSchema } from '../node/param.ts';
import { importReviewSchema, operationChoiceSchema } from '../recipe/import.ts';
import type { RecipeSource } from '../recipe/schema.ts';
import { questionSchema } from '../run/event.ts';
import { localTextSchema } from '../text.ts';
import { mediaValueSchema, savedValueSchema } from '../value/value.ts';
import {
  accountViewSchema,
  connectionCheckSchema,
  connectionViewSchema,
  tokenChangeSchema,
} from './connection-views.ts';
import {
  documentSchema,
  draftRowSchema,
  folderViewSchema,
  languages,
  openedDocumentSchema,
  settingsChangeSchema,
  settingsSchema,
  templateSchema,
  workflowEntrySchema,
} from './document-views.ts';
import {
  planViewSchema,
  runCostSchema,
  runEventSchema,
  runSummarySchema,
  runViewSchema,
  taskViewSchema,
} from './run-views.ts';

const nothing = z.object({});
/** The text of a document that the user chose. */
const apiDocumentSchema = z.object({ name: z.string().max(300), text: z.string() });
/** Checked by its own schema where it is loaded. */
const recipeSourceSchema = z.custom<RecipeSource>((value) => typeof value === 'object' && value !== null);
const run = z.object({ run: z.string() });
const task = z.object({ task: z.string() });

/** Which document, which part of it, and how it is to be run or planned. */
const runRequest = z.object({
  draft: z.string(),
  document: documentSchema,
  /** The saved file, for the folder that its files are relative to. */
  path: z.string().optional(),
  to: z.string().optional(),
  from: z.string().optional(),
  /** These nodes and what they need. */
  only: z.array(z.string()).min(1).optional(),
  fresh: z.boolean().optional(),
  /** Nodes that take what another node has bought for the same request. */
  take: z.array(z.string()).optional(),
});

/**
 * The one table of what the screen can ask of the main process (`calls`) and what it is told by itself (`pushes`). Hosts,
 * tests and the screen are made from it: a handler too many or too few does not compile. Names are noun.verb.
 */
export const contract = {
  calls: {
    /** Everything that the first screen needs. */
    'app.start': {
      input: nothing,
      output: z.object({
        version: z.string(),
        host: z.enum(['desktop', 'browser']),
        settings: settingsSchema,
        connections: z.array(connectionViewSchema),
        recents: z.array(workflowEntrySchema),
        /** Documents that were open, or have unsaved work, when the program ended. */
        open: z.array(
          z.object({
            draft: z.string(),
            path: z.string().optional(),
            name: z.string(),
            /** Another window has it open. */
            elsewhere: z.boolean(),
          }),
        ),
        templates: z.array(templateSchema),
      }),
    },
    /** Brings the window before the others; a browser has its own ways. */
    'window.show': { input: nothing, output: nothing },
    'settings.change': { input: settingsChangeSchema, output: settingsSchema },

    /** A new document, empty or from a template, in the language of the screen. */
    'workflow.create': {
      input: z.object({ template: z.string().optional(), language: z.enum(languages).optional() }),
      output: openedDocumentSchema,
    },
    'workflow.open': { input: z.object({ path: z.string() }), output: openedDocumentSchema },
    /**
     * Opens a draft as it was left, undo list included. One that another window has open comes without a lease, to be read
     * only; `take` takes it over, and the other window is told.
     */
    'workflow.restore': {
      input: z.object({ draft: z.string(), take: z.boolean().optional() }),
      output: openedDocumentSchema,
    },
    /**
     * Saves a document. Without a path it goes into the workflows folder under its name. `revision` is the file's as the
     * screen knows it: when another program changed the file meanwhile the answer is a conflict and nothing is written.
     */
    'workflow.save': {
      input: z.object({
        draft: z.string(),
        lease: z.string(),
        document: documentSchema,
        path: z.string().optional(),
        /** For *save as*: a file name or a name for people. */
        name: z.string().optional(),
        /** For *save as*: another folder, one that was listed or chosen. */
        folder: z.string().optional(),
        revision: z.string().optional(),
        overwrite: z.boolean().optional(),
      }),
      output: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('saved'), path: z.string(), revision: z.string() }),
        z.object({ kind: z.literal('conflict'), path: z.string(), revision: z.string() }),
      ]),
    },
    /** Looks into a folder below the user's own; without a path into the workflows folder. Its workflows may be opened then. */
    'folder.list': { input: z.object({ path: z.string().optional() }), output: folderViewSchema },
    /** Makes a folder in one that was listed. */
    'folder.make': { input: z.object({ path: z.string(), name: z.string().min(1) }), output: folderViewSchema },
    /** Asks in a dialog of the system, only in the desktop window; no path when the user called it off. */
    'folder.choose': { input: nothing, output: z.object({ path: z.string().optional() }) },
    'workflow.choose': { input: nothing, output: z.object({ path: z.string().optional() }) },
    'workflow.list': { input: nothing, output: z.array(workflowEntrySchema) },
    /** The document is no longer open; unsaved work of it is kept unless it is discarded. */
    'workflow.close': { input: z.object({ draft: z.string(), discard: z.boolean() }), output: nothing },
    /**
     * Appends to the draft's journal; answered when the rows are on the disk. Not kept: the lease is not the newest one, so
     * another window has changed the draft and the rows would not fit behind what it wrote.
     */
    'draft.append': {
      input: z.object({ draft: z.string(), lease: z.string(), rows: z.array(draftRowSchema) }),
      output: z.object({ kept: z.boolean() }),
    },

    'plan.make': { input: runRequest, output: planViewSchema },
    'run.start': {
      input: runRequest.extend({
        /** US dollars; `null` for none, absent for that of the settings. */
        budget: z.number().nonnegative().nullable().optional(),
        allowUpload: z.boolean().optional(),
      }),
      output: run,
    },
    'run.resume': { input: run, output: nothing },
    'run.retry': { input: run, output: nothing },
    'run.cancel': { input: run, output: nothing },
    'run.answer': {
      input: z.object({ run: z.string(), node: z.string(), item: z.array(z.int()), choice: z.string() }),
      output: nothing,
    },
    /** What a run has cost so far. */
    'run.cost': { input: run, output: runCostSchema },
    'run.list': { input: nothing, output: z.array(runSummarySchema) },
    /** A run as it is now; its later events are pushed to this screen from then on. */
    'run.open': { input: run, output: runViewSchema },

    /** Attempts that have changed since an earlier answer of this call, newest first; all of them without one. */
    'task.list': {
      input: z.object({ since: z.int().optional() }),
      output: z.object({ tasks: z.array(taskViewSchema), revision: z.int() }),
    },
    /** What is told of one attempt beside its row: its newest raw answer as text, and what can be done. */
    'task.answer': {
      input: task,
      output: z.object({
        text: z.string().optional(),
        /** What is given up when it is forgotten. */
        loss: localTextSchema,
        /** Where one whose answer never came is decided about: by its run, by looking for it, or nowhere. */
        lost: z.enum(['run', 'look', 'none']).optional(),
      }),
    },
    /** Looks for the task of an attempt whose answer never came and whose run is over or gone, or takes a candidate. */
    'task.look': {
      input: task.extend({ candidate: z.string().optional() }),
      output: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('found') }),
        z.object({ kind: z.literal('open'), question: questionSchema }),
      ]),
    },
    'task.collect': {
      input: z.object({ task: z.string() }),
      output: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('delivered'), outputs: z.record(z.string(), savedValueSchema) }),
        z.object({ kind: z.literal('running'), status: z.string(), progress: z.number().optional() }),
        z.object({ kind: z.literal('failed'), error: errorInfoSchema }),
      ]),
    },
    'task.forget': { input: z.object({ task: z.string() }), output: nothing },

    'connection.list': { input: nothing, output: z.array(connectionViewSchema) },
    /** Adds or changes one; a key goes to the system's keyring, or stays in memory where there is none. */
    'connection.save': {
      input: z.object({
        name: z.string().min(1),
        baseUrl: z.string(),
        uploadUrl: z.string().optional(),
        keyToUploadHost: z.boolean(),
        /** Absent: as they were. */
        dialects: familyDialectsSchema.optional(),
        key: z.string().optional(),
        /** Absent: as it was; without a user: none any more; without a token: the one that is kept. */
        system: z.object({ user: z.string(), token: z.string().optional() }).optional(),
      }),
      output: z.array(connectionViewSchema),
    },
    'connection.remove': { input: z.object({ name: z.string() }), output: z.array(connectionViewSchema) },
    'connection.account': { input: z.object({ name: z.string() }), output: accountViewSchema },
    /** Makes, changes or deletes a key of the account, by its system access token. A new key is never shown here. */
    'connection.token': { input: z.object({ name: z.string(), change: tokenChangeSchema }), output: accountViewSchema },
    'connection.test': { input: z.object({ name: z.string() }), output: z.array(connectionCheckSchema) },
    /** The recipes of the home folder, and what is wrong with its files. */
    'recipe.list': {
      input: nothing,
      output: z.object({ recipes: z.array(recipeSourceSchema), problems: z.array(errorInfoSchema) }),
    },
    /** The document of a model of Replicate, `owner/name`, by the schema that the gateway passes on. */
    'recipe.describe': { input: z.object({ model: z.string().max(300) }), output: apiDocumentSchema },
    /** What of an OpenAPI document can be imported. */
    'recipe.review': { input: apiDocumentSchema, output: importReviewSchema },
    /** Imports the chosen operations; they are then in the list. */
    'recipe.import': {
      input: apiDocumentSchema.extend({ choices: z.array(operationChoiceSchema).min(1) }),
      output: z.object({ ids: z.array(z.string()), file: z.string() }),
    },
    'model.list': {
      input: nothing,
      output: z.object({ models: z.array(z.string()), error: errorInfoSchema.optional() }),
    },

    /** A long value that lies in the artifact store. */
    'value.load': { input: z.object({ artifact: z.string() }), output: z.object({ value: z.json() }) },
    /** What is known of a file that a node names, so that it can be shown. */
    'file.open': { input: z.object({ path: z.string().optional(), file: fileRefSchema }), output: mediaValueSchema },
    /**
     * Shows in the system's file manager what this program wrote: a result, or what a node of a run saved. Not shown: there
     * is no file manager, and the screen says where the file is.
     */
    'file.reveal': {
      input: z.union([
        z.strictObject({ artifact: z.string() }),
        z.strictObject({ run: z.string(), node: z.string(), file: z.string() }),
      ]),
      output: z.object({ shown: z.boolean(), path: z.string() }),
    },
  },
  pushes: {
    /** Events of runs in order, several at once when there are many. */
    'run.event': z.object({ run: z.string(), events: z.array(runEventSchema) }),
    'run.changed': run,
    'task.changed': nothing,
    /** A saved file was changed or removed by another program. */
    'workflow.changed': z.object({ path: z.string(), revision: z.string().optional() }),
    /** Another window took over a draft that this one had; what it wrote until then is in the journal. */
    'draft.taken': z.object({ draft: z.string() }),
    /** Another window wrote into a draft; `version` counts that, so that one that was missed is noticed. */
    'draft.changed': z.object({ draft: z.string(), version: z.int(), rows: z.array(draftRowSchema) }),
    'settings.changed': settingsSchema,
    'connection.changed': z.array(connectionViewSchema),
    'recipe.changed': nothing,
    /** A menu entry or a shortcut of the system was chosen: the name of a command of the screen. */
    'command.invoke': z.object({ command: z.string(), path: z.string().optional() }),
  },
} as const;

export type CallName = keyof (typeof contract)['calls'];
export type PushName = keyof (typeof contract)['pushes'];
export type CallInput<N extends CallName> = z.input<(typeof contract)['calls'][N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof contract)['calls'][N]['output']>;
export type PushPayload<N extends PushName> = z.output<(typeof contract)['pushes'][N]>;

/** What a host answers to a call: a value, or an error as plain JSON. */
export type CallResult<N extends CallName> =
  | { readonly ok: true; readonly value: CallOutput<N> }
  | { readonly ok: false; readonly error: ErrorInfo };

/** One handler for each call, no more and no less. */
export type Handlers = {
  readonly [N in CallName]: (
    input: z.output<(typeof contract)['calls'][N]['input']>,
  ) => Promise<CallOutput<N>> | CallOutput<N>;
};

/** How the screen reaches the main process, whichever host carries it. */
export interface ServicePort {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Returns what ends the subscription. */
  subscribe<N extends PushName>(name: N, listener: (payload: PushPayload<N>) => void): () => void;
}

/** Where the screen gets media: by artifact id, as an original or a thumbnail of at most so many pixels. */
export interface MediaLinks {
  original(artifact: string, mime: string): string;
  thumbnail(artifact: string, mime: string, side: number): string;
}

export const callNames = Object.keys(contract.calls) as readonly CallName[];
export const pushNames = Object.keys(contract.pushes) as readonly PushName[];
