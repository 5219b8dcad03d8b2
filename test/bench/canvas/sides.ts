import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startServeProcess } from '../../host/support/serve-process.ts';
import { benchFolder } from '../folder.ts';
import { type PlainGraph, workflowOf } from './graph.ts';
import { painted } from './probe.ts';

const built = path.resolve('.cache/bench-canvas/page');
const probe = path.join(built, 'probe.js');

/** A page with the graph open in it. */
export interface Opened {
  readonly page: Page;
  /** Milliseconds from what the user did until all nodes were on the screen. */
  readonly openTime: number;
  close(): Promise<void>;
}

export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await context.addInitScript({ path: probe });
  return context.newPage();
}

/** Opens a workflow of so many nodes in Patchbay, as a person does it: by the dialog, from the folder of workflows. */
export async function openPatchbay(browser: Browser, count: number): Promise<Opened> {
  const folder = benchFolder();
  const workflows = path.join(folder, 'workflows');
  await mkdir(workflows);
  await writeFile(path.join(workflows, 'bench.patchbay'), JSON.stringify(workflowOf(count)));
  const server = await startServeProcess(process.cwd(), folder);
  const page = await newPage(browser);
  await page.goto(server.address);
  await page.getByRole('heading', { name: 'Welcome to Patchbay' }).waitFor();
  await findInDialog(page, 'Bench');
  const there = painted(page, '.react-flow__node', count);
  await page.keyboard.press('Enter');
  const openTime = await there;
  // What the server then works out would take time from the other side.
  await page.getByText('Planning…').waitFor({ state: 'detached' });
  return {
    page,
    openTime,
    async close() {
      await page.context().close();
      await server.end('SIGTERM');
    },
  };
}

/** Looks for a workflow in the dialog, so that Enter opens it. */
export async function findInDialog(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`), selected: true }).waitFor();
}

/** Opens the plain page and lets it open the same graph. */
export async function openPlain(browser: Browser, graph: PlainGraph): Promise<Opened> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://plain').pathname;
    if (name === '/graph.json') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(graph));
      return;
    }
    readFile(path.join(built, name === '/' ? 'index.html' : path.normalize(name))).then(
      (bytes) => response.setHeader('content-type', typeOf(name)).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const page = await newPage(browser);
  await page.goto(`http://127.0.0.1:${port}/`);
  const there = painted(page, '.react-flow__node', graph.nodes.length);
  await page.getByRole('button', { name: 'Open' }).click();
  return {
    page,
    openTime: await there,
    async close() {
      await page.context().close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript';
  return name.endsWith('.css') ? 'text/css' : 'text/html';
}
