import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallName } from '#core/services/contract';
import { hasBrowser, openScreen } from '../../e2e/support/browser.ts';
import { type FakeControl, type FakeWorld, installFakeBridge } from '../support/fake-bridge.ts';
import { sampleWorld } from '../support/sample-world.ts';
import { serveScreen } from '../support/screen-files.ts';

let screen: Awaited<ReturnType<typeof serveScreen>>;
beforeAll(async () => {
  screen = await serveScreen();
});
afterAll(() => screen.close());

const world = sampleWorld();
const quiet: FakeWorld = { ...world, runs: {}, answers: { ...world.answers, 'run.list': [] } };

async function withScreen(shown: FakeWorld, action: (page: Page) => Promise<void>): Promise<void> {
  const script = { content: `(${installFakeBridge})(${JSON.stringify(shown)})` };
  const { page } = await openScreen(screen.address, { script });
  await page.getByRole('navigation', { name: 'Open workflows' }).waitFor();
  await action(page);
}

const fail = (page: Page, name: CallName, code: string, message: string): Promise<void> =>
  page.evaluate(
    ([call, info]) => {
      const { fakeBridge } = globalThis as unknown as { fakeBridge: FakeControl };
      fakeBridge.answer(call, { error: info });
    },
    [name, { code, message, hint: 'Do this next.', retryable: false }] as const,
  );

const calls = (page: Page, name: CallName): Promise<readonly unknown[]> =>
  page.evaluate((wanted) => {
    const { fakeBridge } = globalThis as unknown as { fakeBridge: FakeControl };
    return fakeBridge.calls.filter((call) => call.name === wanted).map((call) => call.input);
  }, name);

async function rename(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Shift+F2');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

describe.skipIf(!hasBrowser)('when something is in the way', { timeout: 60_000 }, () => {
  it('says that edits are not kept, and keeps the tab that has them', () =>
    withScreen(quiet, async (page) => {
      await fail(page, 'draft.append', 'disk.full', 'The disk is full.');
      await rename(page, 'Not on the disk');
      await page.getByText('Your last edits are not on the disk yet').waitFor();
      await page.keyboard.press('Alt+W');
      await page.getByRole('button', { name: 'Keep as draft' }).click();
      await page.getByRole('list', { name: 'Messages' }).getByText('so the tab stays open').waitFor();
      expect(await page.locator('[data-tab="d1"]').count()).toBe(1);
      expect(await calls(page, 'workflow.close')).toEqual([]);
    }));

  it('asks in the tab what becomes of unsaved work', () =>
    withScreen(quiet, async (page) => {
      await rename(page, 'Half done');
      await page.keyboard.press('Alt+W');
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.locator('[data-tab="d1"]').waitFor({ state: 'detached' });
      expect(await calls(page, 'workflow.close')).toEqual([{ draft: 'd1', discard: true }]);
    }));

  it('never saves over a file that another program changed', () =>
    withScreen(quiet, async (page) => {
      const path = world.documents['d1']?.path ?? '';
      await page.evaluate((changed) => {
        const { fakeBridge } = globalThis as unknown as { fakeBridge: FakeControl };
        fakeBridge.push('workflow.changed', { path: changed, revision: '9' });
      }, path);
      await page.getByText('Another program changed this file.').waitFor();
      await page.getByRole('button', { name: 'Keep mine' }).click();
      await page.getByText('Another program changed this file.').waitFor({ state: 'detached' });
      expect(await calls(page, 'workflow.save')).toMatchObject([{ draft: 'd1', overwrite: true, revision: '1' }]);
    }));

  it('hands the answer to a question to its run, and names the node when its workflow is closed', () =>
    withScreen(world, async (page) => {
      const questions = page.getByRole('list', { name: 'Questions' });
      await questions.getByText('Lighthouse teaser · Voice-over').waitFor();
      await page.getByRole('button', { name: 'Close Lighthouse teaser' }).click();
      await page.getByRole('button', { name: 'Close Lighthouse teaser' }).waitFor({ state: 'detached' });
      await questions.getByText('Lighthouse teaser · Voice-over').waitFor();
      await page.getByRole('button', { name: 'Send again' }).click();
      await expect
        .poll(() => calls(page, 'run.answer'))
        .toEqual([{ run: 'r1', node: 'voice', item: [], choice: 'send-again' }]);
    }));

  it('says why a run cannot start, with what to do', () =>
    withScreen(quiet, async (page) => {
      await fail(page, 'run.start', 'connection.key-refused', 'The gateway refused the key.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog', { name: 'What this run will do' }).getByText('Film').first().waitFor();
      await page.keyboard.press('Enter');
      const message = page.getByRole('list', { name: 'Messages' });
      await message.getByText('The gateway refused the key.').waitFor();
      await message.getByText('Do this next.').waitFor();
    }));
});
