import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workerSource } from './worker-source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const desktop = 'electron/host/desktop';

/**
 * Bundles the desktop program: `main` is the main process with its two utility processes, as modules; `preload` is one
 * CommonJS file that asks for nothing but Electron, as a sandboxed page allows no more.
 */
export default defineConfig({
  root,
  plugins: [workerSource()],
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload']) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
  environments: {
    main: {
      consumer: 'server',
      resolve: {
        noExternal: true,
        external: ['electron', 'espeak-ng'],
        conditions: ['node', 'import', 'module', 'default'],
      },
      build: {
        ssr: true,
        target: 'node22',
        outDir: 'out/main',
        emptyOutDir: true,
        minify: false,
        rollupOptions: {
          input: {
            main: `${desktop}/main.ts`,
            practice: `${desktop}/utility/practice.ts`,
            speech: `${desktop}/utility/speech.ts`,
          },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        ssr: true,
        target: 'chrome140',
        outDir: 'out/main',
        emptyOutDir: false,
        minify: false,
        rollupOptions: {
          input: { preload: `${desktop}/preload.ts` },
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
});
