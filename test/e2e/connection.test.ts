import { describe, expect, it } from 'vitest';
import { startGateway } from '../host/support/gateway.ts';
import { startServer, temporaryHome } from '../host/support/server.ts';
import { hasBrowser, openScreen } from './support/browser.ts';

describe.skipIf(!hasBrowser)('a connection', () => {
  it('is typed in, tested, and its keys are made, changed and deleted', { timeout: 120_000 }, async () => {
    const key = 'sk-very-secret-0123456789';
    const gateway = await startGateway('--key', key);
    const server = await startServer(temporaryHome());
    const { page } = await openScreen(server.address);
    await page.getByRole('button', { name: /empty workflow/ }).click();
    await page.keyboard.press('Control+,');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('button', { name: 'Add a connection' }).click();
    const field = (name: string) => settings.getByRole('textbox', { name, exact: true });
    await field('Name').fill('studio');
    await field('Address').fill(gateway.url);
    await field('Upload address').fill(gateway.uploadUrl);
    await settings.getByLabel('Key', { exact: true }).fill(key);
    await settings.getByRole('combobox', { name: 'Claude models' }).click();
    await page.getByRole('option', { name: 'Messages (Claude)' }).click();
    await page.screenshot({ path: '.cache/e2e/connection-form.png' });
    await field('User number').fill('1');
    await settings.getByLabel('System access token').fill('practice-system-token');
    await settings.getByRole('button', { name: 'Save and test' }).click();
    const card = settings.getByRole('article', { name: 'studio' });
    await card.or(settings.getByText('Well:').first()).first().waitFor();
    if (!(await card.isVisible()))
      await settings
        .getByRole('button', { name: /^(?:Done|Close)$/ })
        .first()
        .click();
    await card.getByRole('button', { name: 'Account' }).click();
    const keys = card.getByRole('table', { name: 'Keys of the account' });
    await keys.getByRole('cell', { name: 'practice', exact: true }).waitFor();

    await card.getByRole('button', { name: 'New key' }).click();
    const form = card.getByRole('form', { name: 'New key' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Film crew');
    await form.getByRole('textbox', { name: 'Limit in US dollars' }).fill('5');
    await form.getByRole('textbox', { name: 'Models' }).fill('sora-2, veo3.1');
    await page.screenshot({ path: '.cache/e2e/account-key.png' });
    await page.keyboard.press('Enter');
    const row = keys.getByRole('row', { name: /^Film crew/ });
    await row.getByRole('cell', { name: '$5' }).waitFor();
    await row.getByRole('cell', { name: 'sora-2, veo3.1' }).waitFor();

    await row.getByRole('button', { name: 'Change Film crew' }).click();
    await card.getByRole('textbox', { name: 'Limit in US dollars' }).fill('');
    await card.getByRole('button', { name: 'Save', exact: true }).click();
    await row.getByRole('cell', { name: 'no limit' }).waitFor();
    await page.screenshot({ path: '.cache/e2e/account-keys.png' });

    await row.getByRole('button', { name: 'Delete Film crew' }).click();
    await card.getByText('Delete the key “Film crew”?', { exact: false }).waitFor();
    await card.getByRole('button', { name: 'Delete', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(key);
  });
});
