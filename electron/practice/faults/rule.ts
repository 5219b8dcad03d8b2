import { z } from 'zod';

const words = z.union([z.string(), z.array(z.string()).min(1)]);

const common = {
  /** Which requests. `path` fits when it is equal to the request's path or its beginning; nothing given fits everything. */
  match: z
    .strictObject({ method: z.string().optional(), path: z.string().optional(), model: z.string().optional() })
    .default({}),
  /** How many requests it spoils; for ever by default. */
  times: z.int().min(1).optional(),
  /** How many fitting requests it leaves alone first. */
  after: z.int().min(0).optional(),
};

const spoiledStatus = {
  status: z.int().min(200).max(599),
  body: z.string().optional(),
  contentType: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
};

/**
 * One rule by which the practice gateway misbehaves.
 *
 * On the way in: `refuse` destroys the socket before anything is read.
 * Instead of an answer: `status`, `html-200` (no job is created), `created-then-status`, `reset-before-answer` (the job is created).
 * On the way out: `stall` (waits `ms` with the job created), `cut-body` (half of the body), `slow-body`, `change-json` (moves, sets and
 * removes fields of a JSON answer; their paths are dotted, `data.0.url`), `stream-error` (a stream ends properly after half of its events, without `[DONE]`; with an
 * `error` it says so in a last event).
 * For tasks, chosen when the task is created, `times` counting tasks: `task-status` (each query shows the next word, the last one stays),
 * `task-fails`, `completed-empty-url` (`times` counts the queries of each task that show no address), `big-number-id`.
 * For files: `result-404`, `result-html`.
 */
export const faultRule = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...common, kind: z.literal('refuse') }),
    z.strictObject({ ...common, kind: z.literal('reset-before-answer') }),
    z.strictObject({ ...common, kind: z.literal('cut-body') }),
    z.strictObject({ ...common, kind: z.literal('stall'), ms: z.int().min(0).max(3_600_000) }),
    z.strictObject({ ...common, kind: z.literal('status'), ...spoiledStatus }),
    z.strictObject({ ...common, kind: z.literal('created-then-status'), ...spoiledStatus }),
    z.strictObject({ ...common, kind: z.literal('html-200') }),
    z.strictObject({ ...common, kind: z.literal('slow-body'), bytesPerSecond: z.int().min(1) }),
    z.strictObject({
      ...common,
      kind: z.literal('change-json'),
      set: z.record(z.string(), z.unknown()).optional(),
      remove: z.array(z.string()).optional(),
      move: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({ ...common, kind: z.literal('stream-error'), error: z.string().optional() }),
    z.strictObject({ ...common, kind: z.literal('task-status'), words }),
    z.strictObject({ ...common, kind: z.literal('task-fails'), reason: z.string() }),
    z.strictObject({ ...common, kind: z.literal('completed-empty-url') }),
    z.strictObject({ ...common, kind: z.literal('big-number-id') }),
    z.strictObject({ ...common, kind: z.literal('result-404') }),
    z.strictObject({ ...common, kind: z.literal('result-html') }),
  ])
  .refine((rule) => rule.kind !== 'refuse' || rule.match.model === undefined, {
    message: 'refuse happens before the body is read, so it cannot fit a model',
  });

/** A rule as it is written; see `faultRule`. */
export type FaultRule = z.input<typeof faultRule>;

/** A rule that was checked. */
export type CheckedFault = z.output<typeof faultRule>;

/** The name of a kind of fault. */
export type FaultKind = CheckedFault['kind'];
