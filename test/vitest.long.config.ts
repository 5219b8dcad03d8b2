import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The long proofs, one after the other. */
const long = mergeConfig(base, defineConfig({ test: { testTimeout: 3_000_000, fileParallelism: false } }));
export default { ...long, test: { ...long.test, include: ['test/**/*.long.test.ts'], exclude: ['node_modules/**'] } };
