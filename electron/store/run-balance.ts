import { z } from 'zod';
import { writeFileNow } from './atomic-file.ts';
import type { Home } from './home.ts';
import { runFiles } from './runs.ts';

/** What was left on the account before and after one session of a run, in US dollars. */
const sessionSchema = z.object({
  before: z.number(),
  after: z.number(),
  /** ISO 8601, of the end. */
  at: z.string(),
  /** Other runs of this program were under way on the same account. */
  others: z.boolean(),
});
export type BalanceSession = z.infer<typeof sessionSchema>;

/** The sessions of a run whose balance is known, oldest first. What cannot be read counts as not told. */
export function readBalance(home: Home, run: string): BalanceSession[] {
  const file = runFiles(home, run).balance;
  if (home.layer.facts(file) === undefined) return [];
  try {
    return z.array(sessionSchema).parse(JSON.parse(home.layer.readFile(file).toString('utf8')));
  } catch {
    return [];
  }
}

/** Adds a session. @throws AppError `disk.full`, `file.write-failed` */
export function addBalance(home: Home, run: string, session: BalanceSession): void {
  const sessions = [...readBalance(home, run), session];
  writeFileNow(home.layer, runFiles(home, run).balance, `${JSON.stringify(sessions, null, 2)}\n`, { sync: false });
}
