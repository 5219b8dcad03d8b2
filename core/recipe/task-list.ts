import { z } from 'zod';
import { pathSchema } from './mapping.ts';
import { stepSchema } from './step.ts';

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
