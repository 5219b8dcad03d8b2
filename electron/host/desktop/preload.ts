import { contextBridge, ipcRenderer } from 'electron';
import { channels, mediaLinks } from './channels.ts';

/** What the page gets and nothing else: `window.patchbay`, as the screen's `DesktopBridge` describes it. */
interface Bridge {
  invoke(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, listener: (payload: unknown) => void): () => void;
  importFile(name: string, bytes: ArrayBuffer): Promise<unknown>;
  readonly media: string;
  readonly thumb: string;
}

interface Subscription {
  readonly name: string;
  readonly listener: (payload: unknown) => void;
}

const subscriptions = new Set<Subscription>();

ipcRenderer.on(channels.push, (_event, name: string, payload: unknown) => {
  for (const subscription of [...subscriptions]) {
    if (subscription.name !== name) continue;
    try {
      subscription.listener(payload);
    } catch {
      // A listener that fails keeps the others from nothing; the page reports its own faults.
    }
  }
  if (name === 'command.invoke') ipcRenderer.send(channels.told);
});

const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  subscribe(name, listener) {
    const subscription: Subscription = { name, listener };
    subscriptions.add(subscription);
    ipcRenderer.send(channels.listen, name);
    return () => {
      subscriptions.delete(subscription);
    };
  },
  importFile: (name, bytes) => ipcRenderer.invoke(channels.import, name, bytes),
  ...mediaLinks,
};

contextBridge.exposeInMainWorld('patchbay', bridge);
