const slot = /\{(\+?[A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names in `{name}` slots of a template, each once; in a path a `+` before a name keeps its slashes. */
export function templateNames(template: string): readonly string[] {
  return [...new Set([...template.matchAll(slot)].map((match) => match[1] ?? ''))];
}

/**
 * Fills a template in one pass, so a value that looks like a slot stays as it is. Undefined when a name has no value:
 * half a sentence helps nobody.
 */
export function fillTemplate(template: string, lookUp: (name: string) => string | undefined): string | undefined {
  const values = new Map<string, string>();
  for (const name of templateNames(template)) {
    const value = lookUp(name);
    if (value === undefined) return undefined;
    values.set(name, value);
  }
  return template.replace(slot, (_, name: string) => values.get(name) ?? '');
}
