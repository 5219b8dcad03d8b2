import { z } from 'zod';
import { type LocalText, localTextSchema } from '../text.ts';

type PlainJson = z.core.util.JSONType;

/** A dotted path into JSON: `data[0].url`, `data[*].url` (each), `[0].id`, `task_result.videos[*].url`. */
export const pathSchema = z.string().regex(/^(?:[^.[\]]+|\[(?:\d+|\*)\])(?:\.[^.[\]]+|\[(?:\d+|\*)\])*$/);

/**
 * A test in a mapping; `present` means there and not empty, `fits` that a text fits one of the patterns with `*` (a model,
 * a mime type), `oneOf` that a value is one of these.
 */
export type Condition =
  | { present: Mapping }
  | { equals: [Mapping, Mapping] }
  | { oneOf: Mapping; values: PlainJson[] }
  | { fits: Mapping; patterns: string[] }
  | { not: Condition }
  | { all: Condition[] }
  | { any: Condition[] };

export const decoders = ['base64', 'hex', 'data-url', 'markdown-link', 'lines', 'list', 'number'] as const;
export type Decoder = (typeof decoders)[number];

/**
 * The body mapping: data that says how a JSON value is made of params and inputs. It can compute nothing else.
 * - `param` a param's value; in the steps of a task `id` is the task's id, and what `values` of the step before kept
 * - `input` an input, media in the form that its rule names (`path` picks a field of JSON, `[0]` the first of a list)
 * - `answer` what one of the paths leads to in the answer before (see `values` of a step)
 * - `files` the files of an input as objects with `content` (the form), `base64` (also of a data URL), `mime` and `name`
 * - `attempt` an id that no other request has: the mark by which `task.list` finds the task of a request without an answer
 * - `turns` what a conversation with function calls has had after the first request, in the dialect of the route
 * - `constant` · `text` a template with `{name}` for params and inputs; nothing when one of them is not there
 * - `object`, `list` without what gives nothing · `concat` lists end to end, a single value being a list of one
 * - `merge` objects into one, later ones win · `join` texts with `by` between them, without those that are not there
 * - `when`/`give`/`otherwise` · `omitEmpty` nothing instead of "" [] {} null · `each` maps a list, `item` is its element
 * - `lookup` a table, constant or made of a list of objects · `first` the first of several that is there
 * - `decode` base64 to text, hex to base64, a data URL to its base64, a markdown text to its first link, a text to its
 *   `lines`, a text with commas or lines to a `list`, a text to a `number`
 * - `must` what has to be there, else the call is refused before it is sent: `field` and `problem` (a predicate) say why,
 *   `choices` gives the list of what would do
 */
export type Mapping =
  | { param: string }
  | { input: string; path?: string | undefined }
  | { answer: string[] }
  | { item: true; path?: string | undefined }
  | { files: string; path?: string | undefined }
  | { attempt: true }
  | { turns: true }
  | { constant: PlainJson }
  | { text: string }
  | { object: Record<string, Mapping> }
  | { list: Mapping[] }
  | { concat: Mapping[] }
  | { merge: Mapping[] }
  | { join: Mapping[]; by: string }
  | { when: Condition; give: Mapping; otherwise?: Mapping | undefined }
  | { omitEmpty: Mapping }
  | { each: Mapping; give: Mapping }
  | { lookup: Mapping; table: Record<string, PlainJson>; otherwise?: Mapping | undefined }
  | { lookup: Mapping; rows: Mapping; key: string; value: string }
  | { first: Mapping[] }
  | { decode: Decoder; of: Mapping }
  | { must: Mapping; field: string; problem: LocalText | string; choices?: Mapping | undefined };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ present: mappingSchema }),
    z.strictObject({ equals: z.tuple([mappingSchema, mappingSchema]) }),
    z.strictObject({ oneOf: mappingSchema, values: z.array(z.json()) }),
    z.strictObject({ fits: mappingSchema, patterns: z.array(z.string()) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ all: z.array(conditionSchema) }),
    z.strictObject({ any: z.array(conditionSchema) }),
  ]),
);

export const mappingSchema: z.ZodType<Mapping> = z.lazy(() =>
  z.union([
    z.strictObject({ param: z.string() }),
    z.strictObject({ input: z.string(), path: pathSchema.optional() }),
    z.strictObject({ answer: z.array(pathSchema) }),
    z.strictObject({ item: z.literal(true), path: pathSchema.optional() }),
    z.strictObject({ files: z.string(), path: pathSchema.optional() }),
    z.strictObject({ attempt: z.literal(true) }),
    z.strictObject({ turns: z.literal(true) }),
    z.strictObject({ constant: z.json() }),
    z.strictObject({ text: z.string() }),
    z.strictObject({ object: z.record(z.string(), mappingSchema) }),
    z.strictObject({ list: z.array(mappingSchema) }),
    z.strictObject({ concat: z.array(mappingSchema) }),
    z.strictObject({ merge: z.array(mappingSchema) }),
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
    z.strictObject({ decode: z.enum(decoders), of: mappingSchema }),
    z.strictObject({
      must: mappingSchema,
      field: z.string(),
      problem: z.union([localTextSchema, z.string()]),
      choices: mappingSchema.optional(),
    }),
  ]),
);
