import path from 'node:path';

/** The workflow files that a command line names, as full paths. Options of Chromium are among its arguments too. */
export function workflowFiles(args: readonly string[], folder: string): string[] {
  return args
    .filter((argument) => !argument.startsWith('-') && argument.toLowerCase().endsWith('.patchbay'))
    .map((argument) => path.resolve(folder, argument));
}
