import { shell } from 'electron';

/** Shows a file in the system's file manager. */
export function revealFile(file: string): boolean {
  shell.showItemInFolder(file);
  return true;
}
