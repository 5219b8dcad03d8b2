import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { isScreenUrl, screenOrigin } from './schemes.ts';

/** Whether a message comes from the main frame of our window while it shows our page: no other frame, window or origin. */
export function isOwnSender(event: IpcMainEvent | IpcMainInvokeEvent, own: WebContents | undefined): boolean {
  const { sender, senderFrame } = event;
  if (own === undefined || own.isDestroyed() || sender !== own) return false;
  // A frame that went away or navigated meanwhile is null.
  if (senderFrame === null || senderFrame.parent !== null) return false;
  return senderFrame.origin === screenOrigin && isScreenUrl(senderFrame.url);
}
