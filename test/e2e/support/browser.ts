import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { afterTest } from '../../host/support/server.ts';
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

/** A browser profile of its own with one page. */
export interface Screen {
  readonly page: Page;
  /** Every address that its pages asked for. */
  readonly asked: readonly string[];
  /** Another page of the same browser, at the same address. */
  otherPage(): Promise<Page>;
  /**
   * Closes all its pages; after a test that happens by itself.
   * @throws Error when one of them asked for anything outside of the host, or had an error that was not expected
   */
  close(): Promise<void>;
}

export interface ScreenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
  /** Runs in each page before anything of it. */
  readonly script?: { readonly path: string } | { readonly content: string };
  /** The errors that the test itself brings about, as when it kills the host. */
  readonly expected?: RegExp;
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
  context.setDefaultTimeout(15_000);
  if (options.script !== undefined) await context.addInitScript(options.script);
  const { asked, faults } = watch(context, new URL(address).origin, options.expected);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= context.close().then(() => {
      if (faults.length > 0) throw new Error(`what must not happen on the screen:\n${faults.join('\n')}`);
    });
    return closed;
  };
  const page = await context.newPage();
  afterTest(async ({ name, hasFailed }) => {
    if (closed !== undefined) return;
    if (hasFailed) await takePicture(page, name);
    await close();
  });
  await page.goto(address);
  const otherPage = async (): Promise<Page> => {
    const other = await context.newPage();
    await other.goto(address);
    return other;
  };
  return { page, asked, otherPage, close };
}

/** What all pages of a profile ask for, and what must not happen in them. */
function watch(context: BrowserContext, origin: string, expected?: RegExp): { asked: string[]; faults: string[] } {
  const asked: string[] = [];
  const faults: string[] = [];
  const addError = (text: string): void => {
    if (expected?.test(text) !== true) faults.push(text);
  };
  const addRequest = (url: string): void => {
    asked.push(url);
    const { protocol, origin: other } = new URL(url);
    if (other !== origin && protocol !== 'data:' && protocol !== 'blob:') faults.push(`foreign request: ${url}`);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') addError(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => addError(error.error().stack ?? error.error().message));
  context.on('request', (request) => addRequest(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => addRequest(socket.url())));
  return { asked, faults };
}

async function takePicture(page: Page, test: string): Promise<void> {
  await mkdir(shots, { recursive: true });
  const file = path.join(shots, `${test.replaceAll(/\W+/g, '-')}-${Date.now()}.png`);
  await page.screenshot({ path: file }).catch(() => undefined);
}
