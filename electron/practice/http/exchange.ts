import type { IncomingMessage, ServerResponse } from 'node:http';
import { changedAnswer, runsRoute, spoiledAnswer, takeRequestFault } from '../faults/play.ts';
import type { Gateway } from '../gateway.ts';
import type { LogEntry } from '../log.ts';
import { type Answer, consolePage } from './answer.ts';
import { dropBody, type ReceivedBody, receiveBody } from './body.ts';
import { deliver, type Spoiling } from './deliver.ts';
import { errorAnswer, GatewayError } from './errors.ts';
import { bodyModel } from './request.ts';
import { findRoute, type Route } from './router.ts';

/** What a host needs to answer a request. */
export interface Host {
  readonly name: 'gateway' | 'upload';
  readonly gateway: Gateway;
  readonly routes: readonly Route[];
  /** Folder for bodies while they are worked on. */
  readonly folder: string;
  /** Throws the 401 when the key is not the one that was asked for. */
  authorize(path: string, request: IncomingMessage): void;
}

/** Answers one request from the first byte to the last, faults included. */
export async function answerRequest(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { gateway } = host;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const target = { method: request.method ?? 'GET', path: url.pathname };
  const isControl = host.name === 'gateway' && /^\/practice(\/|$)/.test(url.pathname);
  if (!isControl && gateway.faults.take(['refuse'], target)) {
    request.socket.destroy();
    return;
  }
  const entry = isControl ? undefined : begin(host, request, url);
  const id = gateway.newId();
  response.setHeader('x-patchbay-practice', '1');
  response.setHeader('x-oneapi-request-id', id);
  if (host.name === 'upload') response.setHeader('access-control-allow-origin', '*');
  let body: ReceivedBody = { kind: 'none' };
  try {
    body = await receiveBody(request, host.folder, id);
    const model = bodyModel(body) ?? modelOf(gateway, url);
    if (entry && model !== undefined) entry.model = model;
    const fault = isControl ? undefined : takeRequestFault(gateway.faults, { ...target, model });
    if (entry && fault) entry.fault = fault.kind;
    if (!isControl && gateway.settings.latencyMs > 0) await gateway.clock.sleep(gateway.settings.latencyMs);
    const real = runsRoute(fault) ? await route(host, request, url, body, id, entry) : undefined;
    if (fault?.kind === 'reset-before-answer') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'stall') await gateway.clock.sleep(fault.ms);
    const answer = spoiledAnswer(fault) ?? (real ? changedAnswer(fault, real) : consolePage());
    const spoiling: Spoiling = {
      cut: fault?.kind === 'cut-body',
      ...(fault?.kind === 'slow-body' ? { bytesPerSecond: fault.bytesPerSecond } : {}),
    };
    if (entry) entry.status = answer.status;
    const written = await deliver(response, answer, gateway.clock, spoiling);
    if (entry) entry.answer = written ? 'written' : 'cut';
  } catch {
    response.destroy();
  } finally {
    if (entry?.answer === 'pending') entry.answer = 'cut';
    await dropBody(body);
  }
}

async function route(
  host: Host,
  request: IncomingMessage,
  url: URL,
  body: ReceivedBody,
  id: string,
  entry: LogEntry | undefined,
): Promise<Answer> {
  const method = request.method ?? 'GET';
  try {
    const found = findRoute(host.routes, method, url.pathname);
    if (!found) return unknownPath(host, method, url.pathname, id);
    host.authorize(url.pathname, request);
    return await found.route.handle({
      id,
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
      parameters: found.parameters,
      entry: entry ?? begin(host, request, url, true),
    });
  } catch (error) {
    if (error instanceof GatewayError) return errorAnswer(error, id);
    const reason = error instanceof Error ? error.message : String(error);
    const panic = {
      status: 500,
      message: `Panic detected, error: ${reason}`,
      type: 'new_api_panic',
      code: 'new_api_panic',
    };
    return errorAnswer(new GatewayError(panic), id);
  }
}

function begin(host: Host, request: IncomingMessage, url: URL, apart = false): LogEntry {
  const fields = {
    host: host.name,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.search,
    authorized: request.headers.authorization !== undefined,
  };
  if (apart) return { seq: 0, at: 0, ...fields, tasks: [], jobs: 0, answer: 'pending' };
  return host.gateway.log.begin(fields);
}

/** Under `/v1`, `/api` and on the upload host an unknown path is a 404; anywhere else the console page stands there. */
function unknownPath(host: Host, method: string, path: string, id: string): Answer {
  const shape = host.name === 'upload' ? 'upload' : 'openai';
  if (shape === 'openai' && !/^\/(v1|api|assets|practice)(\/|$)/.test(path)) return consolePage();
  const problem = {
    status: 404,
    message: `Invalid URL (${method} ${path})`,
    type: 'invalid_request_error',
    shape,
  } as const;
  return errorAnswer(new GatewayError(problem), id);
}

/** The model behind a request that names none: that of its task, or of its file. */
function modelOf(gateway: Gateway, url: URL): string | undefined {
  const parts = url.pathname.split('/');
  const id = url.searchParams.get('id') ?? parts.find((part) => gateway.tasks.has(part)) ?? '';
  const name = parts.at(-1) ?? '';
  const submitted = /\/mj\/submit\/imagine$/.test(url.pathname) ? 'mj_imagine' : undefined;
  return gateway.tasks.get(id)?.model ?? gateway.files.get(name)?.model ?? submitted;
}
