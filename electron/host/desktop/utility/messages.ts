import { z } from 'zod';

/** What the main process and its practice process tell each other. */

export const speechOrderSchema = z.object({ options: z.array(z.string()), text: z.string() });
export type SpeechOrderMessage = z.infer<typeof speechOrderSchema>;

export const spokenSchema = z.union([z.object({ wav: z.instanceof(Uint8Array) }), z.object({ error: z.string() })]);
export type Spoken = z.infer<typeof spokenSchema>;

/** From the practice process. */
export const fromPracticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), url: z.string(), uploadUrl: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('speak'), id: z.int(), order: speechOrderSchema }),
]);
export type FromPractice = z.infer<typeof fromPracticeSchema>;

/** To the practice process. */
export const toPracticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('spoken'), id: z.int(), spoken: spokenSchema }),
]);
export type ToPractice = z.infer<typeof toPracticeSchema>;
