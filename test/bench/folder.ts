import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = new Set<string>();

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

/** An empty folder that is removed when the process ends, whether the benchmark came to its end or not. */
export function benchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-bench-'));
  folders.add(folder);
  return folder;
}
