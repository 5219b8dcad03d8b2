import { z } from 'zod';
import { pathSchema } from './mapping.ts';
import { stepSchema } from './step.ts';

/**
 * How the gateway is asked for several tasks with one request. Recipes with the same step are asked for together. A task
 * that the answer lacks, or of which it tells nothing good, is asked for with `query`.
 */
export const taskBatchSchema = z.strictObject({
  /** Its mappings see nothing but the ids, a list, as the param `ids`. */
  step: stepSchema,
  /** So many ids at most in one request. */
  most: z.int().min(2).default(50),
  /** Leads to each task: `data[*]`. The paths of `id` begin there. */
  rows: pathSchema,
  id: z.array(pathSchema).min(1),
  /** The field under which the answer to `query` holds what is a row here; none: a row is the same as that answer. */
  within: z.string().optional(),
});
