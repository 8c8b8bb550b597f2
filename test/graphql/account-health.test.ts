import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
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
        { part: 'WAITING_LONGEST', value: 48, n: 1, lost: 1.7, best: 24, worst: 168 },
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
