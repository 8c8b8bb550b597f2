import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually';
import { DashboardVisit, overflowOf } from './dashboard-visit';
import { openBrowser, Program, SHOTS } from './program';

const QUESTIONS = [
  ['U0HANK', 'C0GLOBEX', 'The export fails with error 500, can you help?'],
  ['U0MINDY', 'C0GLOBEX', 'Our invoices show the old address since Monday'],
  ['U0PETER', 'C0INITECH', 'How do we add a second admin to our account?'],
  ['U0MILTON', 'C0INITECH', 'Login by SSO stopped working for the whole floor'],
] as const;

const SETTINGS = [
  'channels',
  'queues',
  'calendars',
  'policies',
  'digests',
  'members',
  'tokens',
  'webhooks',
  'desk',
];
const PLACES = [
  '/',
  '/tickets',
  '/tickets/1',
  '/figures/first-response?by=CUSTOMER',
  '/customers',
  '/people',
  ...SETTINGS.map((part) => `/settings/${part}`),
];
/** What a desk has that has been set up. */
const SET_UP = `mutation {
  setCalendar(input: { name: "Office", zone: "Europe/Berlin", country: "DE",
    opening: [{ weekday: 1, from: "09:00", to: "17:00" }, { weekday: 2, from: "09:00", to: "17:00" }] })
    { errors { code } }
  setSlaPolicy(input: { targets: [
    { measure: FIRST_RESPONSE, priority: NORMAL, seconds: 3600, hours: CALENDAR },
    { measure: TOTAL_RESOLUTION, priority: NORMAL, seconds: 86400, hours: CALENDAR }] })
    { errors { code } }
  createWebhook(input: { name: "Data room", url: "https://hooks.example/in" }) { errors { code } }
}`;

describe('the dashboard in a browser', () => {
  const program = new Program();
  let browser: Browser;
  let visit: DashboardVisit;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    const at = await program.start();
    browser = await openBrowser();
    visit = new DashboardVisit(at, browser);
    await visit.ask(SET_UP);
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
    await page.getByRole('link', { name: 'New requests: 4' }).click();
    await page.getByRole('heading', { name: 'New requests' }).first().waitFor();
    await page.getByLabel('by', { exact: true }).selectOption('CUSTOMER');
    await page.getByRole('button', { name: /Globex/ }).click();
    await eventually(
      'the two tickets of one customer',
      async () => (await page.getByRole('row', { name: /#\d/ }).count()) === 2,
    );
    await page.screenshot({ path: join(SHOTS, 'dashboard-figure.png'), fullPage: true });
    await page.goto(`${visit.origin}/`);
    await page.getByRole('link', { name: /Nobody has it: 4/ }).click();
    await page.getByRole('row', { name: /The export fails/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(QUESTIONS.length + 1);
    await page.getByText('4 tickets').waitFor();
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

  test('news come by themselves, and the page says when they do not', async () => {
    const page = await visit.open('/tickets?view=all');
    await page.getByText('4 tickets').waitFor();
    // Somebody new: a follow-up of the others would join their open ticket.
    await visit.write('U0FAKEADA', 'C0GLOBEX', 'A fifth thing that the page was not asked for');
    // Far sooner than the page would ask by itself.
    await page.getByText('5 tickets').waitFor({ timeout: 15_000 });
    await page.context().close();

    const lost = await visit.newPage();
    await lost.routeWebSocket(/graphql/, (socket) => socket.close());
    await visit.signIn(lost);
    await lost.getByText('Changes do not come by themselves').waitFor();
    await lost.getByText('Not live').waitFor();
    await lost.screenshot({ path: join(SHOTS, 'dashboard-not-live.png') });
    await lost.context().close();
  }, 150_000);

  test('an admin previews a service level, makes a digest, and reads what a webhook was told', async () => {
    const page = await visit.open('/settings/policies');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('First answer, Normal, minutes').fill('120');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('would be reckoned anew').waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-preview.png') });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('normal 2 h').waitFor();

    await page.goto(`${visit.origin}/settings/digests`);
    await page.getByRole('button', { name: 'Set it' }).first().click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Tell one now' }).waitFor();

    await page.goto(`${visit.origin}/settings/webhooks`);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('Copy it now').waitFor();
    await page.getByText('Deliveries').click();
    await page.getByText('Ticket opened').first().waitFor();
    await page.context().close();
  }, 150_000);

  test('an answer that fails to come leaves the old one, said to be old', async () => {
    const page = await visit.open('/');
    await page
      .getByRole('link', { name: /Login by SSO/ })
      .first()
      .waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await visit.write('U0HANK', 'C0GLOBEX', 'Hello? Is anybody there? The export still fails');
    await page.getByText('The desk does not answer.').first().waitFor({ timeout: 60_000 });
    await page
      .getByRole('link', { name: /Login by SSO/ })
      .first()
      .waitFor();
    await page.unroute('**/graphql');
    const again = page.getByRole('status').getByRole('button', { name: 'Try again' });
    await eventually('nothing stale', async () => {
      if ((await again.count()) === 0) return true;
      await again.first().click({ timeout: 2_000 });
      return false;
    });
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
        const name = place.replaceAll('/', '-').replace(/\?.*/, '');
        const path = join(SHOTS, `dashboard-${colorScheme}${name}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      await page.context().close();
    }, 150_000);

  test('it fits a phone', async () => {
    const page = await visit.open('/', { viewport: { width: 390, height: 844 } });
    for (const place of PLACES) {
      await page.goto(visit.origin + place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      const name = place.replaceAll('/', '-').replace(/\?.*/, '');
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
