import { z } from 'zod';
import { paramDefinitionSchema } from '../node/param.ts';
import { localTextSchema } from '../text.ts';
import { parsePortType } from '../value/type.ts';
import { findSchema } from './find.ts';
import { conditionSchema, mappingSchema, pathSchema } from './mapping.ts';
import { mediaRuleSchema, textRuleSchema } from './media-rule.ts';
import { stepSchema } from './step.ts';
import { taskBatchSchema } from './task-batch.ts';
import { taskListSchema } from './task-list.ts';

export type { Find } from './find.ts';
export { type Condition, type Mapping, mappingSchema } from './mapping.ts';
export type { MediaForm, MediaRule, TextRule } from './media-rule.ts';
export type { RecipeStep } from './step.ts';
export type { TaskList } from './task-list.ts';

/** One form, or several of which the first whose `models` fit is taken. */
const forms = <T extends z.ZodType>(one: T) =>
  z.union([one.transform((form) => [form]), z.array(one).min(1)]) as z.ZodType<
    z.output<T>[],
    z.input<T> | z.input<T>[]
  >;

const portSchema = z.strictObject({
  type: z.string().refine((text) => parsePortType(text) !== undefined, 'is no port type'),
  label: localTextSchema,
  required: z.boolean().optional(),
  /** Only these models have it. */
  models: z.array(z.string()).optional(),
});

/** Of tasks: what the answer to `submit` says and how it is asked for. */
const taskSchema = z.strictObject({
  /** The task was made elsewhere and this is its id: nothing is submitted. */
  given: mappingSchema.optional(),
  id: z.array(pathSchema).min(1),
  /** Words in the answer to `submit` that mean that it was taken, when its HTTP status alone does not say so. */
  accepted: z.object({ path: pathSchema, values: z.array(z.union([z.string(), z.number()])) }).optional(),
  query: stepSchema,
  /** None: a task is done when its result is there. */
  status: z.array(pathSchema).default([]),
  /** Status words that this system uses in its own sense. */
  words: z.record(z.string(), z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'needs-input'])).default({}),
  /** Parts of an error's text that mean that the task is still running. */
  stillRunning: z.array(z.string()).default([]),
  progress: z.array(pathSchema).default([]),
  reason: z.array(pathSchema).default([]),
  /** Asked when the task is done but its answer has no result in it: at once when all its `values` are there. */
  retrieve: stepSchema.optional(),
  /** How many times a finished task may be without a result before `retrieve` is asked or it counts as empty. */
  patience: z.int().min(1).default(3),
  batch: taskBatchSchema.optional(),
  list: taskListSchema.optional(),
  /** About how long a task takes, in seconds, for people. */
  usual: z.number().optional(),
});

/** How one model family is called, as data. */
export const recipeSchema = z.strictObject({
  /** `system/name`, equals the file's place below nodes/recipes. */
  id: z.string(),
  version: z.int().positive(),
  /** The node types that it serves. */
  nodes: z.array(z.string()).min(1),
  /** It serves those nodes only while their own param has one of these values: two ways to call the same models. */
  select: z.strictObject({ param: z.string(), values: z.array(z.string()).min(1) }).optional(),
  /** Another way to call models that have a recipe: it is taken only when a user chooses it. */
  alternative: z.boolean().default(false),
  /** Limits count per system. */
  system: z.string(),
  title: localTextSchema,
  /** The models that it is made for; the first is the default. Empty: the call has no model. `retired` says since when. */
  models: z.array(z.strictObject({ id: z.string(), retired: z.string().optional() })),
  /** Patterns with `*` for models of the family that are not listed above. */
  match: z.array(z.string()).default([]),
  /** A param may have several forms for different models: other ranges, other choices, another default. */
  params: z.record(z.string(), forms(paramDefinitionSchema)),
  /** Ports that the node has only with this recipe, beside its own. */
  ports: z
    .strictObject({
      inputs: z.record(z.string(), portSchema).default({}),
      /** `aside`: it is there to be wired, and is not what the node is run for. */
      outputs: z
        .record(z.string(), portSchema.omit({ required: true }).extend({ aside: z.boolean().optional() }))
        .default({}),
    })
    .default({ inputs: {}, outputs: {} }),
  /** The media inputs that the call takes; a file on any other input is refused, as it would be paid for and ignored. */
  media: z.record(z.string(), forms(mediaRuleSchema)).default({}),
  /** Limits of text inputs. */
  texts: z.record(z.string(), forms(textRuleSchema)).default({}),
  /** What must hold of params and inputs together; else `field` is refused with the `problem` (a predicate). */
  checks: z.array(z.strictObject({ holds: conditionSchema, field: z.string(), problem: localTextSchema })).default([]),
  /** Whether a request may cost; then it goes through the ledger and is never repeated when the answer is lost. */
  charges: z.boolean(),
  submit: stepSchema,
  /** Other ways to submit: the first whose condition holds is taken instead of `submit`. */
  variants: z.array(z.strictObject({ when: conditionSchema, submit: stepSchema })).default([]),
  task: taskSchema.optional(),
  outputs: z.record(z.string(), findSchema),
  /**
   * Where an answer without a result says that the content was refused: the first path that leads to something (or to one
   * of `values`) counts; `says` is told when that is no text.
   */
  refused: z
    .array(z.strictObject({ path: pathSchema, values: z.array(z.json()).optional(), says: localTextSchema.optional() }))
    .default([]),
  /** Addresses of the service behind the gateway, and where the gateway has it: links in answers are rewritten. */
  upstream: z.array(z.strictObject({ from: z.url(), to: z.string().startsWith('/') })).default([]),
  /** How long result links live, in seconds. */
  resultLifetime: z.number().optional(),
});
export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as it is written in a file, before defaults are filled in. */
export type RecipeSource = z.input<typeof recipeSchema>;

/** Declares a recipe in a file of the program; a test checks that all of it fits `recipeSchema`. */
export function defineRecipe(recipe: RecipeSource): RecipeSource {
  return recipe;
}
