import { documentOfRun } from '../store/document-actions.ts';
import { activeDocument, useDocuments } from '../store/documents.ts';
import { type RunScope, usePlans } from '../store/plans.ts';
import { cancelRun, closePlan, continueRun, currentRun, openRun, requestRun } from '../store/run-flow.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { openOverlay, revealNode, selectionOf, useView } from '../store/view.ts';
import type { Command } from './registry.ts';

const canRun = (): boolean => (activeDocument()?.view.workflow.nodes.length ?? 0) > 0;

/** The node that a command is given, else the only selected one. */
export function nodeOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument === 'object' && argument !== null && 'node' in argument && typeof argument.node === 'string') {
    return argument.node;
  }
  const nodes = chosenNodes();
  return nodes.length === 1 ? nodes[0] : undefined;
}

/** A run, and a node in it that is to be looked at. */
export interface RunPlace {
  readonly run: string;
  readonly node?: string | undefined;
}

/** The selected nodes of the active document. */
function chosenNodes(): string[] {
  const document = activeDocument();
  if (document === undefined) return [];
  return [...selectionOf(document.draft)].filter((id) => document.view.graph.nodes.has(id));
}

/** The run that a command is given, else the one that the active document shows. */
function runOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  return shownRun(useRuns.getState(), useDocuments.getState().active)?.id;
}

function plan(scope: RunScope): void {
  const document = activeDocument();
  if (document !== undefined) requestRun(document.draft, scope);
}

function shownPhase(): string | undefined {
  return shownRun(useRuns.getState(), useDocuments.getState().active)?.phase.state;
}

async function withRun(argument: unknown, action: (run: string) => Promise<void>): Promise<void> {
  const run = runOf(argument);
  if (run !== undefined) await action(run);
}

/** What is done with runs. Each of them shows its plan before it does anything. */
export const runCommands: readonly Command[] = [
  {
    id: 'run.plan',
    title: 'command.run.plan',
    group: 'commands.group.run',
    keys: ['Mod+Enter'],
    enabled: canRun,
    run: () => {
      const { asked } = usePlans.getState();
      const isShown = useView.getState().planning && asked?.draft === useDocuments.getState().active;
      if (isShown) closePlan();
      else plan({});
    },
  },
  {
    id: 'run.to',
    title: 'command.run.to',
    group: 'commands.group.run',
    keys: ['Mod+Shift+Enter'],
    enabled: (argument) => canRun() && nodeOf(argument) !== undefined,
    run: (argument) => {
      const node = nodeOf(argument);
      if (node !== undefined) plan({ to: node });
    },
  },
  {
    id: 'run.from',
    title: 'command.run.from',
    group: 'commands.group.run',
    enabled: (argument) => canRun() && nodeOf(argument) !== undefined,
    run: (argument) => {
      const node = nodeOf(argument);
      if (node !== undefined) plan({ from: node });
    },
  },
  {
    id: 'run.selection',
    title: 'command.run.selection',
    group: 'commands.group.run',
    keys: ['Mod+Alt+Enter'],
    enabled: () => canRun() && chosenNodes().length > 0,
    run: () => plan({ only: chosenNodes() }),
  },
  {
    id: 'run.selection-fresh',
    title: 'command.run.selection-fresh',
    group: 'commands.group.run',
    enabled: () => canRun() && chosenNodes().length > 0,
    run: () => plan({ only: chosenNodes(), fresh: true }),
  },
  {
    id: 'run.fresh',
    title: 'command.run.fresh',
    group: 'commands.group.run',
    enabled: canRun,
    run: (argument) => {
      const node = argument === undefined ? undefined : nodeOf(argument);
      plan(node === undefined ? { fresh: true } : { only: [node], fresh: true });
    },
  },
  {
    id: 'run.cancel',
    title: 'command.run.cancel',
    group: 'commands.group.run',
    keys: ['Mod+.'],
    enabled: () => currentRun() !== undefined || useRuns.getState().list.some((run) => run.state === 'running'),
    run: (argument) => withRun(argument ?? currentRun(), cancelRun),
  },
  {
    id: 'run.resume',
    title: 'command.run.resume',
    group: 'commands.group.run',
    enabled: (argument) => argument !== undefined || shownPhase() === 'suspended',
    run: (argument) => withRun(argument, (run) => continueRun(run, 'resume')),
  },
  {
    id: 'run.retry',
    title: 'command.run.retry',
    group: 'commands.group.run',
    enabled: (argument) => argument !== undefined || ['failed', 'cancelled'].includes(shownPhase() ?? ''),
    run: (argument) => withRun(argument, (run) => continueRun(run, 'retry')),
  },
  {
    id: 'run.open',
    title: 'command.run.open',
    hidden: true,
    enabled: (argument) => argument !== undefined,
    run: async (argument) => {
      const { run, node } = typeof argument === 'string' ? { run: argument } : (argument as RunPlace);
      const draft = await openRun(run, documentOfRun);
      if (node !== undefined) revealNode(draft, node);
      if (useView.getState().overlay === 'start') openOverlay(undefined);
    },
  },
  {
    id: 'run.results',
    title: 'command.run.results',
    group: 'commands.group.run',
    enabled: () => shownPhase() !== undefined,
    run: () => useView.setState({ bottom: 'results' }),
  },
];
