import { Readable } from 'node:stream';
import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { AppError, toAppError } from '#core/errors';
import type { App } from '../app/app.ts';
import type { DispatchResult } from '../services/dispatch.ts';
import { importFile } from '../services/import-file.ts';
import { channels } from './channels.ts';
import type { Page } from './page.ts';
import { isOwnSender } from './sender.ts';

/** Answers what the page asks. Whoever else sends something gets nothing. */
export function registerIpc(app: App, current: () => Page | undefined): void {
  const own = (event: IpcMainEvent | IpcMainInvokeEvent): Page | undefined => {
    const page = current();
    return isOwnSender(event, page?.contents) ? page : undefined;
  };

  ipcMain.handle(channels.call, (event, name: unknown, input: unknown) => {
    const page = own(event);
    if (page === undefined || typeof name !== 'string') return refused();
    return page.call(name, input);
  });

  ipcMain.handle(channels.import, (event, name: unknown, bytes: unknown) => {
    const page = own(event);
    if (page === undefined || typeof name !== 'string' || !(bytes instanceof ArrayBuffer)) return refused();
    return page.during(() => takeIn(app, name, bytes));
  });

  ipcMain.on(channels.listen, (event, name: unknown) => {
    if (typeof name === 'string') own(event)?.listens(name);
  });
  ipcMain.on(channels.told, (event) => own(event)?.told());
}

async function takeIn(app: App, name: string, bytes: ArrayBuffer): Promise<DispatchResult> {
  try {
    return { ok: true, value: await importFile(app, Readable.from([Buffer.from(bytes)]), name) };
  } catch (error) {
    return { ok: false, error: toAppError(error).info };
  }
}

function refused(): DispatchResult {
  const message = { en: 'Only the page of this window may ask for that.', zh: '只有本窗口的页面可以这样请求。' };
  return { ok: false, error: new AppError('usage.invalid', message).info };
}
