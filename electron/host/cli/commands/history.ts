import type { Command } from 'commander';
import { nameOf } from '#core/graph/graph';
import { sumOfCosts } from '#core/plan/cost';
import { formatItem, parseItemKey } from '#core/run/address';
import type { Question } from '#core/run/event';
import { type ItemRun, nodeState, type RunState } from '#core/run/state';
import { listRuns } from '../../../store/run-list.ts';
import type { App } from '../../app/app.ts';
import { openStoredRun, outputsOf } from '../../app/run.ts';
import { runCost } from '../../app/run-cost.ts';
import { type CommandContext, withApp } from '../context.ts';
import { costText, sumText } from '../cost-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { presentOutputs } from '../present.ts';
import { formatError, formatJson, formatTable } from '../terminal.ts';

/** `patchbay runs` and `patchbay show RUN`. */
export function registerHistory(program: Command, context: CommandContext): void {
  program
    .command('runs')
    .description('list all runs, newest first')
    .option('--json', 'print them as JSON', false)
    .action((flags: { json: boolean }) =>
      withApp(context, async (app) => {
        const runs = listRuns(app.home).map((run) => ({ ...run, cost: sumOfCosts(app.ledger.attemptsOf(run.id)) }));
        if (flags.json) context.terminal.out(`${formatJson(runs, 2)}\n`);
        else if (runs.length === 0) context.terminal.err('There are no runs yet.\n');
        else {
          const rows = runs.map((run) => [
            run.id,
            run.state + (run.why === undefined ? '' : ` (${run.why})`),
            run.startedAt.slice(0, 19).replace('T', ' '),
            countsText(run.counts),
            run.practice ? 'free' : sumText(run.cost),
            `${run.name}${run.practice ? ' (practice)' : ''}`,
          ]);
          context.terminal.out(formatTable(['run', 'state', 'started (UTC)', 'nodes', 'cost', 'workflow'], rows));
        }
        return exitCodes.done;
      }),
    );
  program
    .command('show <RUN>')
    .description('one run, node by node')
    .option('--json', 'print it as JSON', false)
    .action((id: string, flags: { json: boolean }) => withApp(context, (app) => show(app, context, id, flags.json)));
}

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');

async function show(app: App, context: CommandContext, id: string, json: boolean): Promise<number> {
  const { prepared, state } = openStoredRun(app, id);
  const { terminal } = context;
  if (state === undefined) {
    terminal.out(json ? `${formatJson({ id, state: 'created', nodes: [] }, 2)}\n` : `${id}: created, never started\n`);
    return exitCodes.done;
  }
  if (json) {
    terminal.out(`${formatJson(await presentRun(app, state), 2)}\n`);
    return exitCodes.done;
  }
  const titles = new Map(prepared.workflow.nodes.map((node) => [node.id, nameOf(node, node.id)]));
  const rows = [...state.nodes.values()].flatMap((node) =>
    [...node.items].map(([key, item]) => [
      key === '' ? node.node : `${node.node}/${formatItem(parseItemKey(key))}`,
      titles.get(node.node) ?? node.node,
      item.state,
      detailText(item),
    ]),
  );
  terminal.out(`${id}  ${state.workflow.name}  ${phaseText(state)}\n\n`);
  terminal.out(formatTable(['node', 'title', 'state', ''], rows));
  const cost = costText(runCost(app, id));
  if (cost !== undefined) terminal.out(`\n${cost}\n`);
  return exitCodes.done;
}

async function presentRun(app: App, state: RunState): Promise<Record<string, unknown>> {
  return {
    id: state.id,
    workflow: state.workflow,
    connection: state.connection,
    startedAt: state.startedAt,
    at: state.at,
    ...state.phase,
    outputs: await presentOutputs(app, outputsOf(app, state)),
    cost: runCost(app, state.id),
    nodes: [...state.nodes.values()].map((node) => ({
      node: node.node,
      state: nodeState(node),
      messages: node.messages,
      items: [...node.items].map(([key, item]) => ({ item: parseItemKey(key), ...item })),
    })),
  };
}

function phaseText(state: RunState): string {
  return state.phase.state === 'suspended' ? `suspended: ${state.phase.message}` : state.phase.state;
}

/** The choices, and the tasks of which one may be it. */
function answersTo({ choices, candidates = [] }: Question): string[] {
  return [...choices, ...candidates.map(({ id }) => id)];
}

function detailText(item: ItemRun): string {
  switch (item.state) {
    case 'failed':
      return formatError({ ...item.error, place: undefined });
    case 'needs-user':
      return `${item.question.message} (${answersTo(item.question).join(' or ')})`;
    case 'awaiting':
      return `task ${item.task.id} since ${item.task.since.slice(11, 19)}`;
    case 'skipped':
      return item.reason.because === undefined ? item.reason.why : `${item.reason.why}: ${item.reason.because}`;
    case 'reused':
      return item.from === 'pin' ? 'pinned' : `from ${item.from.run}`;
    case 'done':
      return `${((Date.parse(item.until) - Date.parse(item.since)) / 1000).toFixed(1)} s`;
    default:
      return '';
  }
}
