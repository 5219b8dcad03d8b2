import { type Options, Presets, SingleBar } from 'cli-progress';
import { formatItem } from '#core/run/address';
import type { Question, RunEvent } from '#core/run/event';
import { finishedStates, nodeState, type RunState } from '#core/run/state';
import { formatError, oneLine, styled, type Terminal } from './terminal.ts';

/** Shows people how a run goes on: a bar on a terminal, a line for each node elsewhere. */
export interface Progress {
  show(event: RunEvent, state: RunState): void;
  /** A line by itself. */
  say(text: string): void;
  stop(): void;
}

/** `titles` gives the name of a node for people. */
export function createProgress(terminal: Terminal, titles: (node: string) => string): Progress {
  const bar = terminal.interactive ? createBar(terminal) : undefined;
  const nameOf = (node: string): string => oneLine(titles(node));
  const say = (text: string): void => {
    // The bar is drawn anew below the line.
    if (bar?.isActive === true) terminal.err('\r\u001b[K');
    terminal.err(`${text}\n`);
  };
  return {
    say,
    show(event, state) {
      if (event.event === 'run-start') bar?.start(event.nodes.length, 0, { what: 'starts' });
      const line = lineOf(event, state, bar === undefined);
      if (line !== undefined) say(line);
      bar?.update(finishedNodes(state), { what: busyWith(state, nameOf, event) });
    },
    stop() {
      bar?.stop();
    },
  };

  /** A line without control characters but those of its colours. */
  function lineOf(event: RunEvent, state: RunState, everything: boolean): string | undefined {
    if (!('node' in event)) {
      if (event.event === 'run-suspend') return `${styled(terminal, 'yellow', 'stopped')} ${oneLine(event.message)}`;
      return undefined;
    }
    const item = event.item.length === 0 ? '' : ` ${formatItem(event.item)}`;
    const name = `${nameOf(event.node)}${item}`;
    switch (event.event) {
      case 'node-error':
        return `${styled(terminal, 'red', 'failed')} ${name}: ${formatError({ ...event.error, place: undefined })}`;
      case 'node-question': {
        const how = answerCommand(event.run, event.node, event.item, event.question);
        return `${styled(terminal, 'yellow', 'asks')} ${name}: ${oneLine(event.question.message)} Answer with: ${how}`;
      }
      case 'node-issue':
        return `${styled(terminal, 'yellow', 'note')} ${name}: ${oneLine(event.message)}`;
      case 'node-end':
        return everything && isWorthALine(state) ? `${styled(terminal, 'green', 'done')} ${name}` : undefined;
      case 'node-reuse':
        return everything ? `${styled(terminal, 'green', 'reused')} ${name}` : undefined;
      case 'node-skip':
        return everything ? `${styled(terminal, 'grey', 'skipped')} ${name}` : undefined;
      case 'node-wait':
        return everything
          ? `${styled(terminal, 'blue', 'waits')} ${name}: task ${oneLine(event.task.id)} is at the gateway`
          : undefined;
      default:
        return undefined;
    }
  }
}

/** The command that answers a question. */
export function answerCommand(run: string, node: string, item: readonly number[], question: Question): string {
  const where = oneLine(node) + (item.length === 0 ? '' : `/${formatItem(item)}`);
  const quoted = /^[\w./-]+$/.test(where) ? where : `"${where}"`;
  return `patchbay answer ${run} ${quoted} ${[...question.choices, ...(question.candidates === undefined ? [] : ['TASK'])].join('|')}`;
}

/** A graph of many nodes is not told node by node. */
function isWorthALine(state: RunState): boolean {
  return state.order.length <= 100;
}

function createBar(terminal: Terminal): SingleBar {
  const options: Options = {
    format: ' {bar} {value}/{total} · {what}',
    barsize: 24,
    stream: terminal.stream,
    hideCursor: true,
    clearOnComplete: true,
    fps: 10,
    linewrap: false,
  };
  return new SingleBar(options, Presets.rect);
}

function finishedNodes(state: RunState): number {
  let count = 0;
  for (const node of state.nodes.values()) if (finishedStates.has(nodeState(node))) count += 1;
  return count;
}

function busyWith(state: RunState, titles: (node: string) => string, event: RunEvent): string {
  if (event.event === 'node-progress') {
    const percent = event.progress === undefined ? '' : ` ${Math.round(event.progress * 100)} %`;
    return `${titles(event.node)}${percent}`;
  }
  const busy = [...state.nodes.values()].filter((node) => ['running', 'awaiting'].includes(nodeState(node)));
  return busy
    .map((node) => titles(node.node))
    .slice(0, 3)
    .join(', ');
}
