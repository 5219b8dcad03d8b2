/** Takes what a dotted path (`data.0.url`) leads to out of a JSON value; undefined when it leads nowhere. */
export function takeField(root: object, path: string): unknown {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let at: unknown = root;
  for (const part of parts) at = isObject(at) ? Reflect.get(at, part) : undefined;
  if (!isObject(at)) return undefined;
  const value: unknown = Reflect.get(at, last);
  Reflect.deleteProperty(at, last);
  return value;
}

/** Puts a value where a dotted path leads; what is not there on the way is made, a list where a number follows. */
export function putField(root: object, path: string, value: unknown): void {
  const parts = path.split('.');
  let at: object = root;
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined) {
      Reflect.set(at, part, value);
      return;
    }
    const inner: unknown = Reflect.get(at, part);
    const made = isObject(inner) ? inner : /^\d+$/.test(next) ? [] : {};
    Reflect.set(at, part, made);
    at = made;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
