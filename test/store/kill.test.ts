import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { diskLayer } from '../../electron/store/file-layer.ts';
import { readRows } from '../../electron/store/row-format.ts';
import { temporaryFolder } from './support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = path.join(root, '.cache/store-kill');

beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: fileURLToPath(new URL('./kill-child.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
});

/** Lets a child append to the file, kills it after so many acknowledged rows, and gives their ids. */
function appendAndKill(file: string, first: number, enough: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(outDir, 'child.mjs'), file, String(first)]);
    let heard = '';
    child.stdout.on('data', (data: Buffer) => {
      heard += data.toString();
      if (heard.split('\n').length > enough) child.kill('SIGKILL');
    });
    child.stderr.on('data', (data: Buffer) => reject(new Error(data.toString())));
    child.once('close', () => resolve(heard.split('\n').slice(0, -1).map(Number)));
  });
}

test('no acknowledged row is missing after a process is killed at any moment, again and again', async () => {
  const file = path.join(temporaryFolder(), 'rows.jsonl');
  const acknowledged: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const enough = 1 + Math.floor(Math.random() * 300);
    acknowledged.push(...(await appendAndKill(file, round * 1_000_000, enough)));
  }
  const found = new Set<unknown>();
  readRows(diskLayer, file, (row) => found.add(row['id']));
  expect(acknowledged.length).toBeGreaterThan(8);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
});
