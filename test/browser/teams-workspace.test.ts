import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser, Program, SHOTS } from './program';

describe('the local Teams in a browser', () => {
  const program = new Program();
  let at: Awaited<ReturnType<Program['start']>>;
  let browser: Browser;
  let page: Page;
  let customer: Locator;
  let team: Locator;
  const errors: string[] = [];

  const write = async (words: string): Promise<void> => {
    const composer = customer.locator('.composer textarea').last();
    await composer.fill(words);
    await composer.press('Enter');
  };

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    at = await program.start();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.setDefaultTimeout(15_000);
    await page.goto(at.workspace);
    customer = page.locator('.customer');
    team = page.locator('.vendor');
    await customer.getByRole('button', { name: 'Teams', exact: true }).click();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  test('a customer in Teams is helped by a team in Slack', async () => {
    await write('The export fails with error 500, can you help?');
    await customer.getByText('We have your message.').waitFor();
    await team.getByRole('button', { name: 'Claim' }).click();
    await customer.getByText('Ada Lovelace looks after this.').waitFor();
    await team.getByRole('button', { name: 'Reply', exact: true }).first().click();
    const form = page.locator('.modal');
    await form.locator('textarea').fill('I see it, the exporter ran out of disk.');
    await form.getByRole('button', { name: 'Send' }).click();
    await customer.getByText('I see it, the exporter ran out of disk.').waitFor();
    await page.screenshot({ path: join(SHOTS, '6-teams-and-slack.png') });
    expect(errors).toEqual([]);
  }, 60_000);

  test('a team in Teams claims by a card and answers by a dialog', async () => {
    await team.getByRole('button', { name: 'Teams', exact: true }).click();
    await team.locator('select').selectOption({ label: 'Grace Hopper, Head of support' });
    await team.getByRole('button', { name: '@Threadkeeper triage' }).click();
    await team.getByRole('button', { name: 'Send' }).click();
    // The open ticket follows.
    await team.getByText('The export fails with error 500').waitFor();
    await team.locator('select').selectOption({ label: 'Ada Lovelace, Support agent' });
    await customer.locator('select').selectOption({ label: 'Gavin Belson, Chief executive' });
    await write('How do we add a second admin to our account?');
    await customer.getByText('We have your message.').waitFor();
    await team.getByRole('button', { name: 'Claim' }).last().click();
    await customer.getByText('Ada Lovelace looks after this.').waitFor();
    const card = team.locator('.message', { hasText: 'second admin' }).last();
    await card.getByRole('button', { name: 'Reply', exact: true }).click();
    const form = page.locator('.modal');
    await form.locator('textarea').fill('Under Settings, Members, Invite.');
    await page.screenshot({ path: join(SHOTS, '7-teams-dialog.png') });
    await form.getByRole('button', { name: 'Send' }).click();
    await customer.getByText('Under Settings, Members, Invite.').waitFor();
    await page.screenshot({ path: join(SHOTS, '8-teams-answered.png') });
    expect(errors).toEqual([]);
  }, 60_000);
});
