import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { workerSource } from '../electron/worker-source.ts';

export default defineConfig({
  plugins: [workerSource()],
  // The real package downloads its binary when it is loaded; tests of the desktop run against a stand-in.
  resolve: {
    alias: [
      { find: /^electron$/, replacement: fileURLToPath(new URL('./support/electron-stand-in.ts', import.meta.url)) },
    ],
  },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts', 'node_modules/**'],
    // Half of a test's time is waiting for other processes, so two at once keep two cores busy.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy machine is slow; what is waited for ends the wait, and only a failure waits this long.
    expect: { poll: { timeout: 15_000 } },
    globalSetup: './test/support/browser-setup.ts',
    env: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
    reporters: ['default', './test/support/count-reporter.ts'],
  },
});
