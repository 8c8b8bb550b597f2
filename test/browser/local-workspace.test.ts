import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser, Program, SHOTS } from './program';

describe('the local workspace in a browser', () => {
  const program = new Program();
  let at: Awaited<ReturnType<Program['start']>>;
  let browser: Browser;
  let page: Page;
  let customer: Locator;
  let team: Locator;
  const errors: string[] = [];

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
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  test('a customer writes, and is answered, helped and heard without anybody leaving chat', async () => {
    const composer = customer.locator('.composer textarea').first();
    await composer.fill('The export fails with error 500, can you help?');
    await composer.press('Enter');
    await customer.getByText('We have your message.').waitFor();
    await customer.getByRole('button', { name: 'Talk to a person' }).waitFor();
    await page.screenshot({ path: join(SHOTS, '1-acknowledged.png') });

    await team.getByRole('button', { name: 'Claim' }).click();
    await customer.getByText('Ada Lovelace looks after this.').waitFor();

    await team.getByRole('button', { name: 'Reply', exact: true }).first().click();
    const form = page.locator('.modal');
    await form.locator('textarea').fill('I see it, the exporter ran out of disk. One moment.');
    await page.screenshot({ path: join(SHOTS, '2-replying.png') });
    await form.getByRole('button', { name: 'Send' }).click();
    await customer.getByText('I see it, the exporter ran out of disk.').waitFor();
    await team
      .getByText(/delivered/)
      .first()
      .waitFor();

    await team.getByRole('button', { name: 'Solve', exact: true }).click();
    await form.locator('textarea').fill('It has room now, and your export was run again.');
    await form.getByRole('button', { name: 'Tell the customer' }).click();
    await customer.getByRole('button', { name: 'Not yet' }).last().waitFor();
    await page.screenshot({ path: join(SHOTS, '3-solved.png') });
    await customer.getByRole('button', { name: 'Not yet' }).last().click();
    await team.getByText('says it is not solved yet').waitFor();
    await team.getByText('Waiting for us since').waitFor();
    await page.screenshot({ path: join(SHOTS, '4-not-yet.png') });
    expect(errors).toEqual([]);
  }, 60_000);

  test('the API tells the same story', async () => {
    const response = await fetch(at.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${at.token}` },
      body: JSON.stringify({
        query: '{ tickets(first: 5) { nodes { number status waitingOn assignee { name } } } }',
      }),
    });
    expect(await response.json()).toEqual({
      data: {
        tickets: {
          nodes: [
            { number: 1, status: 'OPEN', waitingOn: 'US', assignee: { name: 'Ada Lovelace' } },
          ],
        },
      },
    });
  });

  test('the page works on a phone', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 800 } });
    phone.setDefaultTimeout(15_000);
    await phone.goto(at.workspace);
    await phone.getByText('The export fails with error 500').first().waitFor();
    const overflow = await phone.evaluate(
      'document.documentElement.scrollWidth - window.innerWidth',
    );
    await phone.screenshot({ path: join(SHOTS, '5-phone.png') });
    expect(overflow).toBeLessThanOrEqual(0);
    await phone.close();
  });
});
