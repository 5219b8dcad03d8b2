import { z } from 'zod';
import { mappingSchema } from './mapping.ts';

/** Adapters: code in the program that a recipe names, for what data cannot say. */
export const adapterSchema = z.enum(['chat-stream']);

/** What the program sets itself, or what would let a recipe speak for somebody else. */
const forbiddenHeader =
  /^(?:authorization|proxy-.*|cookie|host|origin|referer|content-length|content-type|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|x-api-key|x-goog-api-key|mj-api-secret|new-api-user)$/i;

export const headerNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,60}$/, 'is no name of a header')
  .refine((name) => !forbiddenHeader.test(name), 'is a header that the program sets itself');

/** One request. `answer` says what a good one looks like. */
export const stepSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  /** Which address of the connection. */
  host: z.enum(['base', 'upload']).default('base'),
  /**
   * Relative to it. `{name}` is a value, a param or an input, `{id}` the task's id, URL-encoded; `{+name}` keeps the
   * slashes of a name such as `owner/model`.
   */
  path: z.string().startsWith('/'),
  /**
   * Values under a name for the path, the query and the body. Of a `query` they are worked out when the task was
   * accepted (`answer` is what accepted it) and kept with the task; of a `retrieve` from the answer to the last query.
   */
  values: z.record(z.string(), mappingSchema).default({}),
  query: z.record(z.string(), mappingSchema).optional(),
  /** Beside those that every request has. */
  headers: z.record(headerNameSchema, mappingSchema).optional(),
  json: mappingSchema.optional(),
  /** Parts of a multipart body; a list gives a part for each, a file input one for each file. */
  multipart: z.record(z.string(), mappingSchema).optional(),
  /** `stream` and `text` take JSON too, as gateways answer with it when they please. */
  answer: z.enum(['json', 'binary', 'text', 'stream']).default('json'),
  adapter: adapterSchema.optional(),
});
export type RecipeStep = z.infer<typeof stepSchema>;
