import { createDefaultRegistry } from '#nodes/index';

/** The node types and recipes; the same that the main process runs. */
export const registry = createDefaultRegistry();
