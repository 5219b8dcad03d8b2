import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { ServicesOptions } from '../services/context.ts';

/** Asks for a folder or a workflow file in a dialog of the system, above the window. */
export function createChooser(window: () => BrowserWindow | undefined): NonNullable<ServicesOptions['choose']> {
  const ask = async (options: OpenDialogOptions): Promise<string | undefined> => {
    const above = window();
    const { filePaths } = await (above === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(above, options));
    return filePaths[0];
  };
  return {
    folder: () => ask({ properties: ['openDirectory', 'createDirectory'] }),
    file: () => ask({ properties: ['openFile'], filters: [{ name: 'Patchbay', extensions: ['patchbay'] }] }),
  };
}
