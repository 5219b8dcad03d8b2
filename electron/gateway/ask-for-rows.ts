import type { ErrorInfo } from '#core/errors';
import type { RecipeStep } from '#core/recipe/schema';
import type { Json } from '#core/value/value';
import { collect } from './answer.ts';
import { type CallContext, routeOf, toOutgoing } from './call-context.ts';
import { type AnswerFacts, findRefusal, type Refusal } from './errors.ts';
import { tryParseJson } from './json.ts';
import { unreachable } from './network-error.ts';
import { findAll } from './recipe/paths.ts';
import { planRequest, type StepContext } from './recipe/request.ts';
import { SendFailure } from './transport.ts';

const longestAnswer = 64 * 1024 ** 2;

export type Rows =
  | { readonly rows: readonly Json[]; readonly facts: AnswerFacts }
  | { readonly refusal: Refusal; readonly facts: AnswerFacts }
  /** No answer came, or only a part of one. */
  | { readonly unreachable: ErrorInfo };

/**
 * Sends a request that asks about tasks and reads the rows of its answer, which costs nothing. Rejects with the signal's
 * reason when it is aborted.
 */
export async function askForRows(
  step: RecipeStep,
  filling: StepContext,
  rows: string,
  signal: AbortSignal,
  context: CallContext,
): Promise<Rows> {
  const plan = planRequest(step, filling, context.hosts);
  const outgoing = await toOutgoing(plan, context, { signal, patience: 'query', fresh: false });
  const incoming = await context.transport.send(outgoing).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    return error instanceof SendFailure ? error : new SendFailure(true, error);
  });
  if (incoming instanceof SendFailure) return { unreachable: unreachable(plan.url.host, incoming.cause) };
  try {
    const received = await collect(incoming, longestAnswer);
    if (signal.aborted) throw signal.reason;
    if (received.cut !== undefined) return { unreachable: unreachable(plan.url.host, received.cut) };
    const json = tryParseJson(received.content.toString('utf8'));
    const facts: AnswerFacts = {
      status: incoming.status,
      headers: incoming.headers,
      contentType: incoming.contentType,
      head: received.head,
      json,
      route: routeOf(plan),
      keySent: 'authorization' in outgoing.headers,
    };
    const refusal = findRefusal(facts);
    if (refusal !== undefined) return { refusal, facts };
    return { rows: json === undefined ? [] : findAll(json, rows), facts };
  } finally {
    await incoming.release();
  }
}
