import { z } from 'zod';
import { errorInfoSchema } from '#core/errors';
import type { Answer, TaskRef } from '#core/gateway/contract';
import { quickParser } from '#core/quick-parse';
import { addressSchema } from '#core/run/address';
import { savedValueSchema } from '#core/value/value';
import type { Attempt, AttemptChange, AttemptState } from '../executor/services.ts';

const attemptStates = [
  'intent',
  'received',
  'accepted',
  'rejected',
  'ambiguous',
  'delivered',
  'failed',
  'expired',
  'resent',
  'given-up',
  'forgotten',
] as const satisfies readonly AttemptState[];

/** The legal moves of an attempt; `intent` is where it begins, and from anywhere the user may forget it. */
export const attemptMoves: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  intent: ['received', 'accepted', 'rejected', 'ambiguous', 'forgotten'],
  received: ['delivered', 'failed', 'expired', 'forgotten'],
  accepted: ['delivered', 'failed', 'expired', 'forgotten'],
  rejected: ['forgotten'],
  ambiguous: ['accepted', 'resent', 'given-up', 'forgotten'],
  delivered: ['forgotten'],
  failed: ['forgotten'],
  expired: ['forgotten'],
  resent: ['forgotten'],
  'given-up': ['forgotten'],
  forgotten: [],
};

const taskSchema: z.ZodType<TaskRef> = z.object({
  baseUrl: z.string(),
  recipe: z.string(),
  id: z.string(),
  params: z.record(z.string(), z.json()),
  createdAt: z.string(),
});

const answerSchema: z.ZodType<Answer> = z.object({
  name: z.string(),
  file: z.string(),
  status: z.int(),
  contentType: z.string(),
  bytes: z.number(),
});

const known = {
  address: addressSchema,
  nodeType: z.string(),
  title: z.string().optional(),
  recipe: z.string(),
  system: z.string(),
  model: z.string().optional(),
  baseUrl: z.string(),
  practice: z.boolean(),
  boot: z.string().optional(),
  prompt: z.string().optional(),
  key: z.string().optional(),
  price: z.object({ from: z.number(), to: z.number() }).optional(),
  cost: z.object({ from: z.number(), to: z.number() }).optional(),
  lookup: z.record(z.string(), z.json()).optional(),
  task: taskSchema.optional(),
  answer: answerSchema.optional(),
  error: errorInfoSchema.optional(),
  outputs: z.record(z.string(), savedValueSchema).optional(),
};

const stamp = { id: z.string().min(1), state: z.enum(attemptStates), at: z.string() };

/** The first row of an attempt, which says what it is. */
export const firstRowSchema = z.object({ ...stamp, ...known });
/** Any later row: what it changes. */
export const laterRowSchema = z.object({ ...stamp, ...z.object(known).partial().shape });

// A long history is tens of thousands of rows, which are all read at the start.
const parseFirstRow = quickParser(firstRowSchema);
const parseLaterRow = quickParser(laterRowSchema);

/** A change with its time (ISO 8601), as it is written. */
export type LedgerRow = AttemptChange & { readonly at: string };

/**
 * The attempt after a row; undefined when the row is no row of a ledger, or the first one of an attempt does not say
 * enough of it.
 */
export function parseLedgerRow(raw: { [key: string]: unknown }, find: (id: string) => Attempt | undefined) {
  const before = typeof raw['id'] === 'string' ? find(raw['id']) : undefined;
  const row = (before === undefined ? parseFirstRow : parseLaterRow)(raw);
  return row === undefined ? undefined : applyRow(before, row as LedgerRow);
}

/** The attempt after a row. What a row does not name stays as it was. */
export function applyRow(before: Attempt | undefined, row: LedgerRow): Attempt {
  const base = before ?? {
    createdAt: row.at,
    boot: undefined,
    model: undefined,
    prompt: undefined,
    key: undefined,
    price: undefined,
    task: undefined,
    answer: undefined,
    error: undefined,
    outputs: undefined,
  };
  // Undefined is not in the file, so it must not change what is known here either.
  const after: { [key: string]: unknown } = { ...base, updatedAt: row.at };
  for (const name in row) {
    const value = row[name as keyof LedgerRow];
    if (name !== 'at' && value !== undefined) after[name] = value;
  }
  // The first row is checked to carry everything that is required.
  return after as unknown as Attempt;
}

/** Whether a first row says all that an attempt needs. */
export function isCompleteIntent(row: LedgerRow): boolean {
  return firstRowSchema.safeParse(JSON.parse(JSON.stringify(row))).success;
}
