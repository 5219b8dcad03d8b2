import fs from 'node:fs';
import path from 'node:path';
import { app as electron } from 'electron';
import { z } from 'zod';
import { workflowFiles } from './open-files.ts';

const handedOver = z.object({ files: z.array(z.string()) });

/** This program, when it is the only one that works on its home folder. */
export interface Instance {
  /** Files that this start was asked to open. */
  readonly files: readonly string[];
  /** Told of files that are opened later; without files the window is to be shown. */
  onOpen(listener: (files: readonly string[]) => void): void;
}

/**
 * Makes this the one program on the home folder. Undefined when there is another one already: it gets the files of this
 * start, and this one has to end.
 */
export function becomeOnly(home: string): Instance | undefined {
  // What Chromium keeps lies with the home folder, so that each home has a program, and a keyring, of its own.
  const folder = path.join(path.resolve(home), 'desktop');
  fs.mkdirSync(folder, { recursive: true });
  electron.setPath('userData', folder);
  const files = workflowFiles(process.argv.slice(electron.isPackaged ? 1 : 2), process.cwd());
  if (!electron.requestSingleInstanceLock({ files })) return undefined;
  const early: string[] = [];
  let listener: ((files: readonly string[]) => void) | undefined;
  const tell = (opened: readonly string[]): void => {
    if (listener !== undefined) listener(opened);
    else early.push(...opened);
  };
  electron.on('second-instance', (_event, _argv, _folder, data) => {
    const parsed = handedOver.safeParse(data);
    tell(parsed.success ? workflowFiles(parsed.data.files, '/') : []);
  });
  // How a Mac says that a file was opened, also before the program is ready.
  electron.on('open-file', (event, file) => {
    event.preventDefault();
    tell(workflowFiles([file], '/'));
  });
  return {
    files,
    onOpen(next) {
      listener = next;
      if (early.length > 0) next(early.splice(0));
    },
  };
}
