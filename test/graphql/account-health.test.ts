import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { accountsAtRisk } from '../../src/app/digest/accounts-at-risk';
import { createReaders } from '../../src/db/readers/create-readers';
import { tookTooLong } from '../../src/domain/errors';
import { TestApi } from './api';
import { insert, minutes, World } from './world';

const DAY = 24 * 60;
/** Facts begin around T0; this is when they are looked at. */
const NOW = minutes(2 * DAY);

let api: TestApi;
let world: World;
const quiet = v7();

interface Health {
  readonly score: number | null;
  readonly state: string;
  readonly requests: number;
  readonly parts: readonly {
    readonly part: string;
    readonly value: number | null;
    readonly n: number;
    readonly lost: number | null;
  }[];
}

let ticketId: string;
let ordinal = 0;

/** So many facts of one kind, with outcomes in turn. */
const told = async (
  kind: string,
  outcomes: readonly (string | null)[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  for (const outcome of outcomes) {
    ordinal += 1;
    await insert(world.source, 'metric_fact', {
      tenant_id: world.tenantId,
      id: v7(),
      ticket_id: ticketId,
      kind,
      ordinal,
      seen_at: minutes(0),
      opened_at: minutes(0),
      began_at: minutes(0),
      ended_at: outcome === null ? null : minutes(1),
      outcome,
      seconds: 0,
      customer_id: world.customerId,
      channel_id: world.channelId,
      queue_id: world.queueId,
      priority: 'NORMAL',
      ...more,
    });
  }
};

const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);

const HEALTH = `score state requests asOf
  definition { id version text }
  parts { part value n atLeast days weight lost best worst }`;

const ask = async (asOf?: Date): Promise<readonly { name: string; health: Health }[]> => {
  const { customers } = await api.ask<{
    customers: { nodes: readonly { name: string; health: Health }[] };
  }>(
    world.token('SUPERVISOR'),
    `query ($asOf: DateTime) { customers(first: 10) { nodes { name health(asOf: $asOf) { ${HEALTH} } } } }`,
    { asOf },
  );
  return customers.nodes;
};

const measured = async (more: object = {}) => {
  const { metrics } = await api.ask<{
    metrics: { measures: readonly Record<string, unknown>[] };
  }>(
    world.token('SUPERVISOR'),
    `query ($input: MeasuresInput!) { metrics { measures(input: $input) {
       unit revised definition { id version aggregation }
       figure { value gap n done stillWaiting dropped } buckets { figure { value } }
       groups { key label figure { value dropped stillWaiting } }
       previous { value stillWaiting } facts(first: 5) { nodes { ticketId } } } } }`,
    {
      input: {
        measures: ['ACCOUNT_HEALTH'],
        window: { from: minutes(0), to: minutes(4 * DAY) },
        groupBy: 'CUSTOMER',
        ...more,
      },
    },
  );
  return metrics.measures[0];
};

describe('the health of accounts', () => {
  beforeAll(async () => {
    api = await TestApi.start();
    world = await World.make(api.source, 'Health');
    await insert(api.source, 'customer', {
      tenant_id: world.tenantId,
      id: quiet,
      name: 'Quiet',
      tier: 'standard',
      created_at: minutes(0),
    });
    ticketId = await world.ticket({ number: 1 });
    await told('VOLUME', times(10, ''));
    await told('VOLUME', times(2, ''), { customer_id: quiet });
    // 8 of 10 met, one of which still runs and is late.
    await told('SLA', [...times(8, 'ACHIEVED'), 'BREACHED']);
    await told('SLA', [null], { due_at: minutes(60) });
    await told('PROMISE', [...times(3, 'KEPT'), 'RENEWED', 'BROKEN', null]);
    await told('REOPEN', ['YES', ...times(7, 'NO')]);
    // Too few to say anything.
    await told('RATING', ['1', '2', '5']);
    await told('EARLY_WARNING', times(2, ''));
    await told('FIRST_RESPONSE', [null], { running_since: minutes(0) });
    // Has not waited for a day: it counts, and costs nothing yet.
    await told('NEXT_RESPONSE', [null], {
      running_since: minutes(2 * DAY - 60),
      began_at: minutes(2 * DAY - 60),
    });
    // Long ago: it says nothing any more.
    await told('SLA', times(40, 'BREACHED'), {
      began_at: minutes(-31 * DAY),
      ended_at: minutes(-31 * DAY),
    });
    api.now = NOW;
  });
  afterAll(() => api.stop());

  test('is told with every part, what it cost and what it means', async () => {
    const [account, silent] = await ask();
    expect(account?.health).toMatchObject({
      definition: { id: 'ACCOUNT_HEALTH', version: 1 },
      asOf: NOW.toISOString(),
      requests: 10,
      parts: [
        { part: 'SLA_ATTAINMENT', value: 0.8, n: 10, lost: 18.8, weight: 25, days: 30 },
        { part: 'PROMISES_BROKEN', value: 0.2, n: 5, lost: 20 },
        { part: 'REOPEN_RATE', value: 0.125, n: 8, lost: 5.6, days: 90 },
        { part: 'CSAT', n: 3, lost: null, atLeast: 5 },
        { part: 'EFFORT', value: null, n: 0, lost: null },
        { part: 'EARLY_WARNINGS', value: 0.2, n: 10, lost: 4 },
        { part: 'WAITING_LONGEST', value: 48, n: 2, lost: 1.7, best: 24, worst: 168 },
      ],
      // 100 x (1 - 50.1 / 80)
      score: 37.4,
      state: 'AT_RISK',
    });
    expect(silent).toMatchObject({
      name: 'Quiet',
      health: { score: null, state: 'TOO_LITTLE_TO_SAY', requests: 2 },
    });
  });

  test('is a measure, the worst account first, with its requests behind it', async () => {
    expect(await measured()).toMatchObject({
      unit: 'POINTS',
      definition: { id: 'ACCOUNT_HEALTH', version: 1 },
      figure: { value: 37.4, n: 1, done: 0, dropped: 1, stillWaiting: 1 },
      groups: [
        {
          key: globalId('Customer', world.customerId),
          label: 'Health customer',
          figure: { value: 37.4, dropped: 1 },
        },
        { label: 'Quiet', figure: { value: null, stillWaiting: 1 } },
      ],
      previous: { value: null },
      facts: { nodes: times(5, { ticketId: globalId('Ticket', ticketId) }) },
    });
    expect(
      await measured({ bucket: 'DAY', filter: { customerIds: [globalId('Customer', quiet)] } }),
    ).toMatchObject({ figure: { value: null, gap: 'NO_SAMPLE', n: 0, stillWaiting: 1 } });
    // By a word that accounts share it is the same account, once in each.
    expect(await measured({ groupBy: 'PRIORITY' })).toMatchObject({
      figure: { value: 37.4, n: 1 },
    });
  });

  test('shows what each part is made of, and what of it costs points', async () => {
    const { node } = await api.ask<{
      node: { health: { parts: readonly Record<string, { nodes: readonly object[] }>[] } };
    }>(
      world.token('AGENT'),
      `query ($id: ID!) { node(id: $id) { ... on Customer { health { parts {
         part n text facts(first: 50) { nodes { ticketNumber outcome } }
         costly: facts(costly: true, first: 50) { nodes { outcome } } } } } } }`,
      { id: globalId('Customer', world.customerId) },
    );
    const behind = node.health.parts.map(({ part, n, facts, costly }) => ({
      part,
      n,
      facts: facts?.nodes.length,
      costly: costly?.nodes.map((one) => ('outcome' in one ? one.outcome : null)),
    }));
    expect(behind).toEqual([
      { part: 'SLA_ATTAINMENT', n: 10, facts: 10, costly: ['BREACHED', 'OVERDUE'] },
      { part: 'PROMISES_BROKEN', n: 5, facts: 5, costly: ['BROKEN'] },
      { part: 'REOPEN_RATE', n: 8, facts: 8, costly: ['YES'] },
      // Too few to cost anything.
      { part: 'CSAT', n: 3, facts: 3, costly: [] },
      { part: 'EFFORT', n: 0, facts: 0, costly: [] },
      // Of so many requests.
      { part: 'EARLY_WARNINGS', n: 10, facts: 2, costly: ['', ''] },
      { part: 'WAITING_LONGEST', n: 2, facts: 2, costly: [null] },
    ]);
    expect(node.health.parts[1]?.text).toBe(
      'Share of settled promises that were broken, over 30 days. Costs nothing at 0 %, all of its 20 points at 20 %, and in proportion between them. With fewer than 5 it says nothing and counts neither way.',
    );
  });

  test('a digest tells those at risk; it and what is kept never ask for all at once where there is much', async () => {
    const readers = createReaders(api.source);
    const told = (from: typeof readers) => accountsAtRisk(from, world.tenantId, 5, NOW);
    const wanted = {
      shown: [{ name: 'Health customer', health: { score: 37.4, state: 'AT_RISK' } }],
      more: 0,
    };
    expect(await told(readers)).toMatchObject(wanted);
    const asked: unknown[] = [];
    const large = {
      ...readers,
      factsAddedUp: async () => 1_000_000,
      healthCounts: (...of: Parameters<typeof readers.healthCounts>) => {
        asked.push(of[1].filter.customerIds?.length);
        return readers.healthCounts(...of);
      },
    };
    expect(await told(large)).toMatchObject(wanted);
    expect(asked).toEqual([1, 1]);
    // One desk's trouble keeps no other desk waiting.
    await World.make(api.source, 'Elsewhere');
    const slow: typeof readers = {
      ...readers,
      factsAddedUp: async (tenantId, ...of) => {
        if (tenantId === world.tenantId) throw tookTooLong();
        return readers.factsAddedUp(tenantId, ...of);
      },
    };
    expect(await api.keepHealth(slow)).toBe(1);
    expect(await api.keepHealth(large)).toBe(2);
    expect(asked).toEqual([1, 1, 1, 1]);
  });

  test('as of a past instant it stays, whatever is told later', async () => {
    const then = await ask(NOW);
    api.now = minutes(3 * DAY);
    await api.source.query(
      `update metric_fact set gone_at = $2 where tenant_id = $1 and kind = 'PROMISE' and outcome = 'BROKEN'`,
      [world.tenantId, minutes(3 * DAY)],
    );
    expect(await ask(NOW)).toEqual(then);
    expect((await ask())[0]?.health.parts[1]).toMatchObject({ value: 0, n: 4, lost: null });
    expect(await measured({ asOf: NOW })).toMatchObject({ revised: 1, figure: { value: 37.4 } });
    const tomorrow = await api.query(
      world.token('SUPERVISOR'),
      `{ customers(first: 1) { nodes { health(asOf: "2030-01-01T00:00:00Z") { state } } } }`,
    );
    expect(tomorrow.errors[0]?.extensions).toMatchObject({ reason: 'AS_OF_IN_FUTURE' });
  });
});

describe('a list of accounts by how they fare', () => {
  const SCORES = [91.2, 12.5, 60, 60, 59.9, null, 12.5, 100];
  const stateOf = (score: number | null): string =>
    score === null ? 'TOO_LITTLE_TO_SAY' : score >= 80 ? 'GOOD' : score >= 60 ? 'WATCH' : 'AT_RISK';

  interface Listed {
    readonly name: string;
    readonly standing: { readonly score: number | null; readonly state: string } | null;
  }

  const list = async (
    variables: object,
  ): Promise<{
    nodes: readonly Listed[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  }> => {
    const { customers } = await api.ask<{ customers: Awaited<ReturnType<typeof list>> }>(
      world.token('AGENT'),
      `query ($filter: CustomerFilterInput, $sort: CustomerSortInput, $first: Int, $after: String) {
         customers(filter: $filter, sort: $sort, first: $first, after: $after) {
           nodes { name standing { score state countedAt } } pageInfo { hasNextPage endCursor } } }`,
      { first: 50, ...variables },
    );
    return customers;
  };
  const byHealth = (direction: 'ASC' | 'DESC') => ({ sort: { field: 'HEALTH', direction } });
  const scores = async (variables: object): Promise<readonly (number | null | undefined)[]> =>
    (await list(variables)).nodes.map(({ standing }) => standing?.score);

  beforeAll(async () => {
    api = await TestApi.start();
    world = await World.make(api.source, 'Sorted');
    api.now = NOW;
    await api.source.query('delete from customer_health');
    await api.source.query('delete from customer where id <> $1', [world.customerId]);
    for (const [index, score] of SCORES.entries()) {
      const id = v7();
      const tenant_id = world.tenantId;
      const name = `Account ${index}`;
      await insert(api.source, 'customer', {
        tenant_id,
        id,
        name,
        tier: 'standard',
        owner_id: index === 0 ? world.members.ada : null,
        created_at: minutes(0),
      });
      await insert(api.source, 'customer_health', {
        tenant_id,
        customer_id: id,
        score,
        state: stateOf(score),
        counted_at: NOW,
        next_at: minutes(9 * DAY),
      });
    }
  });
  afterAll(() => api.stop());

  test('stands the worst first or the best, and those unknown last; whatever the page', async () => {
    const worst = [12.5, 12.5, 59.9, 60, 60, 91.2, 100, null, undefined];
    const best = [100, 91.2, 60, 60, 59.9, 12.5, 12.5, null, undefined];
    for (const [direction, wanted] of [
      ['ASC', worst],
      ['DESC', best],
    ] as const) {
      const whole = await scores(byHealth(direction));
      expect(whole.slice(0, 7)).toEqual(wanted.slice(0, 7));
      // One was counted and says too little, one was not counted yet.
      expect(new Set(whole.slice(7))).toEqual(new Set([null, undefined]));
      for (const first of [1, 2, 4]) {
        const seen: string[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const page: Awaited<ReturnType<typeof list>> = await list({
            ...byHealth(direction),
            first,
            after,
          });
          seen.push(...page.nodes.map(({ name }) => name));
          after = page.pageInfo.endCursor;
          more = page.pageInfo.hasNextPage;
        }
        expect(seen).toEqual((await list(byHealth(direction))).nodes.map(({ name }) => name));
      }
    }
  });

  test('is sifted by state, by points and by owner', async () => {
    const only = (filter: object) => scores({ filter, ...byHealth('ASC') });
    expect(await only({ health: { eq: 'AT_RISK' } })).toEqual([12.5, 12.5, 59.9]);
    expect(await only({ health: { in: ['GOOD', 'WATCH'] } })).toEqual([60, 60, 91.2, 100]);
    expect(await only({ health: { nin: ['AT_RISK', 'TOO_LITTLE_TO_SAY'] } })).toHaveLength(4);
    expect(await only({ health: { eq: 'TOO_LITTLE_TO_SAY' } })).toHaveLength(2);
    expect(await only({ score: { gte: 60, lt: 91.2 } })).toEqual([60, 60]);
    expect(await only({ score: { isNull: true } })).toHaveLength(2);
    expect(await only({ score: { gt: 12.5, lte: 60 }, health: { eq: 'AT_RISK' } })).toEqual([59.9]);
    expect(await only({ owner: { eq: globalId('Member', world.members.ada) } })).toEqual([91.2]);
    expect(await only({ owner: { isNull: true }, score: { gt: 91 } })).toEqual([100]);
  });

  test('by name it can be read from its end, and a cursor of one order is none of the other', async () => {
    const { nodes, pageInfo } = await list({
      sort: { field: 'NAME', direction: 'DESC' },
      first: 2,
    });
    expect(nodes.map(({ name }) => name)).toEqual(['Sorted customer', 'Account 7']);
    const mixed = await api.query(
      world.token('AGENT'),
      'query ($after: String) { customers(sort: { field: HEALTH }, after: $after) { nodes { id } } }',
      { after: pageInfo.endCursor },
    );
    expect(mixed.errors[0]?.extensions).toMatchObject({ reason: 'INVALID_CURSOR' });
  });

  test('costs one statement for the list and one for what stands beside, however many', async () => {
    const asked = async (first: number): Promise<number> => {
      api.statements = [];
      await list({ ...byHealth('ASC'), filter: { health: { nin: ['GOOD'] } }, first });
      return api.statements.filter((sql) => /^\s*(with|select)/i.test(sql)).length;
    };
    await asked(1);
    // Sign-in, list, standing.
    expect([await asked(1), await asked(7)]).toEqual([3, 3]);
  });

  test('is counted when it is missing, old, or older than a change; and equals what is told live', async () => {
    // Who was never counted.
    expect(await api.keepHealth()).toBe(1);
    expect(await api.keepHealth()).toBe(0);
    ticketId = await world.ticket({ number: 7, updatedAt: minutes(2 * DAY) });
    await told('VOLUME', times(8, ''));
    await told('SLA', [...times(8, 'ACHIEVED'), ...times(4, 'BREACHED')]);
    await told('PROMISE', [...times(4, 'KEPT'), 'BROKEN']);
    await told('REOPEN', times(6, 'NO'));
    expect(await api.keepHealth()).toBe(1);
    const { node } = await api.ask<{
      node: { health: { score: number; state: string }; standing: object };
    }>(
      world.token('AGENT'),
      `query ($id: ID!) { node(id: $id) { ... on Customer {
         health { score state } standing { score state countedAt } } } }`,
      { id: globalId('Customer', world.customerId) },
    );
    expect(node.health.score).not.toBeNull();
    expect(node.standing).toEqual({ ...node.health, countedAt: NOW.toISOString() });
    // The facts follow a change within seconds: once more, then no more.
    api.now = minutes(2 * DAY + 1);
    expect(await api.keepHealth()).toBe(1);
    expect(await api.keepHealth()).toBe(0);
    // A quarter of an hour later it is old; all others are counted by the day only.
    api.now = minutes(2 * DAY + 17);
    expect(await api.keepHealth()).toBe(1);
  });
});
