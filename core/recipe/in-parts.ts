import { type Recipe, type RecipeSource, recipeSchema } from './schema.ts';

type Field = keyof Recipe;
type FieldSchema = { parse(value: unknown): unknown };

const fields = Object.entries(recipeSchema.shape) as [Field, FieldSchema][];

/** What a field is that a source leaves out; undefined when it is then left out of the recipe too. */
const absent: Partial<Record<Field, unknown>> = {};

function whenAbsent(field: Field, schema: FieldSchema): unknown {
  if (!Object.hasOwn(absent, field)) absent[field] = schema.parse(undefined);
  return absent[field];
}

/**
 * A recipe of which each field is read by the schema when it is first asked for: reading all fields of all recipes takes
 * longer than everything else that is done before the first screen, and a program needs few of them.
 * @param source one that is known to fit the schema: a field that does not is a ZodError when it is asked for
 */
export function readInParts(source: RecipeSource): Recipe {
  const recipe = {};
  for (const [field, schema] of fields) {
    const given = source[field];
    const value = given === undefined ? whenAbsent(field, schema) : undefined;
    if (given === undefined && value === undefined) continue;
    let read = value;
    Object.defineProperty(recipe, field, {
      enumerable: true,
      get() {
        read ??= schema.parse(given);
        return read;
      },
    });
  }
  return recipe as Recipe;
}
