import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles what drives the browser for plain Node. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['playwright-core'], target: 'node' },
  build: {
    ssr: 'test/bench/canvas/main.ts',
    target: 'node20',
    outDir: '.cache/bench-canvas/driver',
    emptyOutDir: true,
    minify: false,
    rollupOptions: { output: { entryFileNames: 'bench.js', codeSplitting: false } },
  },
});
