import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { exportAs } from '../../graphql/export-local';
import { globalId } from '../../graphql/global-id';
import { EXPORT_REQUESTS } from '../../graphql/page-size';
import type { Principal } from '../../src/app/admin/authenticate';
import { RateLimiter } from '../../src/app/admin/rate-limit';
import { LONG_ANSWER_MS, LONG_FILE_MS, LongFigures } from '../../src/app/metrics/long-figures';
import { createReaders } from '../../src/db/readers/create-readers';
import { createUsageStore } from '../../src/db/usage-store';
import { DeskError } from '../../src/domain/errors';
import { SCOPES } from '../../src/domain/scope';
import { silentLog } from '../support/database';
import { eventually } from '../support/eventually';
import { TestApi } from './api';
import { tableCells } from './table-cells';
import { minutes, T0, World } from './world';

const MANY = 1_250;
const ADDRESSES = ['tickets.csv', 'tickets.jsonl', 'metrics.csv', 'metrics.jsonl'] as const;
const WINDOW = { from: T0, to: minutes(2_000) };
const FIELDS = `id number subject status waitingOn priority level cause reopenCount
  customer { id name tier } channel { id name } queue { id name } assignee { id name }
  openedAt updatedAt firstResponseDueAt firstRespondedAt unansweredSince
  claimedUntil snoozedUntil thirdParty nextCheckAt escalationReason solution
  firstSolvedAt lastSolvedAt silenceDueAt version lastMessage { id occurredAt }`;

type Row = Record<string, unknown>;

let api: TestApi;
let world: World;
let other: World;

const fetched = (
  where: TestApi,
  what: string,
  token: string | null,
  asked: object = {},
  headers: Record<string, string> = {},
): Promise<Response> => {
  const url = new URL(`/export/${what}`, where.url);
  for (const [name, value] of Object.entries(asked))
    url.searchParams.set(name, JSON.stringify(value));
  return fetch(url, {
    headers: token === null ? headers : { authorization: `Bearer ${token}`, ...headers },
  });
};
const exported = async (what: string, token: string, asked: object = {}): Promise<string> => {
  const response = await fetched(api, what, token, asked);
  const text = await response.text();
  expect({ status: response.status, text: response.ok ? '' : text }).toEqual({
    status: 200,
    text: '',
  });
  return text;
};
const rows = (text: string): readonly Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const tableIn = (text: string): readonly Row[] => {
  const [names = [], ...cells] = tableCells(text);
  return cells.map((row) => {
    expect(row).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, at) => [name, row[at]]));
  });
};
const inputOf = (what: string, more: object = {}): object =>
  what.startsWith('metrics') ? { input: { measures: ['VOLUME'], window: WINDOW, ...more } } : {};

interface Listed {
  readonly tickets: {
    readonly nodes: Row[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const listed = async (token: string, filter: object | null, sort: object | null) => {
  const found: Row[] = [];
  let after: string | null = null;
  do {
    const { tickets }: Listed = await api.ask<Listed>(
      token,
      `query ($filter: TicketFilterInput, $sort: TicketSortInput, $after: String) {
        tickets(filter: $filter, sort: $sort, first: 100, after: $after) {
          nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`,
      { filter, sort, after },
    );
    found.push(...tickets.nodes);
    after = tickets.pageInfo.hasNextPage ? tickets.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
};

/** How long figures that have to be counted are given by who asks. */
const given: unknown[] = [];
class Listening extends LongFigures {
  override counting(...[readers, tenantId, waiting]: Parameters<LongFigures['counting']>) {
    given.push(waiting.prolong?.());
    return super.counting(readers, tenantId, waiting);
  }
}

beforeAll(async () => {
  api = await TestApi.start({ longFigures: (readers) => new Listening(readers) });
  world = await World.make(api.source, 'Exporting');
  other = await World.make(api.source, 'Elsewhere');
  const first = await world.ticket({ number: 1, assigneeId: world.members.pat, priority: 'HIGH' });
  await world.message(first, 'Hello', minutes(1));
  await api.source.query(
    `insert into ticket (tenant_id, id, number, customer_id, channel_id, thread_id,
       opened_by_contact_id, queue_id, level, status, waiting_on, priority, subject, opened_at,
       version, updated_at)
     select tenant_id, gen_random_uuid(), number + n, customer_id, channel_id, thread_id || '.' || n,
       opened_by_contact_id, queue_id, level, status, waiting_on, 'NORMAL',
       'Question, "quoted" ' || n || E'\\n Grüße', opened_at + n * interval '1 minute', 1, updated_at
     from ticket, generate_series(1, $2::int) n where ticket.id = $1`,
    [first, MANY - 1],
  );
  await api.source.query(
    `insert into timeline_entry (tenant_id, id, ticket_id, at, actor, kind, before, after)
     select tenant_id, gen_random_uuid(), id, opened_at, '{"kind":"system","name":"intake"}',
       'TICKET_OPENED', '{}', '{"status":"NEW","waitingOn":"US"}' from ticket
     where tenant_id = $1`,
    [world.tenantId],
  );
  await other.ticket({ number: 7, subject: 'Of another desk' });
  while ((await api.count()) > 0);
});
afterAll(() => api.stop());

describe('an export says what the API says', () => {
  it.each([
    [null, null],
    [{ priority: { eq: 'HIGH' } }, null],
    [
      { and: [{ text: 'Question' }, { number: { gt: 120 } }] },
      { field: 'NUMBER', direction: 'ASC' },
    ],
    [{ customer: { eq: 'CUSTOMER' } }, { field: 'PRIORITY', direction: 'DESC' }],
  ])('of tickets, filter %j, sort %j', async (given, sort) => {
    const filter = JSON.parse(
      JSON.stringify(given).replace('CUSTOMER', globalId('Customer', world.customerId)),
    );
    const text = await exported('tickets.jsonl', world.token('AGENT'), { filter, sort });
    const found = await listed(world.token('AGENT'), filter, sort);
    expect(found.length).toBeGreaterThan(0);
    // Compared as texts: the order of the fields is part of the promise.
    expect(text).toBe(found.map((one) => `${JSON.stringify(one)}\n`).join(''));
  });

  it('of tickets as a table: the same values under the names of the fields', async () => {
    const text = await exported('tickets.csv', world.token('AGENT'), {
      filter: { number: { lte: 2 } },
      sort: { field: 'NUMBER', direction: 'ASC' },
    });
    const [head, first, ...second] = text.split('\r\n');
    expect(head?.split(',').slice(0, 12)).toEqual(
      'id number subject status waitingOn priority level cause reopenCount customer.id customer.name customer.tier'.split(
        ' ',
      ),
    );
    expect(first).toContain(',1,Question 1,NEW,US,HIGH,1,,0,');
    expect(second.join('\r\n')).toContain('"Question, ""quoted"" 1\n Grüße"');
  });

  it('of figures, each with its definition, sample, twins and instant', async () => {
    const input = {
      measures: ['VOLUME', 'FIRST_RESPONSE', 'BACKLOG'],
      window: WINDOW,
      asOf: api.now,
      bucket: 'DAY',
      groupBy: 'CUSTOMER',
      zone: 'Asia/Kolkata',
    };
    const [, ...lines] = rows(
      await exported('metrics.jsonl', world.token('SUPERVISOR'), { input }),
    );
    const figure = 'value gap p50 p90 mean n done stillWaiting dropped bands { from to n }';
    const { metrics } = await api.ask<{ metrics: { measures: readonly Row[] } }>(
      world.token('SUPERVISOR'),
      `query ($input: MeasuresInput!) { metrics { measures(input: $input) {
        measure unit errorBound from to asOf zone revised uncounted groupsLeftOut
        definition { id version } figure { ${figure} } buckets { from to figure { ${figure} } }
        groups { key label figure { ${figure} } buckets { from to figure { ${figure} } } }
        quality { measure unit figure { value n stillWaiting } } } } }`,
      { input },
    );
    for (const one of metrics.measures) {
      const mine = lines.filter(({ measure }) => measure === one.measure);
      const plain = (row: Row | undefined): Row =>
        Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => FIGURE_FIELDS.has(name)));
      const whole = mine.find(({ group, isBucket }) => group === null && isBucket === false);
      expect(whole).toMatchObject({
        unit: one.unit,
        definition: one.definition,
        asOf: one.asOf,
        zone: 'Asia/Kolkata',
        window: { from: one.from, to: one.to },
        errorBound: one.errorBound,
        revised: one.revised,
        uncounted: one.uncounted,
        hours: 'CALENDAR',
        groupBy: 'CUSTOMER',
      });
      expect(plain(whole)).toEqual(one.figure);
      expect(whole?.quality).toEqual(
        Array.isArray(one.quality)
          ? one.quality.map(({ figure: shown, ...twin }) => ({ ...twin, ...shown }))
          : [],
      );
      const buckets = mine.filter(({ group, isBucket }) => group === null && isBucket === true);
      expect(buckets.map((row) => ({ from: row.from, to: row.to, figure: plain(row) }))).toEqual(
        one.buckets,
      );
      expect(
        mine
          .filter(({ group, isBucket }) => group !== null && isBucket === false)
          .map((row) => [row.group, plain(row)]),
      ).toEqual(
        Array.isArray(one.groups)
          ? one.groups.map(({ key, label, figure: shown }) => [{ key, label }, shown])
          : [],
      );
    }
    expect(lines.filter(({ measure }) => measure === 'VOLUME')[0]).toMatchObject({ n: MANY });
    // Each row has every field, in one order.
    expect(new Set(lines.map((line) => Object.keys(line).join())).size).toBe(1);
  });

  it.each(['CALENDAR', 'BUSINESS'] as const)(
    'of figures so that the file says by itself what they are, in hours of %s',
    async (hours) => {
      const measures = ['FIRST_RESPONSE', 'ACCOUNT_HEALTH', 'EFFORT'];
      const filter = { priorities: ['HIGH'], reasons: ['=1+1'] };
      const input = {
        ...{ measures, window: WINDOW, asOf: api.now, bucket: 'WEEK', groupBy: 'TIER' },
        ...{ zone: 'Asia/Kolkata', hours, filter },
      };
      const { metrics } = await api.ask<{ metrics: { measures: readonly Row[] } }>(
        world.token('SUPERVISOR'),
        `query ($input: MeasuresInput!) { metrics { measures(input: $input) { unit
          definition { id version text startsAt stopsAt excludes calendar aggregation } } } }`,
        { input: { ...input, measures: [...measures, ...TWINS] } },
      );
      const lead = world.token('SUPERVISOR');
      const [header, ...lines] = rows(await exported('metrics.jsonl', lead, { input }));
      expect(header).toMatchObject({
        ...{ type: 'header', of: 'metrics', asOf: api.now.toISOString(), zone: 'Asia/Kolkata' },
        window: { from: WINDOW.from.toISOString(), to: WINDOW.to.toISOString() },
        ...{ hours, groupBy: 'TIER', bucket: 'WEEK', filter },
      });
      // Of every figure in it, those beside others included, once, in the words of the API.
      const told = Array.isArray(header?.definitions) ? header.definitions : [];
      const byId = ({ id }: Row, { id: other }: Row) => (String(id) < String(other) ? -1 : 1);
      expect(told.map(({ quality: _, ...one }) => one).toSorted(byId)).toEqual(
        metrics.measures
          .map(({ definition, unit }) => ({ ...Object(definition), unit }))
          .toSorted(byId),
      );
      expect(told.find(({ id }) => id === 'EFFORT')?.quality).toEqual(['RATING_RESPONSE']);
      expect(new Set(lines.map(({ type }) => type))).toEqual(new Set(['figure']));
      const named = lines.map(({ definition }) => Reflect.get(Object(definition), 'id'));
      expect([...new Set(named)]).toEqual(measures);

      // Of a table each row says it, whatever becomes of the others.
      const text = await exported('metrics.csv', lead, { input });
      const table = tableIn(text);
      expect(table).toHaveLength(lines.length);
      for (const row of table) {
        const { definition, unit } =
          metrics.measures.find((one) => Object(one.definition).id === row.measure) ?? {};
        const words = Object.entries(Object(definition)).map(([name, value]) => [
          `definition.${name}`,
          String(value),
        ]);
        expect(row).toMatchObject({
          ...Object.fromEntries(words),
          ...{ unit, hours, zone: 'Asia/Kolkata', asOf: api.now.toISOString(), groupBy: 'TIER' },
          'window.from': WINDOW.from.toISOString(),
          'window.to': WINDOW.to.toISOString(),
          bucket: 'WEEK',
        });
        expect(JSON.parse(String(row.filter))).toEqual(filter);
        expect(JSON.parse(String(row.quality))).toHaveLength(
          row.measure === 'FIRST_RESPONSE' ? 3 : row.measure === 'EFFORT' ? 1 : 0,
        );
      }
    },
  );
});

/** What stands beside those that are asked for, and was not asked for itself. */
const TWINS = ['REOPEN_RATE', 'CSAT', 'RATING_RESPONSE'];

const FIGURE_FIELDS = new Set(
  'value gap p50 p90 mean n done stillWaiting dropped bands'.split(' '),
);

it('gives figures that are counted longer than a request has: half a file is no use', async () => {
  given.length = 0;
  const figures = inputOf('metrics', { measures: ['FIRST_RESPONSE'] });
  await exported('metrics.csv', world.token('SUPERVISOR'), figures);
  const query = 'query ($input: MeasuresInput!) { metrics { measures(input: $input) { unit } } }';
  await api.ask(world.token('SUPERVISOR'), query, figures);
  const [inFile, inAnswer] = given;
  expect(inFile).toBe(LONG_FILE_MS);
  expect(inAnswer).toBeLessThanOrEqual(LONG_ANSWER_MS);
});

it('says the same on the command line, where nobody signs in', async () => {
  const asked = { filter: { number: { lte: 150 } } };
  const desk = {
    unitOfWork: api.database.unitOfWork,
    clock: { now: () => api.now },
    log: silentLog,
    newId: () => v7(),
    nudge: () => undefined,
  };
  const operator: Principal = {
    tenantId: world.tenantId,
    tokenId: 'operator',
    role: 'ADMIN',
    scopes: SCOPES,
    expiresAt: null,
    actor: { kind: 'token', tokenId: 'operator', name: 'operator', role: 'ADMIN' },
  };
  const deps = { desk, readers: createReaders(api.source) };
  const said = async (filter: object): Promise<string> => {
    const parts: string[] = [];
    for await (const part of await exportAs(deps, operator, 'tickets', 'csv', { filter }))
      parts.push(part);
    return parts.join('');
  };
  expect(await said(asked.filter)).toBe(await exported('tickets.csv', world.token('ADMIN'), asked));
  await expect(said({ number: { lte: 'x' } })).rejects.toThrow(DeskError);
  given.length = 0;
  const longFigures = new Listening(deps.readers);
  const figures = { input: { measures: ['VOLUME'], window: WINDOW } };
  const parts = await exportAs({ ...deps, longFigures }, operator, 'metrics', 'csv', figures);
  for await (const part of parts) expect(part).not.toBe('');
  expect(given).toEqual([LONG_FILE_MS]);
});

describe('who may', () => {
  it.each(ADDRESSES)(
    'nobody takes %s without a token, with a wrong one or a cookie alone',
    async (what) => {
      for (const [token, headers] of [
        [null, {}],
        ['wrong', {}],
        [null, { cookie: `threadkeeper=${world.token('ADMIN')}` }],
      ] as const) {
        const response = await fetched(api, what, token, inputOf(what), headers);
        expect(response.status).toBe(401);
        expect(await response.text()).toContain('UNAUTHENTICATED');
      }
    },
  );

  it.each(ADDRESSES)('a session takes %s from our own page and from no other', async (what) => {
    const session = {
      cookie: `threadkeeper=${world.token('ADMIN')}`,
      authorization: 'Bearer cookie',
    };
    const from = (origin: string) =>
      fetched(api, what, null, inputOf(what), { ...session, origin }).then(({ status }) => status);
    expect(await from(new URL(api.url).origin)).toBe(200);
    expect(await from('https://evil.example')).toBe(401);
  });

  it.each(['PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN'] as const)(
    'figures are for those who lead, not for %s otherwise',
    async (role) => {
      const response = await fetched(
        api,
        'metrics.jsonl',
        world.token(role),
        inputOf('metrics.jsonl'),
      );
      expect(response.status).toBe(role === 'SUPERVISOR' || role === 'ADMIN' ? 200 : 403);
      await response.text();
    },
  );

  it('a partner takes what is assigned to them, a partner of nobody nothing', async () => {
    const of = async (who: 'pat' | 'PARTNER') =>
      rows(await exported('tickets.jsonl', world.token(who))).map(({ number }) => number);
    expect(await of('pat')).toEqual([1]);
    expect(await of('PARTNER')).toEqual([]);
  });

  it('another desk’s tickets and ids are not there, whoever asks', async () => {
    for (const role of ['PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN', 'ada', 'sam', 'pat'] as const) {
      const all = await exported('tickets.jsonl', world.token(role));
      expect(all).not.toContain('Of another desk');
      const named = { customer: { eq: globalId('Customer', other.customerId) } };
      expect(await exported('tickets.jsonl', world.token(role), { filter: named })).toBe('');
    }
    const filter = { customerIds: [globalId('Customer', other.customerId)] };
    const [, volume] = rows(
      await exported('metrics.jsonl', world.token('ADMIN'), inputOf('metrics', { filter })),
    );
    expect(volume).toMatchObject({ n: 0 });
  });

  it('a wall that is taken away leaves the other one standing', async () => {
    api.rewrite = (sql) =>
      sql.replace('t.tenant_id = $1::uuid', 't.tenant_id = coalesce(t.tenant_id, $1::uuid)');
    try {
      const all = await exported('tickets.jsonl', world.token('ADMIN'));
      expect(rows(all)).toHaveLength(MANY);
      expect(all).not.toContain('Of another desk');
    } finally {
      api.rewrite = (sql) => sql;
    }
  });
});

describe('what is refused is refused with a status and says why', () => {
  it.each([
    ['tickets.csv', { filter: { status: { eq: 'NO_SUCH' } } }, 400, 'BAD_USER_INPUT'],
    ['tickets.csv', { filter: { text: 'x'.repeat(201) } }, 400, 'BAD_USER_INPUT'],
    ['tickets.csv', { first: 3 }, 400, 'BAD_USER_INPUT'],
    ['metrics.csv', {}, 400, 'BAD_USER_INPUT'],
    ['metrics.csv', { input: { measures: [], window: WINDOW } }, 400, 'BAD_USER_INPUT'],
    [
      'metrics.csv',
      { input: { measures: ['VOLUME'], window: WINDOW, zone: 'Mars/Base' } },
      400,
      'UNKNOWN_ZONE',
    ],
    [
      'metrics.csv',
      { input: { measures: Array(21).fill('VOLUME'), window: WINDOW } },
      400,
      'BAD_USER_INPUT',
    ],
  ])('%s %j', async (what, asked, status, code) => {
    const response = await fetched(api, what, world.token('ADMIN'), asked);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(code);
  });

  it('anything but GET, and what is no JSON', async () => {
    const url = new URL('/export/tickets.csv?filter=%7B', api.url);
    const headers = { authorization: `Bearer ${world.token('ADMIN')}` };
    expect((await fetch(url, { method: 'POST', headers })).status).toBe(405);
    expect((await fetch(url, { headers })).status).toBe(400);
  });
});

it('says in the audit log who took what, and nothing of what was refused', async () => {
  const filter = { number: { eq: 3 } };
  await exported('tickets.csv', world.token('sam'), { filter });
  await fetched(api, 'metrics.csv', world.token('AGENT'), inputOf('metrics'));
  const { auditLog } = await api.ask<{
    auditLog: { nodes: readonly { actor: object; changes: readonly { after: string }[] }[] };
  }>(
    world.token('ADMIN'),
    `{ auditLog(first: 1, actions: ["exportTickets", "exportMetrics"]) { nodes {
      action via actor { ... on MemberActor { name } } changes { field after } } } }`,
  );
  const [newest] = auditLog.nodes;
  expect(newest).toMatchObject({
    action: 'exportTickets',
    via: 'API',
    actor: { name: 'Sam' },
  });
  expect(JSON.parse(newest?.changes[0]?.after ?? '')).toEqual({ format: 'csv', filter });
});

it('turns no words of a customer into a formula, and no name of a field either', async () => {
  const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
  for (const [at, subject] of starts.entries())
    await other.ticket({ number: 100 + at, subject: `${subject}|cmd` });
  const text = await exported('tickets.csv', other.token('ADMIN'));
  for (const subject of starts) expect(text).toContain(`'${subject}|cmd`);
  expect(text).not.toMatch(/(^|,|\r\n|")[=+\-@\t＝]/);
  // JSON Lines are for programs: there the words stay as they are.
  expect(await exported('tickets.jsonl', other.token('ADMIN'))).toContain('"=1+1|cmd"');
});

describe('pages', () => {
  const PAGES = 30;
  const WORDS = 'x'.repeat(20_000);
  let slow: TestApi;
  let token = '';
  let asked = 0;
  let tenant: World;
  let waited: number[] = [];

  beforeAll(async () => {
    slow = await TestApi.start({
      limiter: (source) => new RateLimiter(createUsageStore(source), 10, () => slow.now.getTime()),
      exports: (itself) => {
        const readers = createReaders(itself.source);
        return {
          readers: {
            ...readers,
            // 30 pages of a hundred tickets of twenty kilobytes: 60 MB in all.
            writtenTickets: async (sight, filter, order, slice, fields) => {
              asked += 1;
              // The rows of this made-up list repeat: a cursor would lead behind them.
              const whole = { ...slice, after: null };
              const page = await readers.writtenTickets(sight, filter, order, whole, fields);
              const [row] = page.rows;
              if (row === undefined) return page;
              const rows = Array.from({ length: 100 }, () => row);
              return { rows, hasNext: asked < PAGES, hasPrevious: false };
            },
          },
          pause: async (ms) => {
            waited.push(ms);
            itself.now = new Date(itself.now.getTime() + ms);
          },
          stallMs: 2_500,
        };
      },
    });
    // The requests of a minute are counted by the time of this test, too.
    slow.rewrite = (sql) =>
      sql.includes('api_usage')
        ? sql.replaceAll('clock_timestamp()', `timestamptz '${slow.now.toISOString()}'`)
        : sql;
    tenant = await World.make(slow.source, 'Large');
    await tenant.ticket({ number: 1, subject: WORDS });
    token = tenant.token('AGENT');
  });
  afterAll(() => slow.stop());

  it('are read no faster than they are taken, and none after whoever asked has gone', async () => {
    asked = 0;
    const gone = new AbortController();
    const response = await fetch(new URL('/export/tickets.jsonl', slow.url), {
      headers: { authorization: `Bearer ${token}` },
      signal: gone.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    // What the two ends of a connection hold is all that is read ahead.
    let before = -1;
    await eventually('it stands still', async () => {
      const still = before === asked;
      before = asked;
      await new Promise((done) => setTimeout(done, 100));
      return still && before === asked;
    });
    expect(asked).toBeLessThan(PAGES / 2);
    gone.abort();
    const end = asked;
    await new Promise((done) => setTimeout(done, 300));
    expect(asked - end).toBeLessThanOrEqual(1);
    await expect(reader?.read()).rejects.toThrow();
  });

  it('each count as a request: who has used them up waits for the next minute', async () => {
    asked = 0;
    waited = [];
    const response = await fetch(new URL('/export/tickets.jsonl', slow.url), {
      headers: { authorization: `Bearer ${tenant.token('ada')}` },
    });
    let bytes = 0;
    for await (const part of response.body ?? []) bytes += part.length;
    expect(asked).toBe(PAGES);
    expect(bytes).toBeGreaterThan(PAGES * 100 * WORDS.length);
    // The first counts as the request that it is, every other one as the hundreds of rows in it.
    const requests = 1 + (PAGES - 1) * EXPORT_REQUESTS;
    expect(waited).toHaveLength(Math.ceil(requests / 10) - 1);
  });

  it('two at once and no more; whoever stops reading is let go', async () => {
    asked = -1_000;
    const begin = () =>
      fetch(new URL('/export/tickets.jsonl', slow.url), {
        headers: { authorization: `Bearer ${tenant.token('sam')}` },
      });
    const [one, two] = await Promise.all([begin(), begin()]);
    const third = await begin();
    expect([one.status, two.status, third.status]).toEqual([200, 200, 429]);
    expect(await third.text()).toContain('RATE_LIMITED');
    // Nobody reads: both end by themselves, broken off, and then there is room again.
    await eventually('there is room again', async () => {
      slow.now = new Date(slow.now.getTime() + 60_000);
      const again = await begin();
      await again.body?.cancel();
      return again.status === 200;
    });
    for (const broken of [one, two]) await expect(broken.text()).rejects.toThrow();
  });

  it('end when the token is revoked meanwhile', async () => {
    asked = -1_000;
    const response = await fetch(new URL('/export/tickets.jsonl', slow.url), {
      headers: { authorization: `Bearer ${tenant.token('SUPERVISOR')}` },
    });
    await slow.source.query(
      `update api_token set revoked_at = $2 where tenant_id = $1 and role = 'SUPERVISOR'`,
      [tenant.tenantId, slow.now],
    );
    await expect(response.text()).rejects.toThrow();
  });
});
