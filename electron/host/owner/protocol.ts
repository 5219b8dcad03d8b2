import { z } from 'zod';
import { errorInfoSchema } from '#core/errors';

/** Both sides must speak the same; a newer program may speak another one. */
export const protocol = 2;

/** How far a command has come in a process that is gone, so that the next one goes on there. */
export const progressSchema = z.object({
  /** The run that it is busy with. */
  run: z.string().optional(),
  /** The number of the last event of that run that was shown; -1 for none. */
  seq: z.int(),
  /** Exit codes of runs that it has been through already. */
  codes: z.array(z.int()),
  /** Whether anything was written. */
  wrote: z.boolean(),
});
export type CommandProgress = z.infer<typeof progressSchema>;

/** A command line, with all of the guest's surroundings that it depends on. */
export const commandSchema = z.object({
  kind: z.literal('command'),
  argv: z.array(z.string()),
  /** The folder that relative paths start from. */
  folder: z.string(),
  env: z.record(z.string(), z.string()),
  terminal: z.object({ interactive: z.boolean(), colour: z.boolean(), columns: z.int(), confirms: z.boolean() }),
  progress: progressSchema,
});
export type CommandMessage = z.infer<typeof commandSchema>;

/** What a guest says to the owner. */
export const guestMessageSchema = z.discriminatedUnion('kind', [
  commandSchema,
  /** Ctrl+C in the guest's terminal. */
  z.object({ kind: z.literal('signal') }),
  /** What the person at the guest's terminal says to a question of its command. */
  z.object({ kind: z.literal('reply'), yes: z.boolean() }),
  /** A program that stays (a window, `serve`) asks one that does not for the home folder. */
  z.object({ kind: z.literal('yield') }),
]);

export const ownerKinds = ['terminal', 'serve', 'desktop'] as const;
export type OwnerKind = (typeof ownerKinds)[number];

/** What the owner says to a guest. */
export const ownerMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), protocol: z.int(), owner: z.enum(ownerKinds), pid: z.int() }),
  z.object({ kind: z.literal('out'), text: z.string() }),
  z.object({ kind: z.literal('err'), text: z.string() }),
  /** A question to the person at the guest's terminal. */
  z.object({ kind: z.literal('confirm'), question: z.string() }),
  z.object({ kind: z.literal('progress'), progress: progressSchema }),
  z.object({ kind: z.literal('exit'), code: z.int() }),
  z.object({ kind: z.literal('refused'), error: errorInfoSchema }),
]);
