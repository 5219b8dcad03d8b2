import { z } from 'zod';
import { type LocalText, listed, localTextSchema, say } from '../text.ts';
import type { Json } from '../value/value.ts';

const common = {
  label: localTextSchema,
  help: localTextSchema.optional(),
  /** What the number counts, as people write it: `s`, `px`, `%`. */
  unit: z.string().optional(),
  /** Shown only when asked for. */
  advanced: z.boolean().optional(),
  /** Only these models have it (exact ids or patterns with `*`); absent: all of the recipe's. */
  models: z.array(z.string()).optional(),
};

/**
 * A param as data: the inspector draws its form from it and the command line parses by it. A param without a default is
 * not sent until it has a value.
 */
export const paramDefinitionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    default: z.string().optional(),
    multiline: z.boolean().optional(),
    minLength: z.int().optional(),
    maxLength: z.int().optional(),
    ...common,
  }),
  z.object({
    type: z.literal('number'),
    default: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    step: z.number().optional(),
    ...common,
  }),
  z.object({
    type: z.literal('integer'),
    default: z.int().optional(),
    min: z.int().optional(),
    max: z.int().optional(),
    ...common,
  }),
  z.object({ type: z.literal('boolean'), default: z.boolean().optional(), ...common }),
  z.object({
    type: z.literal('choice'),
    default: z.union([z.string(), z.number()]).optional(),
    options: z
      .array(
        z.object({
          value: z.union([z.string(), z.number()]),
          label: localTextSchema.optional(),
          /** Only these models have it. */
          models: z.array(z.string()).optional(),
        }),
      )
      .min(1),
    /** Values that are not in the list are allowed too (sizes, models, voices that the gateway may have). */
    open: z.boolean().optional(),
    ...common,
  }),
  z.object({ type: z.literal('model'), default: z.string(), ...common }),
  // `words`: whoever types it may leave out the quotes; what is no JSON is a text.
  z.object({ type: z.literal('json'), default: z.json().optional(), words: z.boolean().optional(), ...common }),
  z.object({ type: z.literal('file'), ...common }),
]);
export type ParamDefinition = z.infer<typeof paramDefinitionSchema>;
export type ParamDefinitions = Readonly<Record<string, ParamDefinition>>;

/** A file that the user brought: by content when it is in the artifact store, by a path relative to the workflow file. */
export const fileRefSchema = z
  .object({
    artifact: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional(),
    path: z.string().min(1).optional(),
    name: z.string().optional(),
  })
  .refine((ref) => ref.artifact !== undefined || ref.path !== undefined, 'names neither an artifact nor a path');
export type FileRef = z.infer<typeof fileRefSchema>;

/** Why a value does not fit a param (a predicate such as `must be at least 1`), or null when it fits. */
export function paramProblem(definition: ParamDefinition, value: Json): LocalText | null {
  switch (definition.type) {
    case 'text':
      if (typeof value !== 'string') return { en: 'must be a text', zh: '必须是文本' };
      if (definition.minLength !== undefined && value.length < definition.minLength)
        return say('must have at least {min} characters', '至少需要 {min} 个字符', { min: definition.minLength });
      if (definition.maxLength !== undefined && value.length > definition.maxLength)
        return say('has {length} characters; {max} are allowed', '有 {length} 个字符，最多 {max} 个', {
          length: value.length,
          max: definition.maxLength,
        });
      return null;
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || !Number.isFinite(value)) return { en: 'must be a number', zh: '必须是数字' };
      if (definition.type === 'integer' && !Number.isInteger(value))
        return { en: 'must be a whole number', zh: '必须是整数' };
      if (definition.min !== undefined && value < definition.min)
        return say('must be at least {min}', '不能小于 {min}', { min: definition.min });
      if (definition.max !== undefined && value > definition.max)
        return say('must be at most {max}', '不能大于 {max}', { max: definition.max });
      return null;
    case 'boolean':
      return typeof value === 'boolean' ? null : { en: 'must be true or false', zh: '必须是 true 或 false' };
    case 'choice': {
      if (definition.options.some((option) => option.value === value)) return null;
      if (definition.open === true && typeof value === typeof definition.options[0]?.value) return null;
      const options = listed(definition.options.map((option) => option.value));
      return say('must be one of {options}', '必须是以下之一：{options}', { options });
    }
    case 'model':
      return typeof value === 'string' && value !== ''
        ? null
        : { en: 'must be the id of a model', zh: '必须是模型名称' };
    case 'file':
      return fileRefSchema.safeParse(value).success ? null : { en: 'must name a file', zh: '必须指定一个文件' };
    case 'json':
      return null;
  }
}

/** The param's value: what the node holds, else the default, else nothing. */
export function paramValue(definition: ParamDefinition, held: Json | undefined): Json | undefined {
  if (held !== undefined) return held;
  return 'default' in definition ? definition.default : undefined;
}
