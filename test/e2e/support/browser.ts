import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFailed } from 'vitest';
import { chromiumFlags, findChromium } from '../../support/chromium.ts';

const found = findChromium();

/** Whether the tests of the screen can run here; that they cannot was said when the tests began. */
export const hasBrowser: boolean = found !== undefined;

let running: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
function browser(): Promise<Browser> {
  running ??= chromium.launch({ executablePath: found ?? '', args: [...chromiumFlags] });
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
  /** Another page of the same browser, at the same address. */
  otherPage(): Promise<Page>;
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
  const otherPage = async (): Promise<Page> => {
    const other = await context.newPage();
    await other.goto(address);
    return other;
  };
  return { page, errors, foreign, asked, otherPage, close: () => context.close() };
}
