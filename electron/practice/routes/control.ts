import { z } from 'zod';
import { faultRule } from '../faults/rule.ts';
import type { Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { GatewayError } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { countCreated } from '../log.ts';

const rules = z.union([z.array(faultRule), faultRule.transform((rule) => [rule])]);

/**
 * The routes by which tests and curious people steer the practice gateway: `GET|POST|DELETE /practice/faults`, `GET /practice/log`,
 * `POST /practice/reset`. With a control token they want it in the header `x-practice-token`. `GET /practice` says without one that
 * this is a practice gateway. They are not logged themselves.
 */
export function controlRoutes(gateway: Gateway): Route[] {
  const guarded = (handle: (request: PracticeRequest) => Answer) => (request: PracticeRequest) => {
    allow(gateway, request);
    return handle(request);
  };
  return [
    { method: 'GET', path: '/practice', handle: (request) => introduce(gateway, request) },
    { method: 'GET', path: '/practice/faults', handle: guarded(() => jsonAnswer({ faults: gateway.faults.list() })) },
    { method: 'POST', path: '/practice/faults', handle: guarded((request) => addFaults(gateway, request)) },
    {
      method: 'DELETE',
      path: '/practice/faults',
      handle: guarded(() => {
        gateway.faults.clear();
        return jsonAnswer({ faults: [] });
      }),
    },
    {
      method: 'GET',
      path: '/practice/log',
      handle: guarded(() => {
        const entries = gateway.log.entries();
        return jsonAnswer({ created: countCreated(entries), requests: entries });
      }),
    },
    {
      method: 'POST',
      path: '/practice/reset',
      handle: guarded(() => {
        gateway.faults.clear();
        gateway.log.reset();
        gateway.tasks.clear();
        return jsonAnswer({ ok: true });
      }),
    },
  ];
}

function introduce(gateway: Gateway, request: PracticeRequest): Answer {
  if (!isLocal(request)) throw forbidden();
  const { withParent } = gateway.settings;
  return jsonAnswer({ practice: true, uploadUrl: gateway.addresses.upload, withParent });
}

function addFaults(gateway: Gateway, request: PracticeRequest): Answer {
  const result = rules.safeParse(jsonBody(request));
  if (!result.success) {
    throw new GatewayError({
      status: 400,
      message: z.prettifyError(result.error),
      type: 'practice_error',
      code: 'invalid_fault',
    });
  }
  for (const rule of result.data) gateway.faults.add(rule);
  return jsonAnswer({ faults: gateway.faults.list() });
}

/** Only programs on this machine that know the token. */
function allow(gateway: Gateway, request: PracticeRequest): void {
  const token = gateway.settings.controlToken;
  const known = token === undefined || request.headers['x-practice-token'] === token;
  if (!known || !isLocal(request)) throw forbidden();
}

/** A web page can neither come without an Origin nor with a Host of this machine. */
function isLocal(request: PracticeRequest): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return (host === '127.0.0.1' || host === 'localhost') && request.headers.origin === undefined;
}

function forbidden(): GatewayError {
  return new GatewayError({
    status: 403,
    message: 'This route steers the practice gateway and is not for you.',
    type: 'practice_error',
    code: 'forbidden',
  });
}
