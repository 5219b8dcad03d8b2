import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startServeProcess } from '../../host/support/serve-process.ts';
import { benchFolder } from '../folder.ts';
import { watched, watchStates } from './probe.ts';
import { findInDialog, newPage } from './sides.ts';

const chats = 24;

/** The states that cards show because of an event. */
const shownBy: Readonly<Record<string, string>> = {
  'node-start': 'running',
  'node-end': 'done',
  'node-wait': 'awaiting',
};

/** How long an event of a run took, in milliseconds from its stamp, which it gets before it is in the journal. */
export interface Latency {
  /** Until the page got it. */
  readonly received: number;
  /** Until the frame that shows it. */
  readonly shown: number;
}

export async function measureLatency(browser: Browser): Promise<readonly Latency[]> {
  const home = benchFolder();
  await mkdir(path.join(home, 'workflows'));
  await writeFile(path.join(home, 'workflows', 'latency.patchbay'), JSON.stringify(workflow()));
  const server = await startServeProcess(process.cwd(), home);
  const page = await newPage(browser);
  try {
    await page.goto(server.address);
    await page.getByRole('button', { name: /^Practise for free/ }).click();
    await findInDialog(page, 'Latency');
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__node').first().waitFor();
    await watchStates(page);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const run = page.locator('[data-plan-run][aria-disabled="false"]');
    await run.waitFor();
    await run.click();
    await page
      .locator(`.card[data-state="done"]`)
      .nth(chats - 1)
      .waitFor({ timeout: 120_000 });
    const { changes, pushed } = await watched(page);
    return pushed.flatMap(({ event, node, at, received }) => {
      const state = shownBy[event];
      const shown = changes.find((change) => change.node === node && change.state === state && change.at >= at);
      return state === undefined || shown === undefined ? [] : [{ received: received - at, shown: shown.at - at }];
    });
  } finally {
    await page.context().close();
    await server.end('SIGTERM');
  }
}

function workflow(): unknown {
  const ids = Array.from({ length: chats }, (_, index) => `c${index}`);
  return {
    format: 'patchbay.workflow',
    version: 1,
    id: 'wf_latency',
    name: 'Latency',
    nodes: ids.map((id, index) => ({
      id,
      type: 'chat',
      version: 1,
      title: id,
      position: { x: (index % 6) * 240, y: Math.floor(index / 6) * 200 },
      params: { prompt: `Question ${index}` },
    })),
    edges: [],
    frames: [],
    notes: [],
  };
}
