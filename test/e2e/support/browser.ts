import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFailed } from 'vitest';

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const found = places.find((place) => place !== undefined && existsSync(place));

if (found === undefined) {
  const reason = 'there is no Chromium in the usual places; set CHROMIUM_PATH';
  if (process.env['CI'] === 'true') throw new Error(`The tests of the screen cannot run: ${reason}.`);
  process.stderr.write(`\nNOT RUN: the tests of the screen in a browser, because ${reason}.\n\n`);
}

/** Whether the tests of the screen can run here; that they cannot was said. */
export const hasBrowser: boolean = found !== undefined;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let running: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
function browser(): Promise<Browser> {
  running ??= chromium.launch({ executablePath: found ?? '', args: flags });
  return running;
}

afterAll(async () => {
  const last = await running;
  running = undefined;
  await last?.close();
});

/** A page, and what must not have happened in it. */
export interface Screen {
  readonly page: Page;
  /** Errors of the console and of scripts. */
  readonly errors: readonly string[];
  /** Addresses outside of the host that the page asked for. */
  readonly foreign: readonly string[];
  /** Every address that it asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface ScreenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
}

const shots = fileURLToPath(new URL('../../../.cache/e2e/', import.meta.url));

/** A fresh browser profile with one page. When the test fails its picture lies in `.cache/e2e`. */
export async function openScreen(address: string, options: ScreenOptions = {}): Promise<Screen> {
  const context = await (await browser()).newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    locale: options.language ?? 'en-US',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  const { origin } = new URL(address);
  const errors: string[] = [];
  const foreign: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('request', (request) => {
    asked.push(request.url());
    const { protocol, origin: other } = new URL(request.url());
    if (other !== origin && protocol !== 'data:' && protocol !== 'blob:') foreign.push(request.url());
  });
  onTestFailed(async ({ task }) => {
    await mkdir(shots, { recursive: true });
    const file = path.join(shots, `${task.name.replaceAll(/\W+/g, '-')}-${Date.now()}.png`);
    await page.screenshot({ path: file }).catch(() => undefined);
    await context.close();
  });
  await page.goto(address);
  return { page, errors, foreign, asked, close: () => context.close() };
}
