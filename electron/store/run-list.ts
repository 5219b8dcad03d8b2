import path from 'node:path';
import { z } from 'zod';
import { suspendReasons } from '#core/run/event';
import { countNodes } from '#core/run/state';
import { writeFileNow } from './atomic-file.ts';
import type { Home } from './home.ts';
import { timeOfId } from './ids.ts';
import { foldJournal, readJournal } from './journal.ts';
import { runFiles, runIds } from './runs.ts';

const summarySchema = z.object({
  id: z.string(),
  /** The workflow's name. */
  name: z.string(),
  /** `created` when it never started. A run found `running` may have been interrupted: ask whether somebody owns it. */
  state: z.enum(['created', 'running', 'suspended', 'done', 'failed', 'cancelled']),
  /** Why it is suspended. */
  why: z.enum(suspendReasons).optional(),
  /** ISO 8601: of the start, and of the last event. */
  startedAt: z.string(),
  at: z.string(),
  practice: z.boolean(),
  /** How many nodes are in each state; a mapped node counts once. */
  counts: z.record(z.string(), z.int()),
});
export type RunSummary = z.infer<typeof summarySchema>;

const cacheSchema = z.record(z.string(), z.object({ bytes: z.number(), modified: z.number(), summary: summarySchema }));
type Cache = z.infer<typeof cacheSchema>;

/**
 * All runs, newest first. The summary of a journal that did not change since is taken from `index/runs.json`, so a list
 * of many runs costs one look at each journal's size and time.
 */
export function listRuns(home: Home): RunSummary[] {
  const file = path.join(home.index, 'runs.json');
  const before = readCache(home, file);
  const after: Cache = {};
  let changed = false;
  const list: RunSummary[] = [];
  for (const id of runIds(home)) {
    const files = runFiles(home, id);
    const facts = home.layer.facts(files.journal);
    const bytes = facts?.bytes ?? 0;
    const modified = facts?.modified ?? 0;
    let entry = Object.hasOwn(before, id) ? before[id] : undefined;
    if (entry === undefined || entry.bytes !== bytes || entry.modified !== modified) {
      const summary = summarise(home, id);
      if (summary === undefined) continue;
      entry = { bytes, modified, summary };
      changed = true;
    }
    after[id] = entry;
    list.push(entry.summary);
  }
  if (changed) writeCache(home, file, after);
  return list;
}

/** Undefined when the folder has no snapshot: then it is no run, or one that is being made just now. */
function summarise(home: Home, id: string): RunSummary | undefined {
  const files = runFiles(home, id);
  if (home.layer.facts(files.workflow)?.kind !== 'file') return undefined;
  const { state } = foldJournal(readJournal(files.journal, { layer: home.layer }).events);
  if (state === undefined) {
    const startedAt = timeOfId(id) ?? new Date(0).toISOString();
    const name = workflowName(home, files.workflow);
    return { id, name, state: 'created', startedAt, at: startedAt, practice: false, counts: {} };
  }
  return {
    id,
    name: state.workflow.name,
    state: state.phase.state,
    ...(state.phase.state === 'suspended' && { why: state.phase.why }),
    startedAt: state.startedAt,
    at: state.at,
    practice: state.connection?.practice ?? false,
    counts: countNodes(state),
  };
}

function workflowName(home: Home, file: string): string {
  try {
    const json: unknown = JSON.parse(home.layer.readFile(file).toString('utf8'));
    return z.object({ name: z.string() }).parse(json).name;
  } catch {
    return '';
  }
}

function readCache(home: Home, file: string): Cache {
  try {
    return cacheSchema.parse(JSON.parse(home.layer.readFile(file).toString('utf8')));
  } catch {
    return {};
  }
}

function writeCache(home: Home, file: string, cache: Cache): void {
  try {
    writeFileNow(home.layer, file, JSON.stringify(cache), { sync: false });
  } catch {
    // The list is right without it, only slower.
  }
}
