import { z } from 'zod';

/**
 * How a file is handed to the gateway: `public-url` a link that anyone can open (an upload when there is none yet),
 * `data-url`, `url-or-data` its public link when it has one and else a data URL (nothing is uploaded), bare `base64`, or
 * `file` as a part of a multipart body.
 */
export const mediaFormSchema = z.enum(['public-url', 'data-url', 'url-or-data', 'base64', 'file']);
export type MediaForm = z.infer<typeof mediaFormSchema>;

/** What a call asks of the files of one input; checked before anything is paid. Sizes in bytes, sides in pixels. */
export const mediaRuleSchema = z.strictObject({
  form: mediaFormSchema,
  /** Only for these models (ids or patterns). */
  models: z.array(z.string()).optional(),
  minCount: z.int().optional(),
  maxCount: z.int().optional(),
  maxBytes: z.int().optional(),
  /** Of all files of the input together. */
  maxTotalBytes: z.int().optional(),
  /** Mime types, `*` allowed at the end (`image/*`). */
  types: z.array(z.string()).optional(),
  minSide: z.number().optional(),
  maxSide: z.number().optional(),
  /** Width times height. */
  maxPixels: z.number().optional(),
  /** Width divided by height. */
  minRatio: z.number().optional(),
  maxRatio: z.number().optional(),
  /** Another input whose first picture has the same width and height: a mask and what it covers. */
  sameSizeAs: z.string().optional(),
  /** Seconds. */
  minDuration: z.number().optional(),
  maxDuration: z.number().optional(),
  /**
   * Whether a picture of another type is encoded anew and one that is too large is made smaller; unless told otherwise it
   * is. Not for masks.
   */
  convert: z.boolean().optional(),
});
export type MediaRule = z.infer<typeof mediaRuleSchema>;

/** What a call asks of a text input; checked before anything is paid. Lengths in characters. */
export const textRuleSchema = z.strictObject({
  models: z.array(z.string()).optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
});
export type TextRule = z.infer<typeof textRuleSchema>;
