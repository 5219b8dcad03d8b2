import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workerSource } from '../../electron/worker-source.ts';

/** Bundles the benchmarks for plain Node. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  logLevel: 'warn',
  plugins: [workerSource()],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'test/bench/main.ts',
    target: 'node20',
    outDir: '.cache/bench',
    emptyOutDir: true,
    minify: false,
    rollupOptions: { output: { entryFileNames: 'bench.js', codeSplitting: false } },
  },
});
