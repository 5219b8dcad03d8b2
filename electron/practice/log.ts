import type { Clock } from './clock.ts';

/** One received request, as `GET /practice/log` shows it. */
export interface LogEntry {
  readonly seq: number;
  readonly host: 'gateway' | 'upload';
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** When it arrived, ms since 1970. */
  readonly at: number;
  /** Was an Authorization header sent? Its content is never kept. */
  readonly authorized: boolean;
  model?: string;
  /** Ids of the tasks that this request created. */
  tasks: string[];
  /** How many jobs (tasks, pictures requests, answers, speeches …) this request bought: 0 or 1. */
  jobs: number;
  /** The kind of the fault that was played, if any. */
  fault?: string;
  /** HTTP status; absent until it was written, and when none ever was. */
  status?: number;
  /** `pending` until the answer ended; `written` only if the last byte was handed to the socket. */
  answer: 'pending' | 'written' | 'cut';
}

/** The gateway's own count of what it received and what it created. */
export interface RequestLog {
  begin(request: Pick<LogEntry, 'host' | 'method' | 'path' | 'query' | 'authorized'>): LogEntry;
  entries(): readonly LogEntry[];
  reset(): void;
}

/** An empty log. It keeps the last 20,000 requests. */
export function createLog(clock: Clock): RequestLog {
  let entries: LogEntry[] = [];
  let seq = 0;
  return {
    begin(request) {
      seq += 1;
      const entry: LogEntry = { seq, at: clock.now(), ...request, tasks: [], jobs: 0, answer: 'pending' };
      entries.push(entry);
      if (entries.length > 20_000) entries = entries.slice(-20_000);
      return entry;
    },
    entries: () => entries,
    reset() {
      entries = [];
    },
  };
}

/** Counts of what was created, in all and by path. */
export function countCreated(entries: readonly LogEntry[]): {
  jobs: number;
  tasks: number;
  byPath: Record<string, number>;
} {
  const byPath: Record<string, number> = {};
  let jobs = 0;
  let tasks = 0;
  for (const entry of entries) {
    jobs += entry.jobs;
    tasks += entry.tasks.length;
    if (entry.jobs > 0) byPath[entry.path] = (byPath[entry.path] ?? 0) + entry.jobs;
  }
  return { jobs, tasks, byPath };
}
