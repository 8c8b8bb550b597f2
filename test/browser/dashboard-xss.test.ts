import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { DashboardVisit } from './dashboard-visit';
import { openBrowser, Program } from './program';
import { MARK, XSS_CORPUS } from './xss-corpus';

const rooms = z.object({
  data: z.object({
    channels: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
});
const made = z.object({
  data: z.record(z.string(), z.object({ errors: z.array(z.unknown()).length(0) })),
});
const tickets = z.object({
  data: z.object({ tickets: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
});
const AT_ONCE = 10;

describe('what customers write and are called, in the dashboard', () => {
  const program = new Program();
  let browser: Browser;
  let visit: DashboardVisit;
  let channelId: string | undefined;

  /** One request for several mutations. */
  const makeAll = async (mutation: string, type: string, inputs: readonly object[]) => {
    for (let at = 0; at < inputs.length; at += AT_ONCE) {
      const some = inputs.slice(at, at + AT_ONCE);
      const names = some.map((_, index) => `m${index}`);
      const query = `mutation (${names.map((name) => `$${name}: ${type}!`).join(', ')}) {
        ${names.map((name) => `${name}: ${mutation}(input: $${name}) { errors { code } }`).join('\n')}
      }`;
      const variables = Object.fromEntries(some.map((input, index) => [`m${index}`, input]));
      made.parse(await visit.ask(query, variables));
    }
  };
  const settled = (page: Page): Promise<void> => visit.settled(page);
  /** Nothing ran, and nothing became an element that only markup of theirs could make. */
  const isSafe = async (page: Page): Promise<void> => {
    expect(await page.evaluate(`window.${MARK} === undefined`)).toBe(true);
    const strange =
      'main :is(script, iframe, img, object, embed, base, video, form[action], details:not(.chart-table, .opens), math, marquee, style)';
    expect(await page.locator(strange).count()).toBe(0);
    expect(await page.locator('a[href^="javascript" i], a[href^="data" i]').count()).toBe(0);
  };

  beforeAll(async () => {
    const at = await program.start();
    browser = await openBrowser();
    visit = new DashboardVisit(at, browser);
    const found = rooms.parse(await visit.ask('{ channels(first: 50) { nodes { id name } } }'));
    channelId = found.data.channels.nodes.find(({ name }) => name === 'ext-globex')?.id;
    await makeAll(
      'createTicket',
      'CreateTicketInput',
      XSS_CORPUS.map((text) => ({ channelId, text })),
    );
    await makeAll(
      'upsertCustomer',
      'UpsertCustomerInput',
      XSS_CORPUS.map((name, index) => ({ externalId: `x-${index}`, name: name.trim() })),
    );
    for (const text of XSS_CORPUS.slice(0, 12)) await visit.write('U0HANK', 'C0GLOBEX', text);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  test(`${XSS_CORPUS.length} texts are shown as they were written, and none runs`, async () => {
    expect(new Set(XSS_CORPUS).size).toBe(120);
    const page = await visit.open('/tickets?view=all&sort=newest');
    const shown = new Set<string>();
    for (;;) {
      await settled(page);
      await isSafe(page);
      for (const text of await page.locator('a.row-link').allTextContents()) shown.add(text);
      const later = page.getByRole('button', { name: 'Later' });
      if (!(await later.isEnabled())) break;
      const first = await page.locator('a.row-link').first().getAttribute('href');
      await later.click();
      await page.locator(`a.row-link[href="${first}"]`).waitFor({ state: 'detached' });
    }
    expect(shown.size).toBeGreaterThanOrEqual(110);
    for (const number of [1, 60, 110, 121]) {
      await page.goto(`${visit.origin}/tickets/${number}`);
      await settled(page);
      await page.locator('.said').first().waitFor();
      await isSafe(page);
      await page.getByRole('tab', { name: 'Brief' }).click();
      await page.locator('.brief').waitFor();
      await isSafe(page);
    }
    await page.context().close();
  }, 240_000);

  test('names of queues, calendars and webhooks, causes and figures run as little', async () => {
    const names = XSS_CORPUS.map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '' && text.length <= 60)
      .slice(0, 20);
    const opening = [{ weekday: 1, from: '09:00', to: '17:00' }];
    await makeAll(
      'setCalendar',
      'SetCalendarInput',
      names.map((name) => ({ name, zone: 'UTC', opening })),
    );
    await makeAll(
      'createQueue',
      'CreateQueueInput',
      [...new Set(names)].map((name) => ({ name })),
    );
    await makeAll(
      'createWebhook',
      'CreateWebhookInput',
      names.slice(0, 5).map((name) => ({ name, url: 'https://hooks.example/in' })),
    );
    const { data } = tickets.parse(await visit.ask('{ tickets(first: 20) { nodes { id } } }'));
    await makeAll(
      'setTicketCause',
      'SetTicketCauseInput',
      data.tickets.nodes.flatMap(({ id }, at) => {
        const cause = names[at];
        return cause === undefined ? [] : [{ ticketId: id, cause }];
      }),
    );
    await makeAll(
      'setGroup',
      'SetGroupInput',
      names.map((name) => ({ name, memberIds: [] })),
    );
    await makeAll('createToken', 'CreateTokenInput', [
      ...names.slice(0, 5).map((name) => ({ name, role: 'AGENT' })),
    ]);
    await makeAll('updateCareSettings', 'UpdateCareSettingsInput', [
      { words: [{ list: 'SOLVED', words: names }] },
    ]);
    const page = await visit.open('/');
    for (const place of [
      '/',
      `/channels/${channelId}`,
      '/settings/channels',
      '/settings/groups',
      '/settings/care',
      '/settings/members',
      '/settings/policies',
      '/settings/digests',
      '/settings/accounts',
      '/settings/tokens',
      '/settings/audit',
      '/settings/desk',
      '/figures/volume?by=CUSTOMER',
      '/figures/volume?by=CAUSE',
      '/settings/queues',
      '/settings/calendars',
      '/settings/webhooks',
      '/people',
    ]) {
      await page.goto(visit.origin + place);
      await settled(page);
      await isSafe(page);
    }
    await page.context().close();
  }, 240_000);

  test('120 names of customers run as little', async () => {
    const page = await visit.open('/customers');
    let seen = 0;
    for (;;) {
      await settled(page);
      await isSafe(page);
      seen += await page.locator('a.named').count();
      const more = page.getByRole('button', { name: 'More' });
      if (!(await more.isEnabled())) break;
      const first = await page.locator('a.named').first().getAttribute('href');
      await more.click();
      await page.locator(`a.named[href="${first}"]`).waitFor({ state: 'detached' });
    }
    expect(seen).toBeGreaterThanOrEqual(120);
    await page.locator('a.named').first().click();
    await settled(page);
    await isSafe(page);
    await page.context().close();
  }, 240_000);

  test('the page’s policy had nothing to refuse', () => {
    expect(visit.complaints).toEqual([]);
  });
});
