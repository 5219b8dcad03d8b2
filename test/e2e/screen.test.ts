import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { afterTest, startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';

/** A host that is not the editor's. */
async function startOther(): Promise<string> {
  const other = createServer((_request, response) => response.end('other')).listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  afterTest(async () => {
    other.close();
  });
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
}

describe.skipIf(!hasBrowser)('the watch over the screen', () => {
  it('notices a request that leaves the host, from whichever page', async () => {
    const other = await startOther();
    const { otherPage, close } = await openScreen((await startServer(temporaryHome())).address);
    const second = await otherPage();
    await second.goto(other);
    await expect(close()).rejects.toThrow(`foreign request: ${other}`);
  });

  it('notices one that the page’s own rules refuse', async () => {
    const other = await startOther();
    const { page, close } = await openScreen((await startServer(temporaryHome())).address);
    await page.evaluate((address) => fetch(address).catch(() => undefined), other);
    await expect(close()).rejects.toThrow(other);
  });

  it('notices an error of a script', async () => {
    const { page, close } = await openScreen((await startServer(temporaryHome())).address);
    await page.evaluate(() =>
      queueMicrotask(() => Reflect.get(globalThis, 'reportError')(new Error('a planted error'))),
    );
    await expect(close()).rejects.toThrow('a planted error');
  });
});
