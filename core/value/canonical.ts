/**
 * JSON with the keys of all objects in alphabetical order: equal values give equal text.
 * @param standIn what is written instead of an object; the object itself when it is not given
 */
export function canonicalJson(value: unknown, standIn?: (object: object) => object): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item, standIn)}`;
    return `[${text}]`;
  }
  const object = (standIn === undefined ? value : standIn(value)) as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(object).sort()) {
    const field = object[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field, standIn)}`;
  }
  return `{${text}}`;
}
