import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { z } from 'zod';
import { eventually } from '../support/eventually';
import { Issuer } from '../support/issuer';
import { jiraBody } from '../support/tracker-bodies';
import { DashboardVisit, overflowOf } from './dashboard-visit';
import { bestOf, type PageSpeed, visitFresh } from './page-speed';
import { openBrowser, Program, SHOTS } from './program';

const QUESTIONS = [
  ['U0HANK', 'C0GLOBEX', 'The export fails with error 500, can you help?'],
  ['U0MINDY', 'C0GLOBEX', 'Our invoices show the old address since Monday'],
  ['U0PETER', 'C0INITECH', 'How do we add a second admin to our account?'],
  ['U0MILTON', 'C0INITECH', 'Login by SSO stopped working for the whole floor'],
] as const;

const SETTINGS = [
  'channels',
  'accounts',
  'queues',
  'groups',
  'members',
  'calendars',
  'policies',
  'care',
  'digests',
  'desk',
  'tokens',
  'webhooks',
  'trackers',
  'labels',
  'audit',
];
const PLACES = [
  '/',
  '/tickets?view=all',
  '/tickets/1',
  '/tickets/2',
  '/figures/first-response?by=CUSTOMER',
  '/customers',
  '/people',
  ...SETTINGS.map((part) => `/settings/${part}`),
];
/** What the picture of a place is called. */
const nameOf = (place: string): string =>
  place
    .replace(/.*\/health\/.*/, '-customers-health')
    .replaceAll('/', '-')
    .replace(/\?.*/, '')
    .replace(/(-customers|-channels)-(?!health$).+/, '$1-one');

const MANY_CUSTOMERS = 130;
const FILLING = 20;
const ACCOUNT_ORIGIN = 'http://desk.test';

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
  connectTracker(input: { kind: JIRA, site: "jira.example.com" }) { errors { code } }
}`;

const ONE = z.object({
  data: z.object({ ticketByNumber: z.object({ id: z.string() }) }),
});
const WHERE = z.object({
  data: z.object({
    customers: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
    channels: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
});

describe('the dashboard in a browser', () => {
  const program = new Program();
  let browser: Browser;
  let visit: DashboardVisit;
  let places: readonly string[];
  let issuer: Issuer;

  /** More than one page of customers. */
  const bringCustomers = async (): Promise<void> => {
    for (let from = 1; from <= MANY_CUSTOMERS; from += 10) {
      const some = Array.from({ length: 10 }, (_, at) => String(from + at).padStart(3, '0'));
      const parts = some.map(
        (number) =>
          `c${number}: upsertCustomer(input: { externalId: "crm-${number}", name: "Company ${number}" }) { result }`,
      );
      await visit.ask(`mutation { ${parts.join(' ')} }`);
    }
  };

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    issuer = await Issuer.start();
    const at = await program.start({
      PUBLIC_URL: ACCOUNT_ORIGIN,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: issuer.audience,
      OIDC_NAME: 'Vendor ID',
    });
    // The account service sends people back to a name; here it stands for this port.
    browser = await openBrowser([
      `--host-resolver-rules=MAP desk.test:80 127.0.0.1:${new URL(at.graphql).port}`,
    ]);
    visit = new DashboardVisit(at, browser);
    expect(await visit.ask(SET_UP)).toEqual({
      data: {
        setCalendar: { errors: [] },
        setSlaPolicy: { errors: [] },
        createWebhook: { errors: [] },
        connectTracker: { errors: [] },
      },
    });
    for (const [user, channel, text] of QUESTIONS) await visit.write(user, channel, text);
    await visit.untilTickets(QUESTIONS.length);
    await bringCustomers();
    const { data } = WHERE.parse(
      await visit.ask(
        '{ customers(named: "globex") { nodes { id name } } channels(named: "ext-globex") { nodes { id name } } }',
      ),
    );
    places = [
      ...PLACES,
      ...data.customers.nodes.flatMap(({ id }) => [
        `/customers/${id}`,
        `/customers/${id}/health/waiting-longest`,
      ]),
      ...data.channels.nodes.map(({ id }) => `/channels/${id}`),
    ];
    expect(places).toHaveLength(PLACES.length + 3);
  }, 150_000);

  afterAll(async () => {
    await browser?.close();
    await program.stop();
    await issuer?.stop();
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
    await page.locator('.unseen-yet').scrollIntoViewIfNeeded();
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
    await page.getByRole('row', { name: /The export fails/ }).waitFor();
    await page.getByLabel('Speaking as').selectOption({ label: 'Ada Lovelace (Slack)' });
    await page.getByRole('row', { name: /The export fails/ }).waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-tickets.png') });
    await page.keyboard.press('/');
    await page.keyboard.type('export');
    await page.getByRole('row', { name: /invoices/ }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Tickets' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /The export fails/ }).waitFor();

    await page.keyboard.press('c');
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    await page.getByRole('tab', { name: 'Brief' }).click();
    await page.getByText('It began with').waitFor();
    await page.getByRole('tab', { name: 'Conversation' }).click();
    await page.keyboard.press('n');
    await page.keyboard.type('The exporter is out of disk again.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText('note, never shown to the customer').waitFor();
    await page.getByLabel('Reply', { exact: false }).first().check();
    await page.getByPlaceholder('The customer reads this').fill('I see it. One moment, Hank.');
    await page.getByRole('button', { name: 'Send to customer' }).click();
    await page.getByText('Delivered').first().waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-ticket.png'), fullPage: true });

    await page.locator('h1').click();
    await page.keyboard.press('s');
    await page.getByLabel('What was done').fill('It has room now.');
    await page.screenshot({ path: join(SHOTS, 'dashboard-dialog.png') });
    await page.getByRole('button', { name: 'Tell the customer' }).click();
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.locator('.timeline strong').getByText('Solved', { exact: true }).waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-timeline.png'), fullPage: true });
    await page.context().close();
  }, 150_000);

  test('every key stands behind ?, and several tickets are changed at once by keys', async () => {
    const page = await visit.open('/');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('picks it').waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-keys.png') });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('row', { name: /invoices/ }).waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    const bar = page.getByRole('region', { name: 'Picked tickets' });
    await bar.getByText('2 picked').waitFor();
    await bar.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('dialog').getByLabel('Priority').selectOption('URGENT');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('2 of 2 changed.').waitFor();
    await eventually(
      'two urgent tickets',
      async () => (await page.locator('td .priority.urgent').count()) === 2,
    );
    await page.screenshot({ path: join(SHOTS, 'dashboard-at-once.png') });
    // One of two changes before this page hears of it: that one is not changed unseen.
    const picks = page.getByRole('checkbox', { name: /^Pick #/ });
    await visit.settled(page);
    const held: Route[] = [];
    await page.route('**/graphql', (route) => {
      if (route.request().postData()?.includes('"operationName":"Tickets"') === true)
        held.push(route);
      else void route.continue();
    });
    await picks.nth(0).check();
    await picks.nth(1).check();
    const number = Number(/\d+/.exec((await picks.nth(0).getAttribute('aria-label')) ?? '')?.[0]);
    const { data } = ONE.parse(
      await visit.ask('query ($number: Int!) { ticketByNumber(number: $number) { id } }', {
        number,
      }),
    );
    const input = { ticketId: data.ticketByNumber.id, priority: 'HIGH' };
    await visit.ask(
      'mutation ($input: SetTicketPriorityInput!) { setTicketPriority(input: $input) { errors { code } } }',
      { input },
    );
    await bar.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('dialog').getByLabel('Priority').selectOption('LOW');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('1 of 2 changed.').waitFor();
    await page.getByText(`Ticket #${number} has changed since you looked at it`).waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-at-once-changed.png') });
    for (const route of held) await route.continue();
    await page.context().close();
  }, 150_000);

  test('who stands beyond the first hundred is found by typing', async () => {
    const page = await visit.open('/tickets?view=all');
    await visit.settled(page);
    await page.keyboard.press('f');
    await page.getByRole('combobox', { name: 'Customer' }).fill('company 129');
    await page.getByRole('option', { name: 'Company 129' }).click();
    await page.getByText('No ticket fits').waitFor();
    expect(new URL(page.url()).searchParams.get('customer')).not.toBe(null);
    await page.goto(`${visit.origin}/customers`);
    await page.getByLabel('Search customers').fill('129');
    await page.getByRole('link', { name: 'Company 129' }).waitFor();
    await page.getByRole('link', { name: 'Company 001' }).waitFor({ state: 'detached' });
    await page.context().close();
  }, 150_000);

  test('accounts are sorted and sifted by how they fare, and each part leads to its tickets', async () => {
    const page = await visit.open('/customers');
    // What is asked for is what is shown: the desk itself puts them in order.
    const askedFor = (part: string) =>
      page.waitForRequest((request) => request.postData()?.includes(part) === true);
    const [worst] = await Promise.all([
      askedFor('"direction":"ASC","field":"HEALTH"'),
      page.getByRole('button', { name: 'Health' }).click(),
    ]);
    expect(worst.postData()).toContain('"operationName":"Customers"');
    await page.waitForURL(/sort=worst/);
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await page
      .getByRole('row', { name: /too little to say/i })
      .first()
      .waitFor();
    expect(await page.getByLabel('Order').inputValue()).toBe('worst');
    await page.getByLabel('Health', { exact: true }).selectOption('AT_RISK');
    await page.getByText('No account is “at risk”').waitFor();
    await page.getByRole('link', { name: 'Show every account' }).click();
    await Promise.all([
      askedFor('"direction":"DESC","field":"HEALTH"'),
      page.getByLabel('Order').selectOption('best'),
    ]);
    await page.getByLabel('Order').selectOption('name');
    await page.getByRole('link', { name: 'Company 001' }).waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Customers' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('globex');
    await page.getByRole('link', { name: 'Company 001' }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Customers' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Globex' }).waitFor();

    const part = page.getByRole('link', { name: /Longest wait/ });
    expect(await part.getAttribute('title')).toContain('Hours since the oldest question');
    await part.click();
    await page.getByText('all of its 10 points at 168').waitFor();
    // They wait, but not for long enough to cost anything.
    await page.getByText('Nothing costs points yet').waitFor();
    expect(await page.getByRole('row').count()).toBe(0);
    await page.screenshot({ path: join(SHOTS, 'dashboard-health-costs-none.png') });
    await page.getByRole('button', { name: 'All that is counted' }).click();
    // One question of theirs was answered above.
    await eventually(
      'what waits',
      async () => (await page.getByRole('row', { name: /#\d/ }).count()) > 0,
    );
    await page.getByRole('row', { name: /#\d/ }).first().getByRole('link').click();
    await page.getByRole('heading', { name: /export|invoices/ }).waitFor();
    await page.context().close();
  }, 150_000);

  test('every number leads to its tickets and says what it means, also by keys and touch', async () => {
    const page = await visit.open('/', { hasTouch: true });
    await page.locator('.measure').first().waitFor();
    const numbers = page.locator(
      '.figure-value, .measure .big, .measure .gap, .band-value, .quality strong',
    );
    expect(await numbers.count()).toBeGreaterThan(25);
    expect(
      await numbers.evaluateAll(
        (all) => all.filter((one) => one.closest('a[href]') === null).length,
      ),
    ).toBe(0);
    const labels = page.locator('.figure, .measure');
    expect(await labels.locator('.explain').count()).toBe(await labels.count());
    // No speed without what it cost.
    for (const speed of ['First answer', 'Next answers', 'Solved in the end', 'Targets met']) {
      const card = page.locator('.measure', { hasText: speed }).first();
      expect(await card.locator('.quality li').count()).toBeGreaterThanOrEqual(3);
    }
    const late = page.getByRole('button', { name: 'What “Late” means' });
    await late.press('Enter');
    await page.getByText('past its due time and still runs').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('past its due time and still runs').waitFor({ state: 'detached' });
    await late.tap();
    await page.getByText('past its due time and still runs').waitFor();
    await page.context().close();
  }, 150_000);

  test('a speed is compared with the days before together with what it cost then', async () => {
    const page = await visit.newPage();
    const then = { gap: null, p50: null, p90: null, mean: null, dropped: 0, stillWaiting: 0 };
    const cost = (n: number) => ({ ...then, n, done: 1, value: 1 / n });
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('previous') !== true) return route.continue();
      const answer = await route.fetch();
      const quality = ['REOPEN_RATE', 'CSAT', 'EFFORT'].map((measure, at) => ({
        ...{ measure, unit: 'SHARE', figure: cost(at + 2) },
      }));
      const previous = { ...then, value: 3600, n: 6, done: 4, stillWaiting: 2, quality };
      const told = JSON.stringify(await answer.json(), (key, value) =>
        key === 'previous' ? { ...value, ...previous } : value,
      );
      return route.fulfill({ response: answer, body: told });
    });
    await visit.signIn(page);
    const compared = async (where: Locator): Promise<void> => {
      await where.getByText('before: 1 h (n 6, 2 still waiting)').first().waitFor();
      for (const [twin, before] of [
        ['Reopened', 'before: 50% (1 of 2)'],
        ['Good ratings', 'before: 33% (1 of 3)'],
        ['Had to repeat themselves', 'before: 25% (1 of 4)'],
      ] as const)
        await where.locator('.quality li', { hasText: twin }).getByText(before).waitFor();
    };
    await compared(page.locator('.measure', { hasText: 'First answer' }).first());
    await page.screenshot({ path: join(SHOTS, 'dashboard-before.png'), fullPage: true });
    await page.getByRole('link', { name: /^First answer:/ }).click();
    await page.getByRole('heading', { name: 'What it cost' }).waitFor();
    await compared(page.locator('main'));
    await page.screenshot({ path: join(SHOTS, 'dashboard-figure-before.png') });
    await page.context().close();
  }, 150_000);

  test('nobody is offered what their role may not do', async () => {
    const memberId = await visit.memberNamed('Ada Lovelace');
    const navigation = (page: Page) =>
      page.getByRole('navigation', { name: 'Main' }).getByRole('link').allTextContents();

    const agent = await visit.openAs(await visit.tokenFor('AGENT', { memberId }), '/');
    await visit.settled(agent);
    expect(await navigation(agent)).toEqual(['Overview', 'Tickets', 'Customers', 'People']);
    expect(await agent.getByLabel('Figures over').count()).toBe(0);
    for (const place of ['/settings/channels', '/figures/volume']) {
      await agent.goto(visit.origin + place);
      await agent.getByText('Not for your role').waitFor();
    }
    // Their own shift, and nobody else's.
    await agent.goto(`${visit.origin}/people`);
    await agent
      .getByRole('row', { name: /Grace Hopper/ })
      .first()
      .waitFor();
    expect(await agent.getByRole('button', { name: 'Change' }).count()).toBe(1);

    const lead = await visit.openAs(await visit.tokenFor('SUPERVISOR'), '/settings/groups');
    await lead.getByRole('button', { name: 'Add a group' }).waitFor();
    expect(await lead.getByRole('link', { name: 'API tokens' }).count()).toBe(0);
    await lead.goto(`${visit.origin}/settings/members`);
    await lead
      .getByRole('cell', { name: /Ada Lovelace/ })
      .first()
      .waitFor();
    expect(await lead.getByRole('button', { name: 'Change' }).count()).toBe(0);
    // Of two with one name one sees where the desk knows each from.
    const known = lead.getByRole('row', { name: /Ada Lovelace/ }).locator('.row-sub');
    expect((await known.allTextContents()).toSorted()).toEqual(['Slack', 'Teams']);

    const partner = await visit.openAs(await visit.tokenFor('PARTNER', { memberId }), '/tickets');
    await visit.settled(partner);
    expect(await navigation(partner)).toEqual(['Overview', 'Tickets']);
    expect(await partner.getByRole('button', { name: 'New ticket' }).count()).toBe(0);

    const reader = await visit.openAs(
      await visit.tokenFor('ADMIN', { scopes: ['READ'] }),
      '/tickets/2',
    );
    await reader.locator('.said').first().waitFor();
    expect(await reader.locator('.actions button, .composer').count()).toBe(0);
    for (const page of [agent, lead, partner, reader]) await page.context().close();
  }, 150_000);

  test('each part says by itself that its answer failed to come, and tries again', async () => {
    const PARTS: readonly (readonly [string, string])[] = [
      ['Attention', 'Right now'],
      ['Warnings', 'Early warnings'],
      ['ToMakeGood', 'To make good'],
      ['Backlog', 'How long the backlog waits'],
      ['Figures', 'Kept and missed'],
    ];
    for (const [operation, part] of PARTS) {
      const page = await visit.newPage();
      let isBroken = true;
      await page.route('**/graphql', (route) =>
        isBroken && route.request().postData()?.includes(`"operationName":"${operation}"`) === true
          ? route.fulfill({ status: 500, body: 'out of order' })
          : route.continue(),
      );
      await visit.signIn(page);
      const region = page.getByRole('region', { name: part });
      await region.getByRole('alert').waitFor();
      // The others stand.
      const other = operation === 'Warnings' ? 'To make good' : 'Early warnings';
      await page
        .getByRole('region', { name: other })
        .locator('.state, .short-list')
        .first()
        .waitFor();
      expect(await page.getByRole('region', { name: other }).getByRole('alert').count()).toBe(0);
      isBroken = false;
      await region.getByRole('button', { name: 'Try again' }).click();
      await region.getByRole('alert').waitFor({ state: 'detached' });
      await page.context().close();
    }
  }, 150_000);

  test('what is not there yet is shown as loading, and said to be', async () => {
    const page = await visit.newPage();
    const held: Route[] = [];
    await page.route('**/graphql', (route) => {
      if (route.request().postData()?.includes('"operationName":"Tickets"') === true)
        held.push(route);
      else void route.continue();
    });
    await visit.signIn(page);
    await page.getByRole('link', { name: 'Tickets', exact: true }).click();
    await page.getByRole('status', { name: 'Loading' }).first().waitFor();
    await eventually('the question', async () => held.length > 0);
    for (const route of held) await route.continue();
    await page.getByRole('row', { name: /invoices/ }).waitFor();
    await page.context().close();
  }, 150_000);

  test('somebody signs in with their company account, as themselves, and out again', async () => {
    const memberId = await visit.memberNamed('Grace Hopper');
    const input = { memberId, email: 'grace@vendor.example' };
    await visit.ask(
      'mutation ($input: SetMemberLoginInput!) { setMemberLogin(input: $input) { errors { code } } }',
      { input },
    );
    const page = await visit.newPage();
    await page.goto(`${ACCOUNT_ORIGIN}/`);
    issuer.visitor = issuer.claims(new Date(), {
      sub: 'stranger',
      email: 'nobody@vendor.example',
      email_verified: true,
    });
    await page.getByRole('link', { name: 'Sign in with Vendor ID' }).click();
    await page.getByText('nobody@vendor.example belongs to nobody of this desk.').waitFor();
    issuer.visitor = issuer.claims(new Date(), {
      sub: 'grace',
      email: 'grace@vendor.example',
      email_verified: true,
    });
    await page.goto(`${ACCOUNT_ORIGIN}/`);
    await page.getByRole('link', { name: 'Sign in with Vendor ID' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.locator('.who-am-i').getByText('Grace Hopper').waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-account.png') });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Threadkeeper' }).waitFor();
    await eventually(
      'the end of the session, of which only the keepsake stays that opens nothing',
      async () =>
        (await page.context().cookies()).every(({ name }) => name === 'threadkeeper-held'),
    );
    await page.context().close();
  }, 150_000);

  test('an admin sets up who is asked: a group, a shift, a path, the words it listens to', async () => {
    const page = await visit.open('/settings/groups');
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByLabel('Name').fill('Specialists');
    await page.getByRole('combobox', { name: 'Who is in it' }).fill('ben');
    await page.getByRole('option', { name: 'Ben Okafor' }).first().click();
    await page.getByLabel('Name').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Specialists' }).waitFor();

    await page.goto(`${visit.origin}/people`);
    const row = page.getByRole('row', { name: /Sam Reyes/ });
    await row.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('textbox', { name: 'Works' }).fill('sometimes');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('“sometimes” is not understood.').waitFor();
    await page.getByRole('textbox', { name: 'Works' }).fill('mon-fri 09:00-17:00');
    await page.getByLabel('Not there on').fill('2030-12-24 to 2031-01-02');
    await page.getByLabel('Carries at most').fill('5');
    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('of 5').waitFor();
    await row.getByText('mon-fri 09:00-17:00').waitFor();

    await page.goto(`${visit.origin}/settings/queues`);
    await page.getByRole('button', { name: 'Change the path' }).click();
    await page
      .getByRole('combobox', { name: /Whom it asks/ })
      .nth(1)
      .fill('spec');
    await page.getByRole('option', { name: /Specialists/ }).click();
    await page.getByRole('combobox', { name: /Asked when nobody/ }).fill('grace');
    await page.getByRole('option', { name: 'Grace Hopper' }).first().click();
    await page.screenshot({ path: join(SHOTS, 'dashboard-path.png') });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Fall-back: Grace Hopper').waitFor();
    await page.getByText('Specialists within 15 min').waitFor();

    await page.goto(`${visit.origin}/settings/care`);
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Calls everybody' })
      .getByRole('button')
      .click();
    await page.getByLabel('Words and phrases').fill('@here\n@team');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('@here · @team').waitFor();

    await page.goto(`${visit.origin}/tickets/2`);
    await visit.settled(page);
    await page.keyboard.press('e');
    await page.getByLabel('Why').fill('It needs somebody who knows the disks');
    await page.getByRole('dialog').getByRole('button', { name: 'Escalate' }).click();
    await page.getByText('asked Ben Okafor to take it over').waitFor();
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
    await page.getByRole('combobox', { name: 'In which room' }).fill('triage');
    await page
      .getByRole('option', { name: /support-triage/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Tell one now' }).waitFor();

    await page.goto(`${visit.origin}/settings/webhooks`);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('Copy it now').waitFor();
    await page.getByText('Version 2026-11-26').waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Version of what it is told').selectOption('2026-11-01');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Version 2026-11-01').waitFor();
    await page.getByText('Deliveries').click();
    await page.getByText('Ticket opened').first().waitFor();
    await page.context().close();
  }, 150_000);

  test('an issue is linked to a ticket and taken away, and a tracker shows its key once', async () => {
    const page = await visit.open('/tickets/2');
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill('https://jira.other.example/browse/APP-1');
    await dialog.getByRole('button', { name: 'Link' }).click();
    await dialog.getByText('Copy the https address').waitFor();
    await dialog.getByLabel('Address').fill('https://jira.example.com/browse/APP-1');
    await dialog.getByRole('button', { name: 'Link' }).click();
    const link = page.getByRole('link', { name: 'APP-1' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('https://jira.example.com/browse/APP-1');
    await page.getByText('Not told yet').waitFor();
    // Its tracker tells how it stands, then that it has moved to another project.
    const jira = await visit.tellsOf('JIRA', 'jira.other-site.example');
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await dialog.getByLabel('Address').fill('https://jira.other-site.example/browse/APP-2');
    await dialog.getByRole('button', { name: 'Link' }).click();
    const told = page.locator('.clock', { has: page.getByRole('link', { name: 'APP-2' }) });
    await told.waitFor();
    const body = (key: string, more: object) =>
      jiraBody({ issue: { ...jiraBody().issue, key }, ...more });
    expect(await jira(body('APP-2', {}))).toBe(200);
    await told.getByText('Prueba de creación').waitFor();
    await told.getByText('(Open)').waitFor();
    const items = [{ field: 'Key', fromString: 'APP-2', toString: 'CORE-9' }];
    expect(await jira(body('CORE-9', { changelog: { id: '1', items } }))).toBe(200);
    const moved = page.getByRole('link', { name: 'CORE-9' });
    await moved.waitFor();
    expect(await moved.getAttribute('href')).toBe('https://jira.other-site.example/browse/CORE-9');
    await told.waitFor({ state: 'detached' });
    await page.screenshot({ path: join(SHOTS, 'dashboard-moved-issue.png'), fullPage: true });
    await page.locator('.clock', { has: link }).getByRole('button', { name: 'Unlink' }).click();
    await link.waitFor({ state: 'detached' });
    await page.goto(`${visit.origin}/settings/trackers`);
    await page.getByRole('button', { name: 'Connect a tracker' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Copy it now').waitFor();
    await page
      .getByText(/\/webhooks\/trackers\//)
      .first()
      .waitFor();
    await page.context().close();
  }, 150_000);

  test('a label is made, given to a ticket, found in the list and taken away', async () => {
    const page = await visit.open('/settings/labels');
    await page.getByRole('button', { name: 'New label' }).click();
    const making = page.getByRole('dialog');
    await making.getByLabel('Name').fill('<b>billing</b>');
    await making.getByLabel('Colour').selectOption('RED');
    await making.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: '<b>billing</b>' }).waitFor();

    await page.goto(`${visit.origin}/tickets/2`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    const away = page.getByRole('button', { name: 'Take away <b>billing</b>' });
    await away.waitFor();
    await page.screenshot({ path: join(SHOTS, 'dashboard-label.png'), fullPage: true });

    await page.goto(`${visit.origin}/tickets?view=all`);
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Label').selectOption('<b>billing</b>');
    await page.getByText('One ticket', { exact: true }).waitFor();

    await page.goto(`${visit.origin}/tickets/2`);
    await away.click();
    await away.waitFor({ state: 'detached' });
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
      for (const place of places) {
        await page.goto(visit.origin + place);
        await visit.settled(page);
        expect(await visit.barriers(page)).toEqual([]);
        const name = nameOf(place);
        const path = join(SHOTS, `dashboard-${colorScheme}${name}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      await page.context().close();
    }, 150_000);

  test('it fits a phone', async () => {
    const page = await visit.open('/', { viewport: { width: 390, height: 844 } });
    for (const place of places) {
      await page.goto(visit.origin + place);
      await visit.settled(page);
      const name = nameOf(place);
      await page.screenshot({ path: join(SHOTS, `dashboard-phone${name}.png`), fullPage: true });
      expect([place, await overflowOf(page)]).toEqual([place, 0]);
    }
    await page.context().close();
  }, 150_000);

  test('a first load takes at most 250 KB, signed in or not, and nothing comes from elsewhere', async () => {
    for (const [who, session] of [
      ['nobody', ''],
      ['an admin', `${visit.token}\\n`],
    ] as const) {
      const page = await visit.newPage();
      if (session !== '')
        await page.addInitScript(`sessionStorage.setItem('threadkeeper.session', '${session}')`);
      const sizes: [string, number][] = [];
      page.on('response', async (response) => {
        sizes.push([response.url(), (await response.request().sizes()).responseBodySize]);
      });
      await page.goto(`${visit.origin}/`, { waitUntil: 'networkidle' });
      await visit.settled(page);
      const total = sizes.reduce((sum, [, size]) => sum + size, 0);
      process.stdout.write(
        `first load of ${who}: ${sizes.length} requests, ${Math.round(total / 1024)} KB\n`,
      );
      expect(sizes.every(([url]) => url.startsWith(visit.origin))).toBe(true);
      expect(total).toBeLessThan(250 * 1024);
      await page.context().close();
    }
  }, 150_000);

  test('it is seen soon, unmoved, and can be used at once', async () => {
    const { data } = WHERE.parse(
      await visit.ask(
        '{ customers(named: "globex") { nodes { id name } } channels(named: "ext-globex") { nodes { id name } } }',
      ),
    );
    const made = Array.from({ length: FILLING }, (_, at) => at + 1).map(
      (at) => `t${at}: createTicket(input: { channelId: "${data.channels.nodes[0]?.id}",
        text: "Question ${at}: what the page shows when there is much to show, and some of it is long" }) { errors { code } }`,
    );
    expect(JSON.stringify(await visit.ask(`mutation { ${made.join(' ')} }`))).not.toContain('code');
    for (const [name, place] of [
      ['overview', '/'],
      ['list', '/tickets?view=all'],
      ['ticket', '/tickets/1'],
    ] as const) {
      const visits: PageSpeed[] = [];
      for (let turn = 0; turn < 3; turn += 1)
        visits.push(
          await visitFresh(browser, visit.token, visit.origin + place, (page) =>
            visit.settled(page),
          ),
        );
      const { paint, shift, blocked } = bestOf(visits);
      process.stdout.write(
        `${name}: largest paint ${Math.round(paint)} ms, shift ${shift.toFixed(3)}, blocked ${Math.round(blocked)} ms\n`,
      );
      expect({ name, paint, late: paint > 2500 }).toEqual({ name, paint, late: false });
      expect({ name, blocked, slow: blocked > 300 }).toEqual({ name, blocked, slow: false });
      const { shifted } = visits.toSorted((one, other) => other.shift - one.shift)[0] ?? {};
      expect({ name, shift, shifted, moved: shift > 0.1 }).toEqual({
        name,
        shift,
        shifted,
        moved: false,
      });
    }
  }, 150_000);

  test('what a list shows is saved as a table', async () => {
    const page = await visit.open('/tickets?view=all');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^tickets-.*\.csv$/);
    const parts: Buffer[] = [];
    for await (const part of await file.createReadStream()) parts.push(part);
    const text = Buffer.concat(parts).toString();
    expect(text).toMatch(/^\ufeffid,number,subject,/);
    for (const [, , words] of QUESTIONS) expect(text).toContain(words);
    await page.context().close();
  }, 150_000);

  test('GraphiQL knows the schema, completes, runs, and loads nothing from elsewhere', async () => {
    const page = await visit.open('/');
    const foreign: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(visit.origin) && !url.startsWith('data:')) foreign.push(url);
    });
    await page.goto(`${visit.origin}/graphql`);
    await page.waitForURL(`${visit.origin}/graphiql`);
    await page.locator('.graphiql-query-editor').getByText('tickets').first().waitFor();
    await page.getByRole('button', { name: /Documentation/ }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Execute/ }).click();
    await page.locator('.result-window').getByText('subject').first().waitFor();
    await page.locator('.graphiql-query-editor .CodeMirror').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('query Q { ticket');
    await page.keyboard.press('Control+Space');
    await page.locator('.CodeMirror-hints').getByText('ticketCount').waitFor();
    await page.screenshot({ path: join(SHOTS, 'graphiql.png') });
    expect(foreign).toEqual([]);
    await page.context().close();
  }, 150_000);

  test('no page complained, and its policy refused nothing of it', () => {
    expect(visit.complaints).toEqual([]);
  });
});
