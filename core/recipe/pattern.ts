/** Whether a text fits a pattern, in which `*` stands for anything. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
  let rest = text;
  for (const [index, part] of parts.entries()) {
    if (index === 0) {
      if (!rest.startsWith(part)) return false;
      rest = rest.slice(part.length);
    } else if (index === parts.length - 1) {
      return rest.endsWith(part);
    } else {
      const at = rest.indexOf(part);
      if (at < 0) return false;
      rest = rest.slice(at + part.length);
    }
  }
  return true;
}

/** Whether something that is limited to models (ids or patterns; undefined: all) is there for this one. */
export function fitsModel(models: readonly string[] | undefined, model: string | undefined): boolean {
  if (models === undefined) return true;
  return model !== undefined && models.some((pattern) => matchesPattern(pattern, model));
}

/** Of several forms of the same thing, the first that is there for this model. */
export function formFor<T extends { readonly models?: readonly string[] | undefined }>(
  forms: readonly T[] | undefined,
  model: string | undefined,
): T | undefined {
  return forms?.find((form) => fitsModel(form.models, model));
}
