import { AppError } from '#core/errors';
import { say } from '#core/text';
import type { App } from '../app/app.ts';
import { askAccount, type Connected, connect } from '../app/connect.ts';
import { needsGateway } from '../app/needs-gateway.ts';
import { chosenScope } from '../app/plan.ts';
import { type Continuation, checkContinuation, continueRun, openStoredRun, storedOutcome } from '../app/run.ts';
import { defaultWait } from '../app/run-options.ts';
import { type CommandContext, parseNumberOption } from './context.ts';
import { type Reconnect, runToEnd, showEnded } from './run-to-end.ts';

/** Options of going on with a run. */
export interface ContinueFlags {
  readonly json: boolean;
  readonly wait?: string;
  readonly budget?: string;
  readonly allowUpload: boolean;
  readonly out?: string;
}

/**
 * How a run goes on when its connection is back. What the practice gateway of this program worked on ends with it, so that
 * one is not waited for. `wait` in seconds.
 */
export function reconnectTo(
  app: App,
  connected: Connected | undefined,
  wait: number,
  continuation: Continuation,
): Reconnect | undefined {
  if (connected === undefined || connected.gateway.connection.practice) return undefined;
  return {
    gateway: connected.gateway,
    wait,
    goOn: (claim, facts, seconds, listener) =>
      continueRun(app, claim, connected, facts, { ...continuation, wait: seconds }, listener),
  };
}

/**
 * Goes on with a run on its own snapshot and gives the exit code. When a process that is gone had begun with it, what it
 * could not show any more is shown first, and nothing is answered or retried again.
 * @throws AppError `run.not-found`, `run.busy`, `usage.invalid`, `connection.*`
 */
export async function goOn(
  app: App,
  context: CommandContext,
  id: string,
  flags: ContinueFlags,
  more: Pick<Continuation, 'retry' | 'answer'>,
): Promise<number> {
  const hasBegun = context.progress.run === id && context.progress.seq >= 0;
  const continuation: Continuation = {
    ...(hasBegun ? {} : more),
    ...(flags.wait !== undefined && { wait: parseNumberOption('--wait', flags.wait) }),
    ...(flags.budget !== undefined && { budget: parseNumberOption('--budget', flags.budget) }),
    ...(flags.allowUpload && { allowUpload: true }),
  };
  const claim = app.live.claim(id);
  try {
    const { prepared, state, options, events } = openStoredRun(app, id);
    const missed = hasBegun ? events.filter((event) => event.seq > context.progress.seq) : [];
    const end = { json: flags.json, out: flags.out, workflow: prepared.workflow, missed };
    if (hasBegun && state !== undefined && 'outputs' in state.phase) {
      return await showEnded(app, context, end, storedOutcome(app, prepared, options, state));
    }
    checkContinuation(id, state, continuation);
    const isCalling = needsGateway(app, prepared, chosenScope(prepared, options));
    const connected = isCalling ? await connect(app, options) : undefined;
    try {
      // Practice is the same wherever it listens; what the last one still worked on ended with it.
      const before = state?.connection?.practice === true ? undefined : state?.connection?.baseUrl;
      const now = connected?.gateway.connection.baseUrl;
      if (before !== undefined && now !== undefined && before !== now) {
        const message = say(
          'This run was made on {before}; the connection now leads to {now}.',
          '此运行是在 {before} 上进行的，连接现在指向 {now}。',
          { before, now },
        );
        const hint = {
          en: 'Set the connection as it was; what is at the gateway can only be fetched there.',
          zh: '请恢复原来的连接；网关上的结果只能从那里取回。',
        };
        throw new AppError('usage.invalid', message, { hint });
      }
      const facts = connected === undefined ? undefined : await askAccount(connected.gateway);
      const { retry: _retry, answer: _answer, ...kept } = continuation;
      const reconnect = reconnectTo(app, connected, continuation.wait ?? defaultWait, kept);
      return await runToEnd(app, context, { ...end, reconnect }, (listener) =>
        continueRun(app, claim, connected, facts, continuation, listener),
      );
    } finally {
      await connected?.close();
    }
  } finally {
    claim.release();
  }
}
