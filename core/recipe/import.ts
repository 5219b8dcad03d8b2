import { z } from 'zod';
import { localTextSchema } from '../text.ts';
import { mediaKinds } from '../value/type.ts';
import { pathSchema } from './mapping.ts';

/** How an imported call that answers with a task is waited for: found in the document, confirmed by the user. */
export const taskProposalSchema = z.object({
  /** The operation that asks for the task, as `GET /path`. */
  query: z.string(),
  id: z.array(pathSchema),
  status: z.array(pathSchema),
});
export type TaskProposal = z.infer<typeof taskProposalSchema>;

/** What an imported call gives beside its whole answer. */
export const resultProposalSchema = z.object({
  kind: z.enum([...mediaKinds, 'text']),
  paths: z.array(pathSchema),
  /** The content itself and not a link to it. */
  base64: z.boolean().optional(),
  /** The body of the answer is the file. */
  body: z.boolean().optional(),
});
export type ResultProposal = z.infer<typeof resultProposalSchema>;

/** One operation of a document, as it would be imported. */
export const operationReviewSchema = z.object({
  /** `POST /v1/images`: what it is chosen by. */
  key: z.string(),
  title: z.string(),
  /** A recipe of Patchbay's own calls the same route already. */
  known: z.string().optional(),
  params: z.array(z.string()),
  inputs: z.array(z.string()),
  result: resultProposalSchema.optional(),
  task: taskProposalSchema.optional(),
  charges: z.boolean(),
  /** What could not be used of it, and why. */
  notes: z.array(localTextSchema),
});
export type OperationReview = z.infer<typeof operationReviewSchema>;

export const importReviewSchema = z.object({
  /** The name of the document. */
  name: z.string(),
  operations: z.array(operationReviewSchema),
  /** What of the document could not be used at all. */
  problems: z.array(z.object({ where: z.string(), message: localTextSchema })),
});
export type ImportReview = z.infer<typeof importReviewSchema>;

/** What the user decided about one operation. */
export const operationChoiceSchema = z.object({
  key: z.string(),
  /** Waited for as proposed; else its answer is taken as it is. */
  task: z.boolean(),
  charges: z.boolean().optional(),
});
export type OperationChoice = z.infer<typeof operationChoiceSchema>;
