import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workerSource } from './worker-source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the command into one file for plain Node. Packages that carry their own binary data stay outside. */
export default defineConfig({
  root,
  plugins: [workerSource()],
  ssr: { noExternal: true, external: ['espeak-ng'], target: 'node' },
  build: {
    ssr: 'electron/host/cli/main.ts',
    target: 'node20',
    outDir: 'out',
    // The screen is built beside it.
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    rollupOptions: { output: { entryFileNames: 'patchbay.js', codeSplitting: false } },
  },
});
