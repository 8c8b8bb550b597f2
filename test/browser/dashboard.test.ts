import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { DashboardVisit, overflowOf } from './dashboard-visit';
import { openBrowser, Program, SHOTS } from './program';

const QUESTIONS = [
  ['U0HANK', 'C0GLOBEX', 'The export fails with error 500, can you help?'],
  ['U0MINDY', 'C0GLOBEX', 'Our invoices show the old address since Monday'],
  ['U0PETER', 'C0INITECH', 'How do we add a second admin to our account?'],
  ['U0MILTON', 'C0INITECH', 'Login by SSO stopped working for the whole floor'],
] as const;

const PLACES = ['/', '/tickets', '/tickets/1', '/customers', '/people', '/settings/channels'];

describe('the dashboard in a browser', () => {
  const program = new Program();
  let browser: Browser;
  let visit: DashboardVisit;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    const at = await program.start();
    browser = await openBrowser();
    visit = new DashboardVisit(at, browser);
    for (const [user, channel, text] of QUESTIONS) await visit.write(user, channel, text);
    await visit.untilTickets(QUESTIONS.length);
  }, 150_000);

  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  test('a wrong token is refused in words, a right one signs in and out again', async () => {
    const page = await visit.newPage();
    await page.goto(`${visit.origin}/tickets`);
    await page.getByLabel('API token').fill('tk_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This token is not valid').waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-sign-in.png') });
    const signedIn = await visit.open('/');
    await signedIn.getByRole('button', { name: 'Sign out' }).click();
    await signedIn.getByRole('heading', { name: 'Sign in to Threadkeeper' }).waitFor();
    expect(await signedIn.evaluate('sessionStorage.length')).toBe(0);
    await Promise.all([page.context().close(), signedIn.context().close()]);
  }, 150_000);

  test('a supervisor sees who waits, what it means, and gets from a number to its tickets', async () => {
    const page = await visit.open('/');
    await page
      .getByRole('link', { name: /Login by SSO stopped working/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'What “Nobody has it” means' }).hover();
    await page.getByText('have no assignee').waitFor();
    await page.mouse.move(0, 0);
    await page.locator('.chart svg').first().waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-overview.png'), fullPage: true });
    await page.getByRole('link', { name: /Nobody has it: 4/ }).click();
    await page.getByRole('row', { name: /The export fails/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(QUESTIONS.length + 1);
    await page.context().close();
  }, 150_000);

  test('an agent finds a ticket by keyboard, answers, notes and solves it', async () => {
    const page = await visit.open('/tickets');
    await page.getByLabel('Speaking as').selectOption({ label: 'Ada Lovelace' });
    await page.getByRole('row', { name: /The export fails/ }).waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-tickets.png') });
    await page.keyboard.press('/');
    await page.keyboard.type('export');
    await page.getByRole('row', { name: /invoices/ }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Tickets' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /The export fails/ }).waitFor();

    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('The exporter is out of disk again.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText('note, never shown to the customer').waitFor();
    await page.getByLabel('Reply', { exact: false }).first().check();
    await page.getByPlaceholder('The customer reads this').fill('I see it. One moment, Hank.');
    await page.getByRole('button', { name: 'Send to customer' }).click();
    await page.getByText('Delivered').first().waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-ticket.png'), fullPage: true });

    await page.getByRole('button', { name: 'Solve' }).click();
    await page.getByLabel('What was done').fill('It has room now.');
    await page.screenshot({ path: join(SHOTS, 'dashboard-dialog.png') });
    await page.getByRole('button', { name: 'Tell the customer' }).click();
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.locator('.timeline strong').getByText('Solved', { exact: true }).waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-timeline.png'), fullPage: true });
    await page.context().close();
  }, 150_000);

  test('what the desk refuses stands in the form, with what to do about it', async () => {
    const page = await visit.open('/tickets/3');
    await page.getByRole('button', { name: 'Solve' }).click();
    await page.getByLabel('What was done').fill('Told them.');
    await page.getByRole('button', { name: 'Tell the customer' }).click();
    await page.getByRole('alert').getByText('MEMBER_NEEDED').waitFor();
    await page.context().close();
  }, 150_000);

  test('an answer that fails to come leaves the old one, said to be old', async () => {
    const page = await visit.open('/');
    await page
      .getByRole('link', { name: /Login by SSO/ })
      .first()
      .waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await page.getByText('The desk does not answer.').waitFor({ timeout: 60_000 });
    await page
      .getByRole('link', { name: /Login by SSO/ })
      .first()
      .waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('status').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The desk does not answer.').waitFor({ state: 'detached' });
    await page.context().close();
  }, 150_000);

  for (const colorScheme of ['light', 'dark'] as const)
    test(`nothing keeps people out, ${colorScheme}`, async () => {
      const page = await visit.open('/', { colorScheme });
      for (const place of PLACES) {
        await page.goto(visit.origin + place);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('.loading').first().waitFor({ state: 'detached' });
        expect(await visit.barriers(page)).toEqual([]);
        const name = place.replaceAll('/', '-');
        await page.screenshot({ path: join(SHOTS, `dashboard-${colorScheme}${name}.png`) });
      }
      await page.context().close();
    }, 150_000);

  test('it fits a phone', async () => {
    const page = await visit.open('/', { viewport: { width: 390, height: 844 } });
    for (const place of PLACES) {
      await page.goto(visit.origin + place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      const name = place.replaceAll('/', '-');
      await page.screenshot({ path: join(SHOTS, `dashboard-phone${name}.png`), fullPage: true });
      expect([place, await overflowOf(page)]).toEqual([place, 0]);
    }
    await page.context().close();
  }, 150_000);

  test('a first load takes at most 250 KB, and nothing comes from elsewhere', async () => {
    const page = await visit.newPage();
    const sizes: [string, number][] = [];
    page.on('response', async (response) => {
      sizes.push([response.url(), (await response.request().sizes()).responseBodySize]);
    });
    await page.goto(`${visit.origin}/`, { waitUntil: 'networkidle' });
    await page.getByLabel('API token').waitFor();
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    process.stdout.write(`first load: ${sizes.length} requests, ${Math.round(total / 1024)} KB\n`);
    expect(sizes.every(([url]) => url.startsWith(visit.origin))).toBe(true);
    expect(total).toBeLessThan(250 * 1024);
    await page.context().close();
  }, 150_000);

  test('no page complained, and its policy refused nothing of it', () => {
    expect(visit.complaints).toEqual([]);
  });
});
