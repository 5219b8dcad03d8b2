import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const entry = fileURLToPath(new URL('./entry.ts', import.meta.url));

/**
 * The program that has the `practice` command: `out/patchbay.js` when it is newer than the practice gateway's sources and knows
 * the command, else a bundle of its own that is made once for each state of the sources.
 */
export async function practiceProgram(): Promise<string> {
  const sources = listSources();
  const built = path.join(root, 'out/patchbay.js');
  if (existsSync(built) && sources.every((file) => statSync(file).mtimeMs < statSync(built).mtimeMs)) {
    if (readFileSync(built, 'utf8').includes('run the practice gateway')) return built;
  }
  const hash = createHash('sha256');
  for (const file of sources) hash.update(readFileSync(file));
  const folder = path.join(root, '.cache/practice', hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) await bundle(folder);
  return path.join(folder, 'practice.js');
}

async function bundle(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    ssr: { noExternal: true, external: ['espeak-ng'], target: 'node' },
    build: {
      ssr: entry,
      target: 'node20',
      outDir: draft,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'practice.js', codeSplitting: false } },
    },
  });
  await mkdir(path.dirname(folder), { recursive: true });
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
}

function listSources(): string[] {
  const folder = path.join(root, 'electron/practice');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return [entry, ...names.sort().map((name) => path.join(folder, name))];
}
