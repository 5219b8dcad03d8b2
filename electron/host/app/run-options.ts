import { z } from 'zod';

/** How long tasks are waited for when nothing else is asked for, in seconds. */
export const defaultWait = 3600;

/** What a run was asked to do; kept beside its snapshot so that going on with it does the same. */
export const runOptionsSchema = z.object({
  /** A node id or unique title. */
  to: z.string().optional(),
  from: z.string().optional(),
  only: z.array(z.string()).optional(),
  fresh: z.boolean().default(false),
  /** Nodes (ids or unique titles) that take what another node has bought for the same request. */
  take: z.array(z.string()).default([]),
  /** US dollars. */
  budget: z.number().nonnegative().optional(),
  /** How long to wait for tasks, in seconds. */
  wait: z.number().nonnegative().default(defaultWait),
  allowUpload: z.boolean().default(false),
  /** The connection by name; absent: the environment's or the default one. */
  connection: z.string().optional(),
  practice: z.boolean().default(false),
  /** The open document that it was started from. */
  draft: z.string().optional(),
  /** How deep the run is inside others, as the answer to a function that a model called. */
  depth: z.int().nonnegative().optional(),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

/** `file`: the workflow file as it was called then, in full. */
const storedSchema = runOptionsSchema.extend({ folder: z.string().default('.'), file: z.string().optional() });

/** Options as they were stored with a run; what does not fit is left out. */
export function readRunOptions(stored: unknown): z.infer<typeof storedSchema> {
  const parsed = storedSchema.safeParse(stored);
  return parsed.success ? parsed.data : storedSchema.parse({});
}
