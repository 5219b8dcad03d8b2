import { z } from 'zod';
import { errorInfoSchema } from '../errors.ts';
import { familyDialectsSchema } from '../node/dialects.ts';
import { wordingFields } from '../text.ts';

/** Shapes of the contract: connections, keys and accounts. */

export const connectionViewSchema = z.object({
  name: z.string(),
  baseUrl: z.string(),
  uploadUrl: z.string().optional(),
  practice: z.boolean(),
  /** Whether the key goes to the upload host too. */
  keyToUploadHost: z.boolean(),
  /** How models are called where a node leaves it open. */
  dialects: familyDialectsSchema.optional(),
  /** Where the key is, never the key: `session` is in memory until the program ends. */
  key: z.enum(['keyring', 'environment', 'session', 'missing', 'none']),
  /** The user of the account whose system access token is known, and where that is. */
  system: z.object({ user: z.string(), token: z.enum(['keyring', 'environment', 'session', 'missing']) }).optional(),
  /** It cannot be changed here (it comes from the environment). */
  fixed: z.boolean(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** One line of a connection test. `hint` says what to do when it is not well. */
export const connectionCheckSchema = z.object({
  what: z.enum(['reachable', 'key', 'group', 'models', 'prices', 'balance', 'upload']),
  ok: z.boolean(),
  ...wordingFields,
});
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>;

const money = z.number().optional();
const keyUsage = {
  name: z.string(),
  granted: money,
  used: money,
  available: money,
  unlimited: z.boolean(),
  expires: z.string().optional(),
  models: z.array(z.string()),
};

/** What the gateway tells of a key, of the account and of its other keys; amounts in US dollars. */
export const accountViewSchema = z.object({
  key: z.object(keyUsage).optional(),
  account: z
    .object({ name: z.string(), group: z.string(), balance: money, used: money, requests: z.number().optional() })
    .optional(),
  tokens: z.array(z.object({ ...keyUsage, id: z.number(), enabled: z.boolean(), group: z.string() })).optional(),
  /** Why something of it is missing. */
  errors: z.array(errorInfoSchema),
});
export type AccountView = z.infer<typeof accountViewSchema>;

/** What a key shall be; what is left out stays. */
const tokenWishSchema = z.object({
  name: z.string().min(1).max(50).optional(),
  /** US dollars; null: without a limit. */
  limit: z.number().nonnegative().nullable().optional(),
  /** ISO 8601; null: for ever. */
  expires: z.string().nullable().optional(),
  /** Empty: all. */
  models: z.array(z.string()).optional(),
  group: z.string().optional(),
});
export const tokenChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), wish: tokenWishSchema.required({ name: true }) }),
  z.object({ kind: z.literal('update'), id: z.number(), wish: tokenWishSchema }),
  z.object({ kind: z.literal('delete'), id: z.number() }),
]);
export type TokenChange = z.infer<typeof tokenChangeSchema>;
