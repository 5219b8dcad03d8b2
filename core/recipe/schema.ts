import { z } from 'zod';
import { paramDefinitionSchema } from '../node/param.ts';
import { localTextSchema } from '../text.ts';
import { mediaKinds } from '../value/type.ts';

/**
 * How a file is handed to the gateway: `public-url` a link that anyone can open (an upload when there is none yet),
 * `data-url`, `url-or-data` its public link when it has one and else a data URL (nothing is uploaded), bare `base64`, or `file` as a part of a multipart body.
 */
export const mediaFormSchema = z.enum(['public-url', 'data-url', 'url-or-data', 'base64', 'file']);
export type MediaForm = z.infer<typeof mediaFormSchema>;

/** What a call asks of the files of one input; checked before anything is paid. Sizes in bytes, sides in pixels. */
export const mediaRuleSchema = z.object({
  form: mediaFormSchema,
  maxCount: z.int().optional(),
  maxBytes: z.int().optional(),
  /** Mime types, `*` allowed at the end (`image/*`). */
  types: z.array(z.string()).optional(),
  minSide: z.number().optional(),
  maxSide: z.number().optional(),
  /** Width divided by height. */
  minRatio: z.number().optional(),
  maxRatio: z.number().optional(),
  /** Seconds. */
  maxDuration: z.number().optional(),
});
export type MediaRule = z.infer<typeof mediaRuleSchema>;

/** A dotted path into JSON: `data[0].url`, `data[*].url` (each), `task_result.videos[*].url`, `[0]` of a list itself. */
export const pathSchema = z.string().regex(/^(?:[^.[\]]+|\[(\d+|\*)\])(\.[^.[\]]+|\[(\d+|\*)\])*$/);

/** What a call asks of a text input; checked before anything is paid. Lengths in characters. */
export const textRuleSchema = z.object({ minLength: z.int().optional(), maxLength: z.int().optional() });
export type TextRule = z.infer<typeof textRuleSchema>;

/** A test in a mapping; `present` means there and not empty. */
export type Condition =
  | { present: Mapping }
  | { equals: [Mapping, Mapping] }
  | { not: Condition }
  | { all: Condition[] }
  | { any: Condition[] };

/**
 * The body mapping: data that says how a JSON value is made of params and inputs. It can compute nothing else.
 * - `param` a param's value · `input` an input, media in the form that its rule names (`path` picks a field of JSON)
 * - `files` the files of an input as objects with `content` (the form), `base64` (also of a data URL), `mime` and `name`
 * - `attempt` an id that no other request has: the mark by which `task.list` finds the task of a request without an answer
 * - `turns` what a conversation with function calls has had after the first request, in the dialect of the route
 * - `constant` · `text` a template with `{name}` for params and inputs; nothing when one of them is not there
 * - `object`, `list` without what gives nothing · `concat` lists end to end, a single value being a list of one
 * - `join` texts with `by` between them, without those that are not there
 * - `when`/`give`/`otherwise` · `omitEmpty` nothing instead of "" [] {} null · `each` maps a list, `item` is its element
 * - `lookup` a table, constant or made of a list of objects · `first` the first of several that is there
 * - `decode` base64 to text, hex to base64, a data URL to its base64, a markdown text to its first link, a text to its lines
 * - `must` what has to be there, else the call is refused before it is sent: `field` and `problem` (a predicate) say why,
 *   `choices` gives the list of what would do
 */
export type Mapping =
  | { param: string }
  | { input: string; path?: string | undefined }
  | { files: string }
  | { turns: true }
  | { item: true; path?: string | undefined }
  | { attempt: true }
  | { constant: z.core.util.JSONType }
  | { text: string }
  | { object: Record<string, Mapping> }
  | { list: Mapping[] }
  | { concat: Mapping[] }
  | { join: Mapping[]; by: string }
  | { when: Condition; give: Mapping; otherwise?: Mapping | undefined }
  | { omitEmpty: Mapping }
  | { each: Mapping; give: Mapping }
  | { lookup: Mapping; table: Record<string, z.core.util.JSONType>; otherwise?: Mapping | undefined }
  | { lookup: Mapping; rows: Mapping; key: string; value: string }
  | { first: Mapping[] }
  | { decode: 'base64' | 'hex' | 'data-url' | 'markdown-link' | 'lines'; of: Mapping }
  | { must: Mapping; field: string; problem: string; choices?: Mapping | undefined };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ present: mappingSchema }),
    z.strictObject({ equals: z.tuple([mappingSchema, mappingSchema]) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ all: z.array(conditionSchema) }),
    z.strictObject({ any: z.array(conditionSchema) }),
  ]),
);

export const mappingSchema: z.ZodType<Mapping> = z.lazy(() =>
  z.union([
    z.strictObject({ param: z.string() }),
    z.strictObject({ input: z.string(), path: pathSchema.optional() }),
    z.strictObject({ files: z.string() }),
    z.strictObject({ turns: z.literal(true) }),
    z.strictObject({ item: z.literal(true), path: pathSchema.optional() }),
    z.strictObject({ attempt: z.literal(true) }),
    z.strictObject({ constant: z.json() }),
    z.strictObject({ text: z.string() }),
    z.strictObject({ object: z.record(z.string(), mappingSchema) }),
    z.strictObject({ list: z.array(mappingSchema) }),
    z.strictObject({ concat: z.array(mappingSchema) }),
    z.strictObject({ join: z.array(mappingSchema), by: z.string() }),
    z.strictObject({ when: conditionSchema, give: mappingSchema, otherwise: mappingSchema.optional() }),
    z.strictObject({ omitEmpty: mappingSchema }),
    z.strictObject({ each: mappingSchema, give: mappingSchema }),
    z.strictObject({
      lookup: mappingSchema,
      table: z.record(z.string(), z.json()),
      otherwise: mappingSchema.optional(),
    }),
    z.strictObject({ lookup: mappingSchema, rows: mappingSchema, key: z.string(), value: z.string() }),
    z.strictObject({ first: z.array(mappingSchema) }),
    z.strictObject({ decode: z.enum(['base64', 'hex', 'data-url', 'markdown-link', 'lines']), of: mappingSchema }),
    z.strictObject({
      must: mappingSchema,
      field: z.string(),
      problem: z.string(),
      choices: mappingSchema.optional(),
    }),
  ]),
);

/** Adapters: code in the program that a recipe names, for what data cannot say. */
export const adapterSchema = z.enum(['chat-stream']);

const stepBase = {
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  /** Which address of the connection. */
  host: z.enum(['base', 'upload']).default('base'),
  /** Relative to it; `{id}` is the task's id, URL-encoded, other names are params. */
  path: z.string().startsWith('/'),
  query: z.record(z.string(), mappingSchema).optional(),
};

/** One request. `answer` says what a good one looks like. */
export const stepSchema = z.object({
  ...stepBase,
  json: mappingSchema.optional(),
  /** Parts of a multipart body; a `file` input gives one part for each file. */
  multipart: z.record(z.string(), mappingSchema).optional(),
  /** `stream` and `text` take JSON too, as gateways answer with it when they please. */
  answer: z.enum(['json', 'binary', 'text', 'stream']).default('json'),
  adapter: adapterSchema.optional(),
});
export type RecipeStep = z.infer<typeof stepSchema>;

/** An output that an answer may lack; others must be found, else the answer counts as empty. */
const optional = z.boolean().optional();

/** Where an output is found in the last answer. `paths` are tried in order; the first with something in it counts. */
export const findSchema = z.discriminatedUnion('as', [
  z.object({
    as: z.literal('text'),
    paths: z.array(pathSchema),
    whole: z.boolean().optional(),
    optional,
    /** It may be missing when one of these outputs was found. */
    unless: z.array(z.string()).optional(),
  }),
  /** `parse`: what is found is a text that holds JSON, perhaps in a fenced block. */
  z.object({ as: z.literal('json'), paths: z.array(pathSchema).optional(), parse: z.boolean().optional(), optional }),
  z.object({
    as: z.literal('media'),
    optional,
    kind: z.enum(mediaKinds),
    /** Addresses of files. */
    urls: z.array(pathSchema).optional(),
    /** Base64 in the answer. */
    base64: z.array(pathSchema).optional(),
    /** What the text there is when it is no base64 of a file: `hex`, or base64 of bare samples (`pcm`, 16 bit, mono). */
    encoding: z.enum(['hex', 'pcm']).optional(),
    /** The body itself is the file. */
    body: z.boolean().optional(),
    /** All that are found, for a list port; else the first. */
    all: z.boolean().optional(),
  }),
  /** The file of an input, which now has this public address. */
  z.object({ as: z.literal('link'), input: z.string(), paths: z.array(pathSchema) }),
]);
export type Find = z.infer<typeof findSchema>;

/**
 * How the gateway is asked which tasks there are. It finds the task of a request whose answer was lost, by its mark where
 * the system has one, else by time, model and prompt.
 */
export const taskListSchema = z.strictObject({
  /** Its mappings see the number of the page as the param `page`. */
  step: stepSchema,
  firstPage: z.int().nonnegative().default(1),
  /** How many tasks a full page has; a shorter one is the last. */
  pageSize: z.int().positive(),
  /** Leads to each task: `items[*]`. The paths below begin there. */
  rows: pathSchema,
  id: z.array(pathSchema).min(1),
  /** ISO 8601, or a number of seconds or milliseconds since 1970. */
  createdAt: z.array(pathSchema).min(1),
  model: z.array(pathSchema).default([]),
  prompt: z.array(pathSchema).default([]),
  status: z.array(pathSchema).default([]),
  /** Where the mark is that the mapping `attempt` put into the request. */
  mark: z.array(pathSchema).default([]),
});
export type TaskList = z.infer<typeof taskListSchema>;

/** How one model family is called, as data. */
export const recipeSchema = z.strictObject({
  /** `system/name`, equals the file's place below nodes/recipes. */
  id: z.string(),
  version: z.int().positive(),
  /** The node types that it serves. */
  nodes: z.array(z.string()).min(1),
  /** It serves those nodes only while their own param has one of these values: two ways to call the same models. */
  select: z.strictObject({ param: z.string(), values: z.array(z.string()).min(1) }).optional(),
  /** Limits count per system. */
  system: z.string(),
  title: localTextSchema,
  /** The models that it is made for; the first is the default. Empty: the call has no model. */
  models: z.array(z.object({ id: z.string(), retired: z.string().optional() })),
  /** Patterns with `*` for models of the family that are not listed above. */
  match: z.array(z.string()).default([]),
  params: z.record(z.string(), paramDefinitionSchema),
  /** The media inputs that the call takes; a file on any other input is refused, as it would be paid for and ignored. */
  media: z.record(z.string(), mediaRuleSchema).default({}),
  /** Limits of text inputs. */
  texts: z.record(z.string(), textRuleSchema).default({}),
  /** Whether a request may cost; then it goes through the ledger and is never repeated when the answer is lost. */
  charges: z.boolean(),
  submit: stepSchema,
  /** Other ways to submit: the first whose condition holds is taken instead of `submit`. */
  variants: z.array(z.strictObject({ when: conditionSchema, submit: stepSchema })).default([]),
  /** For tasks: what the answer to `submit` says and how it is asked for. */
  task: z
    .strictObject({
      id: z.array(pathSchema).min(1),
      /** Words in the answer to `submit` that mean that it was taken, when its HTTP status alone does not say so. */
      accepted: z.object({ path: pathSchema, values: z.array(z.union([z.string(), z.number()])) }).optional(),
      query: stepSchema,
      status: z.array(pathSchema).min(1),
      /** Status words that this system uses in its own sense. */
      words: z
        .record(z.string(), z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'needs-input']))
        .default({}),
      progress: z.array(pathSchema).default([]),
      reason: z.array(pathSchema).default([]),
      /** Asked when the task is done but its answer has no result in it. */
      retrieve: stepSchema.optional(),
      list: taskListSchema.optional(),
      /** About how long a task takes, in seconds, for people. */
      usual: z.number().optional(),
    })
    .optional(),
  outputs: z.record(z.string(), findSchema),
  /** How long result links live, in seconds. */
  resultLifetime: z.number().optional(),
});
export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as it is written in a file, before defaults are filled in. */
export type RecipeSource = z.input<typeof recipeSchema>;

/** Declares a recipe in a file of the program; checked by `recipeSchema` when the registry is made. */
export function defineRecipe(recipe: RecipeSource): RecipeSource {
  return recipe;
}

/** Whether a model id fits a pattern with `*`. */
export function matchesPattern(pattern: string, id: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === id;
  let rest = id;
  for (const [index, part] of parts.entries()) {
    if (index === 0) {
      if (!rest.startsWith(part)) return false;
      rest = rest.slice(part.length);
    } else if (index === parts.length - 1) {
      return rest.endsWith(part);
    } else {
      const at = rest.indexOf(part);
      if (at < 0) return false;
      rest = rest.slice(at + part.length);
    }
  }
  return true;
}
