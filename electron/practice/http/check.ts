import type { z } from 'zod';
import { GatewayError, invalidRequest, type VendorShape } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** Checks a request's fields; throws the 400 that names the first wrong one. */
export function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw issue ? explain(issue, value, []) : invalidRequest('Invalid request.', null);
}

/** Like `check`, in a vendor's own envelope and with its code for a wrong request. */
export function checkFor<T extends z.ZodType>(
  vendor: { readonly shape: VendorShape; readonly code: string | number; readonly status?: number },
  schema: T,
  value: unknown,
): z.output<T> {
  try {
    return check(schema, value);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { message, parameter = null } = error.fields;
    const { shape, code, status = 400 } = vendor;
    throw new GatewayError({ status, message, parameter, code, shape });
  }
}

/** Like `check`, in the envelope of the Midjourney routes. */
export function checkMidjourney<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  try {
    return check(schema, value);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { parameter, code } = error.fields;
    const message = code === 'missing_required_parameter' ? `${parameter}_is_required ` : error.message;
    throw new GatewayError({ status: 400, message, code: 4, shape: 'midjourney' });
  }
}

function explain(issue: Issue, root: unknown, prefix: readonly PropertyKey[]): GatewayError {
  const path = [...prefix, ...issue.path];
  const name = pathText(path);
  const actual = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = pathText([...path, issue.keys[0] ?? '']);
      return invalidRequest(`Unknown parameter: '${key}'.`, key, 'unknown_parameter');
    }
    case 'invalid_union': {
      const branch = deepest(issue.errors);
      if (branch && branch.path.length > 0) return explain(branch, root, path);
      break;
    }
    default:
  }
  if (path.length === 0) {
    return invalidRequest(
      'We could not parse the JSON body of your request: an object is expected.',
      null,
      'invalid_json',
    );
  }
  if (actual === undefined) {
    return invalidRequest(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter');
  }
  if (issue.code === 'invalid_union' && issue.errors.length === 0) {
    return invalidRequest(`Invalid value for '${name}': '${String(actual)}'.`, name);
  }
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') {
    const expected = issue.code === 'invalid_type' ? ` expected ${article(issue.expected)}, but` : '';
    return invalidRequest(
      `Invalid type for '${name}':${expected} got ${article(kindOf(actual))}.`,
      name,
      'invalid_type',
    );
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map((each) => `'${String(each)}'`).join(', ');
    return invalidRequest(`Invalid value for '${name}': '${String(actual)}'. Supported values are: ${values}.`, name);
  }
  return invalidRequest(`Invalid value for '${name}': ${issue.message}.`, name);
}

function deepest(branches: readonly (readonly Issue[])[]): Issue | undefined {
  const firsts = branches.flatMap((issues) => issues.slice(0, 1));
  return firsts.sort((left, right) => right.path.length - left.path.length)[0];
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function article(kind: string): string {
  if (kind === 'null') return kind;
  const word = kind === 'int' ? 'integer' : kind;
  return `${/^[aeio]/.test(word) ? 'an' : 'a'} ${word}`;
}
