import { z } from 'zod';
import { localTextSchema } from '../text.ts';
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
    options: z.array(z.object({ value: z.union([z.string(), z.number()]), label: localTextSchema.optional() })).min(1),
    /** Values that are not in the list are allowed too (sizes, models, voices that the gateway may have). */
    open: z.boolean().optional(),
    ...common,
  }),
  z.object({ type: z.literal('model'), default: z.string(), ...common }),
  z.object({ type: z.literal('json'), default: z.json().optional(), ...common }),
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
export function paramProblem(definition: ParamDefinition, value: Json): string | null {
  switch (definition.type) {
    case 'text':
      if (typeof value !== 'string') return 'must be a text';
      if (definition.minLength !== undefined && value.length < definition.minLength)
        return `must have at least ${definition.minLength} characters`;
      if (definition.maxLength !== undefined && value.length > definition.maxLength)
        return `has ${value.length} characters; ${definition.maxLength} are allowed`;
      return null;
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
      if (definition.type === 'integer' && !Number.isInteger(value)) return 'must be a whole number';
      if (definition.min !== undefined && value < definition.min) return `must be at least ${definition.min}`;
      if (definition.max !== undefined && value > definition.max) return `must be at most ${definition.max}`;
      return null;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice': {
      if (definition.options.some((option) => option.value === value)) return null;
      if (definition.open === true && typeof value === typeof definition.options[0]?.value) return null;
      return `must be one of ${definition.options.map((option) => option.value).join(', ')}`;
    }
    case 'model':
      return typeof value === 'string' && value !== '' ? null : 'must be the id of a model';
    case 'file':
      return fileRefSchema.safeParse(value).success ? null : 'must name a file';
    case 'json':
      return null;
  }
}

/** The param's value: what the node holds, else the default, else nothing. */
export function paramValue(definition: ParamDefinition, held: Json | undefined): Json | undefined {
  if (held !== undefined) return held;
  return 'default' in definition ? definition.default : undefined;
}
