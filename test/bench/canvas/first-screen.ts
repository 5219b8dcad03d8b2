import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { startServeProcess } from '../../host/support/serve-process.ts';
import { benchFolder } from '../folder.ts';
import { paintedSinceStart } from './probe.ts';
import { newPage } from './sides.ts';

/** The first screen of a server that has just started, in a browser that has seen nothing of it. */
export interface FirstScreen {
  /** Milliseconds from the start of the page until its first buttons are drawn, a round each. */
  readonly times: readonly number[];
  /** Bytes of all scripts that were fetched for it, compressed with gzip. */
  readonly scripts: number;
}

export async function measureFirstScreen(browser: Browser, rounds: number): Promise<FirstScreen> {
  const times: number[] = [];
  let scripts = 0;
  for (let round = 0; round < rounds; round += 1) {
    const home = benchFolder();
    const server = await startServeProcess(process.cwd(), home);
    const page = await newPage(browser);
    const bodies: Promise<Buffer>[] = [];
    const note = (response: Response): void => {
      if (new URL(response.url()).pathname.endsWith('.js')) bodies.push(response.body());
    };
    page.on('response', note);
    await page.goto(server.address);
    times.push(await paintedSinceStart(page, 'main button'));
    // What is fetched after the first screen is not part of it.
    page.off('response', note);
    scripts = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    await page.context().close();
    await server.end('SIGTERM');
  }
  return { times, scripts };
}
