/// <reference types="vite/types/importMeta.d.ts" />
import type { PracticeSystem } from './system.ts';

const files = import.meta.glob<PracticeSystem>('./*/system.ts', { eager: true, import: 'system' });

/** Every `systems/<name>/system.ts`; a new one is found by itself. */
export const systems: readonly PracticeSystem[] = Object.values(files);
