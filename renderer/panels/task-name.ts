import { formatItem } from '#core/run/address';
import type { RunView, TaskView } from '#core/services/run-views';
import { draftOfWorkflow } from '../store/run-flow.ts';
import { useRuns } from '../store/runs.ts';
import { nodeName, typeName } from './node-name.ts';
import { taskWords } from './words.ts';

const byId = new WeakMap<readonly RunView[], ReadonlyMap<string, RunView>>();

/** The run of a task as the list of runs tells it; undefined when it is gone. */
export function runOfTask(task: Pick<TaskView, 'run'>, list = useRuns.getState().list): RunView | undefined {
  let runs = byId.get(list);
  if (runs === undefined) {
    runs = new Map(list.map((run) => [run.id, run]));
    byId.set(list, runs);
  }
  return runs.get(task.run);
}

/** The node's name: as its document has it where that is open, else as it was when the request was made. */
export function taskName(task: TaskView): string {
  const workflow = useRuns.getState().runs[task.run]?.state.workflow.id ?? runOfTask(task)?.workflow;
  const draft = workflow === undefined ? undefined : draftOfWorkflow(workflow);
  const before = task.title ?? typeName(task.nodeType);
  const now = draft === undefined ? before : nodeName(draft, task.node);
  // A node that was deleted meanwhile has no name but its id.
  const name = now === task.node ? before : now;
  return task.item.length === 0 ? name : `${name} ${formatItem(task.item)}`;
}

/** Everything of a task that people may search for, in small letters. */
export function taskText(task: TaskView): string {
  const { model, prompt, task: id, error } = task;
  const parts = [
    taskName(task),
    runOfTask(task)?.name,
    model,
    prompt,
    id,
    task.id,
    taskWords(task).words,
    error?.message,
  ];
  return parts
    .filter((part) => part !== undefined)
    .join('\n')
    .toLowerCase();
}
