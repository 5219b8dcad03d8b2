import path from 'node:path';
import { type AppError, toAppError } from '#core/errors';
import type { GatewayCatalogue } from '#core/gateway/contract';
import type { Workflow } from '#core/graph/document';
import { nameOf } from '#core/graph/graph';
import { parseItemKey } from '#core/run/address';
import { isJournalled, type Question, type RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import type { Attempt } from '../../executor/services.ts';
import { exportOutputs } from '../../store/export-outputs.ts';
import type { App } from '../app/app.ts';
import type { AccountFacts } from '../app/connect.ts';
import type { RunClaim } from '../app/live-runs.ts';
import { hasLostConnection, untilReachable } from '../app/reconnect.ts';
import type { AppRun, RunOutcome } from '../app/run.ts';
import { runCost } from '../app/run-cost.ts';
import type { CommandContext } from './context.ts';
import { costText } from './cost-text.ts';
import { exitCodeOfRun, exitCodes } from './exit-codes.ts';
import { plainOutput, presentBare, presentEvent, presentOutputs } from './present.ts';
import { answerCommand, createProgress, type Progress } from './progress.ts';
import { abandonedText, requestsUnderWay, stoppingText } from './stopping-text.ts';
import { formatJson, oneLine, type Terminal } from './terminal.ts';

export interface RunToEndOptions {
  readonly json: boolean;
  readonly out: string | undefined;
  readonly workflow: Workflow;
  /** Events that happened before and were not shown. */
  readonly missed?: readonly RunEvent[];
  /** How the run goes on when its lost connection is back; absent where that is not waited for. */
  readonly reconnect?: Reconnect | undefined;
}

/** What is needed to wait for a connection and to go on with the run then. */
export interface Reconnect {
  readonly gateway: GatewayCatalogue;
  /** Seconds for the whole command. */
  readonly wait: number;
  readonly goOn: (claim: RunClaim, facts: AccountFacts, seconds: number, listener: Listener) => Promise<AppRun>;
}

type Listener = (event: RunEvent) => void;

/**
 * Lets a run go on until it ends, is suspended or is interrupted by a signal, shows its events, prints its outputs and
 * gives the exit code. The first signal leaves the run to be resumed once requests under way have their answer, as long as
 * that takes; a second one does not wait for them, a third one for nothing.
 */
export async function runToEnd(
  app: App,
  context: CommandContext,
  options: RunToEndOptions,
  start: (listener: Listener) => Promise<AppRun>,
): Promise<number> {
  const { terminal } = context;
  app.keepTasks();
  const shown = new RunDisplay(app, context, options);
  const holder: { run?: AppRun | undefined } = {};
  const early: RunEvent[] = [...(options.missed ?? [])];
  const until = app.clock.now() + (options.reconnect?.wait ?? 0) * 1000;
  const waiting = new AbortController();
  const show = (event: RunEvent): void => {
    if (holder.run === undefined) early.push(event);
    else shown.show(event, holder.run.handle.state());
  };
  const underWay = () => (holder.run === undefined ? [] : requestsUnderWay(app, holder.run.id));
  const nameOfRequest = ({ address, nodeType }: Attempt): string =>
    address.run === holder.run?.id ? shown.nameOf(address.node) : nodeType;
  let signals = 0;
  const stop = context.onSignal(() => {
    signals += 1;
    const handle = holder.run?.handle;
    if (signals === 1) {
      terminal.err(`\n${stoppingText(underWay(), nameOfRequest)}\n`);
      handle?.interrupt();
      waiting.abort();
    } else if (signals === 2 && handle !== undefined) {
      const text = abandonedText(underWay(), nameOfRequest);
      if (text !== undefined) terminal.err(`${text}\n`);
      handle.abortNow();
    }
    // Whatever it hangs at: what counts is on the disk.
    else context.abandon(exitCodes.interrupted);
  });
  /** One session of the run. */
  const session = async (begin: (listener: Listener) => Promise<AppRun>): Promise<RunOutcome> => {
    holder.run = undefined;
    const run = await begin(show);
    holder.run = run;
    context.note({ run: run.id });
    for (const event of early.splice(0)) show(event);
    if (signals > 0) run.handle.interrupt();
    const outcome = await run.done.catch(async (error: unknown) => {
      if (options.json) await shown.lines.fail(run.handle.state(), toAppError(error));
      throw error;
    });
    await shown.lines.settled();
    // Nobody here has stopped it: it goes on in the process that owns the home folder next.
    if (outcome.kind === 'interrupted' && signals === 0 && app.leaving.aborted) throw app.leaving.reason;
    return outcome;
  };
  try {
    let outcome = await session(start);
    const { reconnect } = options;
    while (reconnect !== undefined && hasLostConnection(outcome.state) && signals === 0) {
      // As long as it is claimed nobody else goes on with it.
      const claim = app.live.claim(outcome.state.id);
      try {
        const left = Math.ceil((until - app.clock.now()) / 1000);
        if (left > 0) shown.say(`Waiting for the connection, ${left} s at most; Ctrl+C leaves the run to be resumed …`);
        const signal = AbortSignal.any([waiting.signal, app.leaving]);
        const facts = await untilReachable(reconnect.gateway, app.clock, until, signal);
        if (facts === undefined) break;
        const seconds = Math.max(0, (until - app.clock.now()) / 1000);
        outcome = await session((listener) => reconnect.goOn(claim, facts, seconds, listener));
      } catch (error) {
        if (!waiting.signal.aborted) throw error;
        outcome = { ...outcome, kind: 'interrupted' };
      } finally {
        claim.release();
      }
    }
    return await shown.end(outcome);
  } finally {
    shown.stop();
    stop();
  }
}

/** The same for a run that ended in a process that is gone: shows what that one did not show any more. */
export async function showEnded(
  app: App,
  context: CommandContext,
  options: RunToEndOptions,
  outcome: RunOutcome,
): Promise<number> {
  const shown = new RunDisplay(app, context, options);
  try {
    for (const event of options.missed ?? []) shown.show(event, outcome.state);
    return await shown.end(outcome);
  } finally {
    shown.stop();
  }
}

/** Shows a run in a terminal, as lines of JSON or for people. */
class RunDisplay {
  readonly lines: LineWriter;
  /** What people call a node. */
  readonly nameOf: (node: string) => string;
  private readonly progress: Progress;

  constructor(
    private readonly app: App,
    private readonly context: CommandContext,
    private readonly options: RunToEndOptions,
  ) {
    const titles = new Map(options.workflow.nodes.map((node) => [node.id, nameOf(node, node.id)]));
    this.nameOf = (node) => titles.get(node) ?? node;
    this.progress = createProgress(context.terminal, this.nameOf);
    this.lines = new LineWriter(context.terminal, app, (seq) => context.note({ seq }));
  }

  show(event: RunEvent, state: RunState): void {
    if (this.options.json) return this.lines.add(event);
    this.progress.show(event, state);
    if (isJournalled(event)) this.context.note({ seq: event.seq });
  }

  /** A line for people between the events. */
  say(text: string): void {
    if (this.options.json) this.context.terminal.err(`${text}\n`);
    else this.progress.say(text);
  }

  async end(outcome: RunOutcome): Promise<number> {
    const { app, context, options } = this;
    this.progress.stop();
    if (options.json) await this.lines.end(outcome);
    else await printEnd(app, context.terminal, outcome.state.id, outcome);
    if (options.out !== undefined) {
      await writeOutputs(app, context.terminal, outcome, path.resolve(context.folder, options.out), options.json);
    }
    return exitCodeOfRun(outcome);
  }

  stop(): void {
    this.progress.stop();
  }
}

async function printEnd(app: App, terminal: Terminal, id: string, outcome: RunOutcome): Promise<void> {
  for (const typed of Object.values(outcome.outputs)) terminal.out(await plainOutput(app, typed));
  const cost = costText(runCost(app, id));
  if (cost !== undefined) terminal.err(`${cost}\n`);
  const { phase } = outcome.state;
  if (outcome.kind === 'interrupted') terminal.err(`The run ${id} can go on: patchbay resume ${id}\n`);
  else if (phase.state === 'suspended' && phase.why === 'user') {
    terminal.err(`The run ${id} waits for an answer. Give it with:\n`);
    for (const line of openQuestions(outcome.state)) terminal.err(`  ${line}\n`);
  } else if (phase.state === 'suspended') terminal.err(`Go on later with: patchbay resume ${id}\n`);
  else if (phase.state === 'failed')
    terminal.err(`The run ${id} failed in part. Run what failed again with: patchbay retry ${id}\n`);
}

/** The commands that answer what a run asks, with what it asks. */
function openQuestions(state: RunState): string[] {
  return [...state.nodes.values()].flatMap((node) =>
    [...node.items].flatMap(([key, item]) => {
      if (item.state !== 'needs-user') return [];
      const { message, candidates = [] } = item.question;
      const command = answerCommand(state.id, node.node, parseItemKey(key), item.question);
      return [`${command}   (${oneLine(message)})`, ...candidates.map((task) => `  ${candidateLine(task)}`)];
    }),
  );
}

/** A task that may be the one in question: its id is an answer. */
function candidateLine(task: NonNullable<Question['candidates']>[number]): string {
  const { id, createdAt, model, prompt, status } = task;
  const facts = [createdAt, model, status, prompt].filter((fact) => fact !== undefined);
  return `${oneLine(id)}   ${oneLine(facts.join(' · '))}`;
}

async function writeOutputs(
  app: App,
  terminal: Terminal,
  outcome: RunOutcome,
  folder: string,
  json: boolean,
): Promise<void> {
  const files = await exportOutputs(outcome.exports, folder, app.artifacts, app.home.layer);
  if (!json) for (const file of files) terminal.err(`wrote ${file}\n`);
}

/** Writes event lines in order, although presenting one may have to look up a file. */
class LineWriter {
  private last: Promise<void> = Promise.resolve();
  private seq = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly app: App,
    /** Told of the number of each event of the journal that was written. */
    private readonly written: (seq: number) => void,
  ) {}

  add(event: RunEvent): void {
    this.seq = event.seq;
    this.last = this.last.then(async () => {
      const line = await presentEvent(this.app, event).catch(() => presentBare(event));
      this.write(line);
      if (isJournalled(event)) this.written(event.seq);
    });
  }

  /** Resolves when everything so far was written. */
  settled(): Promise<void> {
    return this.last;
  }

  /** The last line is always a `run-end`; for a run that goes on later its state says so. */
  async end(outcome: RunOutcome): Promise<void> {
    await this.last;
    const { phase } = outcome.state;
    if (outcome.kind === 'ended') return;
    this.write({
      event: 'run-end',
      seq: this.seq + 1,
      at: outcome.state.at,
      run: outcome.state.id,
      state: outcome.kind === 'interrupted' ? 'interrupted' : phase.state,
      ...(phase.state === 'suspended' && { why: phase.why, message: phase.message }),
      outputs: await presentOutputs(this.app, outcome.outputs),
    });
  }

  /** The same for a run that cannot be recorded any more (a full disk): it can be resumed. */
  async fail(state: RunState, error: AppError): Promise<void> {
    await this.last;
    const { seq } = this;
    this.write({
      event: 'run-end',
      seq: seq + 1,
      at: state.at,
      run: state.id,
      state: 'interrupted',
      outputs: {},
      error: error.info,
    });
  }

  private write(line: Record<string, unknown>): void {
    this.terminal.out(`${formatJson(line)}\n`);
  }
}
