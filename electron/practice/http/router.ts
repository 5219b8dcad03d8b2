import type { Answer } from './answer.ts';
import type { PracticeRequest } from './request.ts';

/** What answers a request. */
export type Handler = (request: PracticeRequest) => Answer | Promise<Answer>;

/** A route: method, path with `:name` for a path parameter, and what answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly handle: Handler;
}

/** A route that fits a request, with the path's parameters decoded. */
export interface Match {
  readonly route: Route;
  readonly parameters: Record<string, string>;
}

/** Finds the route for a method and a path. HEAD is answered by the GET route; Midjourney's speed prefix is cut off first. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const parts = path.replace(/^\/mj-(fast|relax|turbo)\/mj\//, '/mj/').split('/');
  for (const route of routes) {
    if (route.method !== wanted) continue;
    const parameters = matchParts(route.path.split('/'), parts);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith(':') && part !== '') {
      const value = decode(part);
      if (value === undefined) return undefined;
      parameters[expected.slice(1)] = value;
    } else if (expected !== part) return undefined;
  }
  return parameters;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
