import path from 'node:path';
import { type AppError, toAppError } from '#core/errors';
import type { Workflow } from '#core/graph/document';
import { nameOf } from '#core/graph/graph';
import { parseItemKey } from '#core/run/address';
import type { Question, RunEvent } from '#core/run/event';
import type { RunState } from '#core/run/state';
import { exportOutputs } from '../../store/export-outputs.ts';
import type { App } from '../app/app.ts';
import type { AppRun, RunOutcome } from '../app/run.ts';
import { exitCodeOfRun, exitCodes } from './exit-codes.ts';
import { plainOutput, presentBare, presentEvent, presentOutputs } from './present.ts';
import { answerCommand, createProgress } from './progress.ts';
import { formatJson, oneLine, type Terminal } from './terminal.ts';

export interface RunToEndOptions {
  readonly json: boolean;
  readonly out: string | undefined;
  readonly workflow: Workflow;
}

/** Ctrl+C, a polite kill, and a terminal that is closed. */
const signalNames = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lets a run go on until it ends, is suspended or is interrupted by a signal, shows its events, prints its outputs and
 * gives the exit code. The first signal leaves the run to be resumed once requests under way have their answer; a second
 * one does not wait for them, a third one for nothing.
 */
export async function runToEnd(
  app: App,
  terminal: Terminal,
  options: RunToEndOptions,
  start: (listener: (event: RunEvent) => void) => Promise<AppRun>,
): Promise<number> {
  const titles = new Map(options.workflow.nodes.map((node) => [node.id, nameOf(node, node.id)]));
  const progress = createProgress(terminal, (node) => titles.get(node) ?? node);
  const lines = new LineWriter(terminal, app);
  const holder: { run?: AppRun } = {};
  const early: RunEvent[] = [];
  const show = (event: RunEvent): void => {
    if (holder.run === undefined) early.push(event);
    else if (options.json) lines.add(event);
    else progress.show(event, holder.run.handle.state());
  };
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    const handle = holder.run?.handle;
    if (signals === 1) {
      terminal.err('\nStopping: requests under way still get their answer (press again not to wait) …\n');
      handle?.interrupt();
    } else if (signals === 2 && handle !== undefined) handle.abortNow();
    // Whatever it hangs at: what counts is on the disk.
    else process.exit(exitCodes.interrupted);
  };
  for (const signal of signalNames) process.on(signal, onSignal);
  try {
    const run = await start(show);
    holder.run = run;
    for (const event of early.splice(0)) show(event);
    if (signals > 0) run.handle.interrupt();
    const outcome = await run.done.catch(async (error: unknown) => {
      if (options.json) await lines.fail(run.handle.state(), toAppError(error));
      throw error;
    });
    progress.stop();
    if (options.json) await lines.end(outcome);
    else await printEnd(app, terminal, run.id, outcome);
    if (options.out !== undefined) await writeOutputs(app, terminal, outcome, options);
    return exitCodeOfRun(outcome);
  } finally {
    progress.stop();
    for (const signal of signalNames) process.off(signal, onSignal);
  }
}

async function printEnd(app: App, terminal: Terminal, id: string, outcome: RunOutcome): Promise<void> {
  for (const typed of Object.values(outcome.outputs)) terminal.out(await plainOutput(app, typed));
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
  options: RunToEndOptions,
): Promise<void> {
  const files = await exportOutputs(outcome.exports, path.resolve(options.out ?? '.'), app.artifacts, app.home.layer);
  if (!options.json) for (const file of files) terminal.err(`wrote ${file}\n`);
}

/** Writes event lines in order, although presenting one may have to look up a file. */
class LineWriter {
  private last: Promise<void> = Promise.resolve();
  private seq = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly app: App,
  ) {}

  add(event: RunEvent): void {
    this.seq = event.seq;
    this.last = this.last.then(async () => {
      const line = await presentEvent(this.app, event).catch(() => presentBare(event));
      this.write(line);
    });
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
