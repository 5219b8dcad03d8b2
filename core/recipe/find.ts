import { z } from 'zod';
import { mediaKinds } from '../value/type.ts';
import { mappingSchema, pathSchema } from './mapping.ts';

/** An answer may be without it; the output then has a gap and the others count. */
const optional = z.boolean().optional();
/** All that are found, for a list port; else the first. */
const all = z.boolean().optional();

/** Where an output is found in the last answer. `paths` are tried in order; the first with something in it counts. */
export const findSchema = z.discriminatedUnion('as', [
  z.strictObject({
    as: z.literal('text'),
    paths: z.array(pathSchema),
    /** The whole body when it is no JSON. */
    whole: z.boolean().optional(),
    /** It may be missing when one of these outputs was found. */
    unless: z.array(z.string()).optional(),
    all,
    optional,
  }),
  z.strictObject({
    as: z.literal('json'),
    /** Without paths and `give`: the whole answer. */
    paths: z.array(pathSchema).optional(),
    /** What is found is a text that holds JSON, perhaps in a fenced block. */
    parse: z.boolean().optional(),
    /**
     * Made of the `answer`, the params and, for a task, its `id`: what a node behind this one needs to go on with the
     * result (extend, remix, press a button).
     */
    give: mappingSchema.optional(),
    all,
    optional,
  }),
  z.strictObject({
    as: z.literal('media'),
    kind: z.enum(mediaKinds),
    /** Addresses of files; data URLs and texts with markdown links are read too. */
    urls: z.array(pathSchema).optional(),
    /** Base64 in the answer. */
    base64: z.array(pathSchema).optional(),
    /** What the text there is when it is no base64 of a file: `hex`, or base64 of bare samples (`pcm`, 16 bit). */
    encoding: z.enum(['hex', 'pcm']).optional(),
    /** Of bare samples when the answer does not say it; 24 000 Hz, mono, when nobody does. Rate in Hz. */
    samples: z.strictObject({ rate: z.int(), channels: z.int() }).optional(),
    /** Objects with a file's base64 and its mime type beside it (bare samples become WAV); those of another kind are passed over. */
    inline: z.array(z.strictObject({ at: pathSchema, data: z.string(), mime: z.string() })).optional(),
    /** The body itself is the file. */
    body: z.boolean().optional(),
    all,
    optional,
  }),
  /** The file of an input, which now has this public address. */
  z.strictObject({ as: z.literal('link'), input: z.string(), paths: z.array(pathSchema) }),
]);
export type Find = z.infer<typeof findSchema>;
