import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles the two processes of the transfer benchmark for plain Node. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  logLevel: 'warn',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    target: 'node20',
    outDir: '.cache/bench-transfer',
    emptyOutDir: true,
    minify: false,
    rollupOptions: { input: { client: 'test/bench/transfer/client.ts', server: 'test/bench/transfer/server.ts' } },
  },
});
