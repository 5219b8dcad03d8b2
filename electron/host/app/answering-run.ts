import { AppError } from '#core/errors';
import { openDocument, type WorkflowDocument } from '#core/graph/document';
import { interfaceName } from '#core/graph/validate';
import type { RunState } from '#core/run/state';
import { say } from '#core/text';
import type { Json, TypedValue } from '#core/value/value';
import type { AnsweringRun, RunWorkflow } from '../../executor/call-types.ts';
import type { RunHandle } from '../../executor/executor.ts';
import { WaitingEnded } from '../../executor/task-waiter.ts';
import { hasRun } from '../../store/runs.ts';
import type { App } from './app.ts';
import type { RunClaim } from './live-runs.ts';

/** How deep workflows may answer functions of chats inside workflows that do. */
const deepest = 3;

interface Begun {
  readonly handle: RunHandle;
  readonly done: Promise<unknown>;
}

/** How runs are begun, gone on with and read. */
interface RunPowers {
  begin(document: WorkflowDocument, depth: number): Promise<Begun>;
  goOn(claim: RunClaim): Promise<Begun>;
  stored(app: App, id: string): { readonly state: RunState | undefined };
  outputs(app: App, state: RunState): Readonly<Record<string, TypedValue>>;
}

/** What the model is told, as the answer of its function. */
const tooDeep = 'Workflows that answer functions are nested too deeply.';

/**
 * Has a workflow answer a function, in a run of its own, or goes on with the one that was begun. `depth` is that of the run
 * whose chat calls. @throws AppError `run.busy` when the run waits for something
 */
export async function answerByRun(
  app: App,
  work: AnsweringRun,
  depth: number,
  powers: RunPowers,
): ReturnType<RunWorkflow> {
  if (depth >= deepest) return { kind: 'failed', message: tooDeep };
  const { id, signal } = work;
  const live = app.live.handle(id);
  if (live !== undefined) await endOf({ handle: live, done: live.done }, signal);
  else if (!hasRun(app.home, id)) await endOf(await powers.begin(withInputs(work), depth + 1), signal);
  else if (isOpen(powers.stored(app, id).state)) await endOf(await powers.goOn(app.live.claim(id)), signal);
  const { state } = powers.stored(app, id);
  if (state === undefined || isOpen(state)) throw waits(id);
  if (state.phase.state === 'done') return { kind: 'done', value: answerIn(powers.outputs(app, state)) };
  return { kind: 'failed', message: reasonOf(state) };
}

function isOpen(state: RunState | undefined): boolean {
  return state === undefined || state.phase.state === 'running' || state.phase.state === 'suspended';
}

/** Waits for the end of a run; what stops the chat stops it too. */
async function endOf({ handle, done }: Begun, signal: AbortSignal): Promise<void> {
  const stop = (): void => {
    const { reason } = signal;
    if (reason instanceof WaitingEnded && reason.why === 'cancel') handle.cancel();
    else handle.interrupt();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    await done;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
}

function waits(id: string): AppError {
  return new AppError(
    'run.busy',
    say('The run {id}, which answers a function of this chat, waits.', '回答此次函数调用的运行 {id} 正在等待。', {
      id,
    }),
    { hint: say('Go on with {id}, then retry this run.', '请先继续运行 {id}，再重试本次运行。', { id }) },
  );
}

/** The only output, or all of them by name. */
function answerIn(outputs: Readonly<Record<string, TypedValue>>): Json {
  const values = Object.entries(outputs).map(([name, { value }]) => [name, value as Json] as const);
  const [first] = values;
  return values.length === 1 && first !== undefined ? first[1] : Object.fromEntries(values);
}

/** Told to the model, which may try something else. */
function reasonOf(state: RunState): string {
  const items = [...state.nodes.values()].flatMap((node) => [...node.items.values()]);
  const why = items.flatMap((item) => (item.state === 'failed' ? [item.error.message] : []));
  return `The workflow ${state.phase.state}. ${why.slice(0, 3).join(' ')}`.trim();
}

/** A copy of the workflow whose inputs have the values that the model gave. */
function withInputs({ workflow, inputs }: AnsweringRun): WorkflowDocument {
  const { document } = openDocument(structuredClone(workflow));
  const nodes = document['nodes'];
  for (const node of Array.isArray(nodes) ? nodes : []) {
    if (typeof node !== 'object' || node === null || Array.isArray(node) || node['type'] !== 'input') continue;
    const held = node['params'];
    const params = typeof held === 'object' && held !== null && !Array.isArray(held) ? held : {};
    const name = interfaceName({ id: String(node['id']), title: String(node['title'] ?? '') }, params);
    if (Object.hasOwn(inputs, name)) node['params'] = { ...params, default: inputs[name] ?? null };
  }
  return document;
}
