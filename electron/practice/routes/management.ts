import { z } from 'zod';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { checkFor } from '../http/check.ts';
import { type ErrorFields, GatewayError } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Handler, Route } from '../http/router.ts';

/** The system access token of practice, and the number of its only user. */
const TOKEN = 'practice-system-token';
const USER = '1';

const shape = ({ message }: ErrorFields) => ({ success: false, message });
const vendor = { shape, code: '', status: 200 };

const wish = {
  name: z.string().min(1).max(30),
  remain_quota: z.int().min(0).optional(),
  expired_time: z.int().optional(),
  unlimited_quota: z.boolean().optional(),
  model_limits_enabled: z.boolean().optional(),
  model_limits: z.string().optional(),
  allow_ips: z.string().nullish(),
  group: z.string().optional(),
  status: z.int().optional(),
};
const created = z.strictObject(wish);
const updated = z.looseObject({ id: z.int(), ...wish });

type Token = { id: number } & z.output<typeof created> & { used_quota: number; status: number };

/** The account's own routes (PROTOCOL 13.1): another credential than the key, and `success: false` for what is wrong. */
export function managementRoutes(): Route[] {
  const tokens = new Map<number, Token>([
    [1, { id: 1, name: 'practice', unlimited_quota: true, used_quota: 0, status: 1 }],
  ]);
  const route = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path,
    handle: (request) => {
      authorize(request);
      return handle(request);
    },
  });
  const fine = (data: unknown = null): Answer => jsonAnswer({ success: true, message: '', data });
  const shown = (token: Token) => ({ ...token, key: 'sk-practice**********', user_id: Number(USER), created_time: 0 });
  const find = (id: number): Token => {
    const token = tokens.get(id);
    if (token === undefined) throw refuse('record not found');
    return token;
  };
  return [
    route('GET', '/api/user/self', () =>
      fine({
        id: Number(USER),
        username: 'practice',
        display_name: 'Practice',
        group: 'default',
        quota: 50_000_000,
        used_quota: 0,
        request_count: 0,
      }),
    ),
    route('GET', '/api/token/', ({ query }) => {
      const [first, size] = [Number(query.get('p') ?? 0), Number(query.get('size') ?? 10)];
      const list = [...tokens.values()].reverse().map(shown);
      return fine(list.slice(first * size, (first + 1) * size));
    }),
    route('GET', '/api/token/search', ({ query }) => {
      const word = query.get('keyword') ?? '';
      return fine([...tokens.values()].filter(({ name }) => name.includes(word)).map(shown));
    }),
    route('GET', '/api/token/:id', ({ parameters }) => fine(shown(find(Number(parameters['id']))))),
    route('POST', '/api/token/', (request) => {
      const fields = checkFor(vendor, created, jsonBody(request));
      const id = Math.max(0, ...tokens.keys()) + 1;
      tokens.set(id, { ...fields, id, used_quota: 0, status: 1 });
      return fine();
    }),
    route('PUT', '/api/token/', (request) => {
      const { key, ...fields } = checkFor(vendor, updated, jsonBody(request));
      if (key !== undefined) throw refuse('a key cannot be changed');
      const before = find(fields.id);
      const next: Token = { ...before, ...fields, status: fields.status ?? before.status };
      tokens.set(fields.id, next);
      return fine(shown(next));
    }),
    route('DELETE', '/api/token/:id/', ({ parameters }) => {
      tokens.delete(find(Number(parameters['id'])).id);
      return fine();
    }),
  ];
}

function refuse(message: string, status = 200): GatewayError {
  return new GatewayError({ status, message, shape });
}

function authorize({ headers }: PracticeRequest): void {
  const user = headers['new-api-user'];
  if (headers.authorization === undefined) throw refuse('无权进行此操作，未登录且未提供 access token', 401);
  if (headers.authorization !== TOKEN) throw refuse('无权进行此操作，access token 无效', 401);
  if (user === undefined) throw refuse('无权进行此操作，未提供 New-Api-User', 401);
  if (user !== USER) throw refuse('无权进行此操作，New-Api-User 与登录用户不匹配', 401);
}
