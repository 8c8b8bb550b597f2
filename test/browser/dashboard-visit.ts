import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import type { TrackerKind } from '../../src/domain/work-item';
import { eventually } from '../support/eventually';
import { signedBy } from '../support/tracker-bodies';
import type { Program } from './program';

type Place = Awaited<ReturnType<Program['start']>>;

const findings = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullish(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

const TICKETS = z.object({
  data: z.object({ tickets: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
});

const MADE = z.object({ data: z.object({ createToken: z.object({ bearer: z.string() }) }) });

const CONNECTED = z.object({
  data: z.object({
    connectTracker: z.object({
      tracker: z.object({ webhookPath: z.string() }),
      signingKey: z.string(),
    }),
  }),
});

const PEOPLE = z.object({
  data: z.object({
    members: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
});

/** Somebody who looks at the dashboard of a running desk, and the people who give it something to show. */
export class DashboardVisit {
  /** What the browser complained about: scripts that failed, and what the page's policy refused. */
  readonly complaints: string[] = [];
  readonly origin: string;

  constructor(
    private readonly at: Place,
    private readonly browser: Browser,
  ) {
    this.origin = new URL(at.graphql).origin;
  }

  async ask(query: string, variables: object = {}): Promise<unknown> {
    const response = await fetch(this.at.graphql, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.at.token}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  /** A tracker that is connected, and how it tells of its issues. */
  async tellsOf(kind: TrackerKind, site: string): Promise<(told: object) => Promise<number>> {
    const { data } = CONNECTED.parse(
      await this.ask(
        `mutation ($input: ConnectTrackerInput!) { connectTracker(input: $input) {
           tracker { webhookPath } signingKey } }`,
        { input: { kind, site } },
      ),
    );
    const { tracker, signingKey } = data.connectTracker;
    return async (told) => {
      const body = JSON.stringify(told);
      const headers = signedBy(kind, signingKey, body);
      const address = new URL(tracker.webhookPath, this.at.graphql);
      return (await fetch(address, { method: 'POST', headers, body })).status;
    };
  }

  /** A customer writes in Slack. */
  async write(user: string, channel: string, text: string): Promise<void> {
    const response = await fetch(new URL('/sandbox/act', this.at.workspace), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'post', channel, user, text }),
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  }

  async untilTickets(count: number): Promise<void> {
    await eventually(`${count} tickets`, async () => {
      const answer = TICKETS.parse(await this.ask('{ tickets(first: 100) { nodes { id } } }'));
      return answer.data.tickets.nodes.length >= count;
    });
  }

  /** A page that is signed in. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.newPage(options);
    await this.signIn(page);
    if (path !== '/') await page.goto(this.origin + path);
    return page;
  }

  /** A page that begins as somebody who is signed in already. */
  async openAs(token: string, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.newPage(options);
    await page.addInitScript(`sessionStorage.setItem('threadkeeper.session', '${token}\\n')`);
    await page.goto(this.origin + path);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    return page;
  }

  get token(): string {
    return this.at.token;
  }

  /** A token of a role, for a member or for nobody. */
  async tokenFor(
    role: string,
    more: { readonly memberId?: string; readonly scopes?: readonly string[] } = {},
  ): Promise<string> {
    const mutation =
      'mutation ($input: CreateTokenInput!) { createToken(input: $input) { bearer } }';
    const input = { name: `as ${role}`, role, ...more };
    return MADE.parse(await this.ask(mutation, { input })).data.createToken.bearer;
  }

  async memberNamed(name: string): Promise<string> {
    const query = '{ members(first: 100) { nodes { id name } } }';
    const { nodes } = PEOPLE.parse(await this.ask(query)).data.members;
    const found = nodes.find((one) => one.name === name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found.id;
  }

  async signIn(page: Page): Promise<void> {
    await page.goto(`${this.origin}/`);
    await page.getByLabel('API token').fill(this.at.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }

  /** It has asked for everything it shows, and was answered. */
  async settled(page: Page): Promise<void> {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('.loading').first().waitFor({ state: 'detached' });
  }

  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1360, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('dialog', (dialog) => {
      this.complaints.push(`a dialog said: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (line) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(line.text()))
        this.complaints.push(line.text());
    });
    return page;
  }

  /** What axe finds that keeps people out; each as one line. */
  async barriers(page: Page): Promise<readonly string[]> {
    // In the test's own world: the page's policy would refuse it in the page's.
    await page.evaluate(axe.source);
    const found = findings.parse(
      await page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((r) => r.violations)",
      ),
    );
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html} ${node.failureSummary}`));
  }
}

/** By how many pixels a page is wider than its window. */
export const overflowOf = async (page: Page): Promise<number> =>
  z.number().parse(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
