import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { World } from './world';

const ISSUE = 'https://github.com/acme/app/issues/7';

let api: TestApi;
let world: World;
let theirs: World;
let ticketId: string;
let other: string;

interface Item {
  readonly id: string;
  readonly key: string;
  readonly state: string;
}
interface Payload {
  readonly ticket: { readonly version: number; readonly workItems: readonly Item[] } | null;
  readonly tracker?: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly signingKey?: string | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly replayed: boolean;
}

const SHOWN: Readonly<Record<string, string>> = {
  linkWorkItem: 'ticket { version workItems { id key url tracker title state stateName } }',
  unlinkWorkItem: 'ticket { version workItems { id } }',
  connectTracker: 'tracker { id kind site webhookPath heardAt } signingKey',
  disconnectTracker: '',
};
const change = async (
  name: string,
  input: object,
  bearer = world.token('ADMIN'),
): Promise<Payload> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await api.ask<Record<string, Payload>>(
    bearer,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${SHOWN[name] ?? ''} errors { code path } replayed } }`,
    { input },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const found = async (filter: object): Promise<readonly number[]> => {
  const data = await api.ask<{ tickets: { nodes: readonly { number: number }[] } }>(
    world.token('ADMIN'),
    'query ($filter: TicketFilterInput!) { tickets(first: 50, filter: $filter, sort: { field: NUMBER, direction: ASC }) { nodes { number } } }',
    { filter },
  );
  return data.tickets.nodes.map(({ number }) => number);
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  theirs = await World.make(api.source, 'B');
  ticketId = globalId('Ticket', await world.ticket({ number: 1 }));
  other = globalId('Ticket', await world.ticket({ number: 2, assigneeId: world.members.pat }));
  await world.ticket({ number: 3 });
});
afterAll(() => api.stop());

describe('linking by the API', () => {
  let item: Item;

  test('links once per key, by its one spelling, and shows it', async () => {
    const input = { ticketId, url: `${ISSUE}?x=1`, idempotencyKey: 'link-1', expectedVersion: 1 };
    const done = await change('linkWorkItem', input);
    expect(done).toMatchObject({
      errors: [],
      ticket: {
        version: 2,
        workItems: [
          {
            key: 'acme/app#7',
            url: ISSUE,
            tracker: 'GITHUB',
            title: null,
            state: 'UNKNOWN',
            stateName: null,
          },
        ],
      },
    });
    expect(await change('linkWorkItem', input)).toEqual({ ...done, replayed: true });
    const [first] = done.ticket?.workItems ?? [];
    if (first === undefined) throw new Error('nothing linked');
    item = first;
  });

  test.each([
    ['ALREADY_LINKED', () => ({ ticketId, url: ISSUE })],
    ['NOT_A_WORK_ITEM', () => ({ ticketId, url: 'https://jira.example.com/browse/APP-1' })],
    ['TICKET_CHANGED', () => ({ ticketId, url: `${ISSUE}0`, expectedVersion: 1 })],
    ['TICKET_NOT_FOUND', () => ({ ticketId: missing('Ticket'), url: ISSUE })],
  ])('answers %s as data, and nothing of it happened', async (code, input) => {
    expect((await change('linkWorkItem', input())).errors).toMatchObject([{ code }]);
    expect(await found({ workItem: { eq: item.id } })).toEqual([1]);
  });

  test('is found by its address, and tickets by it', async () => {
    await change('linkWorkItem', { ticketId: other, url: ISSUE });
    const asked = `{ workItem(url: "https://github.com/ACME/app/pull/7") { id key } }`;
    expect(await api.ask(world.token('AGENT'), asked)).toEqual({
      workItem: { id: item.id, key: 'acme/app#7' },
    });
    expect(await found({ workItem: { eq: item.id } })).toEqual([1, 2]);
    expect(await found({ workItem: { in: [item.id, missing('WorkItem')] } })).toEqual([1, 2]);
    expect(await found({ workItem: { nin: [item.id] } })).toEqual([3]);
    expect(await found({ not: { workItem: { eq: item.id } } })).toEqual([3]);
    expect(await found({ workItem: { eq: missing('WorkItem') } })).toEqual([]);
    const strange = await api.query(
      world.token('AGENT'),
      '{ workItem(url: "https://x.example/1") { id } }',
    );
    expect(strange.errors[0]?.extensions).toMatchObject({ reason: 'NOT_A_WORK_ITEM' });
  });

  test('a partner sees the items of their own tickets, and another desk none', async () => {
    const asked = `{ workItem(url: "${ISSUE}") { id } node(id: "${item.id}") { id } }`;
    const seen = { workItem: { id: item.id }, node: { id: item.id } };
    expect(await api.ask(world.token('pat'), asked)).toEqual(seen);
    expect(await api.ask(theirs.token('ADMIN'), asked)).toEqual({ workItem: null, node: null });
    await change('unlinkWorkItem', { ticketId: other, workItemId: item.id });
    expect(await api.ask(world.token('pat'), asked)).toEqual({ workItem: null, node: null });
    await change('linkWorkItem', { ticketId: other, url: ISSUE }, world.token('pat'));
    const foreign = await change(
      'linkWorkItem',
      { ticketId, url: `${ISSUE}1` },
      world.token('pat'),
    );
    expect(foreign.errors).toMatchObject([{ code: 'TICKET_NOT_FOUND' }]);
  });

  test('is read for every ticket of a list in one statement', async () => {
    const list = (first: number) => `{ tickets(first: ${first}) { nodes { workItems { key } } } }`;
    const cost = async (first: number): Promise<number> => {
      api.statements = [];
      await api.ask(world.token('AGENT'), list(first));
      return api.statements.filter((sql) => /^\s*(with|select)/i.test(sql)).length;
    };
    await api.ask(world.token('AGENT'), list(1));
    expect(await cost(3)).toBe(await cost(1));
  });

  test('stands in the history with its own types, and in the brief', async () => {
    const data = await api.ask<{ ticket: { timeline: { nodes: object[] }; brief: object } }>(
      world.token('AGENT'),
      `{ ticket(id: "${ticketId}") { brief { links { label url } } timeline { nodes { kind event { __typename
        ... on WorkItemLinked { workItemKey workItemUrl } } } } } }`,
    );
    expect(data.ticket.timeline.nodes).toEqual([
      {
        kind: 'WORK_ITEM_LINKED',
        event: { __typename: 'WorkItemLinked', workItemKey: 'acme/app#7', workItemUrl: ISSUE },
      },
    ]);
    expect(data.ticket.brief).toEqual({
      links: [{ label: 'acme/app#7 · state not told yet', url: ISSUE }],
    });
  });

  test('is taken away again', async () => {
    const done = await change('unlinkWorkItem', { ticketId, workItemId: item.id });
    expect(done).toMatchObject({ errors: [], ticket: { workItems: [] } });
    const again = await change('unlinkWorkItem', { ticketId, workItemId: item.id });
    expect(again.errors).toMatchObject([{ code: 'NOT_LINKED' }]);
  });
});

describe('trackers', () => {
  test('shows a secret it made once; nothing of it is stored openly, logged in the audit or listed', async () => {
    const input = { kind: 'JIRA', site: 'https://Jira.example.com/', idempotencyKey: 'jira-1' };
    const made = await change('connectTracker', input);
    expect(made.tracker).toMatchObject({ kind: 'JIRA', site: 'jira.example.com', heardAt: null });
    expect(made.tracker?.webhookPath).toMatch(/^\/webhooks\/trackers\/[\da-f-]{36}$/);
    expect(made.signingKey).toMatch(/^[\da-f]{64}$/);
    expect(await change('connectTracker', input)).toEqual({
      ...made,
      signingKey: null,
      replayed: true,
    });
    for (const table of ['tracker', 'idempotency', 'audit_entry']) {
      const rows: unknown = await api.source.query(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toContain(made.signingKey);
    }
    const listed = await api.query(world.token('ADMIN'), '{ trackers { nodes { id kind site } } }');
    expect(listed.text).toContain('jira.example.com');
    expect(listed.text).not.toContain(made.signingKey);
  });

  test('one that is connected keeps its address and takes the secret that was brought', async () => {
    const [before] = await api.source.query(`select id, sealed_secret from tracker`);
    const signingKey = 'lin_wh_0123456789abcdef';
    const done = await change('connectTracker', {
      kind: 'JIRA',
      site: 'jira.example.com',
      signingKey,
    });
    expect(done).toMatchObject({
      errors: [],
      signingKey: null,
      tracker: { site: 'jira.example.com' },
    });
    const rows = await api.source.query('select id, sealed_secret from tracker');
    expect(rows).toHaveLength(1);
    expect(rows[0].id).toBe(before.id);
    expect(rows[0].sealed_secret).not.toBe(before.sealed_secret);
    const audit: unknown = await api.source.query('select * from audit_entry');
    expect(JSON.stringify(audit)).toContain('connectTracker');
    expect(JSON.stringify(audit)).not.toContain(signingKey);
  });

  test('makes a host of one’s own known, on this desk alone', async () => {
    const url = 'https://jira.example.com/browse/APP-1';
    const done = await change('linkWorkItem', { ticketId, url });
    expect(done.ticket?.workItems).toMatchObject([{ key: 'APP-1' }]);
    const stranger = await api.query(theirs.token('ADMIN'), `{ workItem(url: "${url}") { id } }`);
    expect(stranger.errors[0]?.extensions).toMatchObject({ reason: 'NOT_A_WORK_ITEM' });
  });

  test.each([
    ['TRACKER_SITE', { kind: 'JIRA' }],
    ['TRACKER_SITE', { kind: 'LINEAR', site: 'https://evil.example/acme' }],
    ['TRACKER_KEY', { kind: 'GITHUB', signingKey: 'short' }],
  ])('refuses with %s: %j', async (code, input) => {
    expect((await change('connectTracker', input)).errors).toMatchObject([{ code }]);
  });

  test('is disconnected once, and what is linked stays', async () => {
    const data = await api.ask<{ trackers: { nodes: readonly { id: string }[] } }>(
      world.token('ADMIN'),
      '{ trackers { nodes { id } } }',
    );
    const trackerId = data.trackers.nodes[0]?.id;
    expect((await change('disconnectTracker', { trackerId })).errors).toEqual([]);
    expect((await change('disconnectTracker', { trackerId })).errors).toMatchObject([
      { code: 'TRACKER_NOT_FOUND' },
    ]);
    const ticket = await api.ask(
      world.token('AGENT'),
      `{ ticket(id: "${ticketId}") { workItems { key } } }`,
    );
    expect(ticket).toEqual({ ticket: { workItems: [{ key: 'APP-1' }] } });
  });
});
