import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { type Measured, type MeasureRequest, measure } from '../../src/app/metrics/measure';
import { MEASURES, type Measure } from '../../src/app/metrics/measure-rule';
import { rollUp } from '../../src/app/metrics/roll-up';
import { stretchesOf, type Window, windowBefore } from '../../src/app/metrics/window';
import { FACT_DIMENSIONS, type FactDimension, type FactFilter } from '../../src/app/ports/facts';
import type { Readers } from '../../src/app/ports/readers';
import type { Database } from '../../src/db/data-source';
import { createReaders } from '../../src/db/readers/create-readers';
import { PRIORITIES } from '../../src/domain/ticket';
import { describeOnEachEngine } from '../support/engines';
import { deeds, LivedDesk } from '../support/lived-desk';
import { bucketOrNull, byHand } from '../support/naive-answers';
import { NaiveDesk, type Piece } from '../support/naive-figures';
import { naiveHealth } from '../support/naive-health';
import { OfficeMinutes, readLives } from '../support/naive-history';

/** Lived once and always the same: what is random here is held by the recount. */
const LIFE = { seed: 6, numRuns: 1 };
/** What luck may leave out, so that every measure has something to count. */
const WHOLE_STORY = [
  ...['claims', 'escalates', 'accepts', 'replies', 'writes', 'replies', 'solves'],
  ...['not yet', 'replies', 'solves', 'confirms', 'rates', 'tells effort', 'makes good'],
] as const;
const DAY_MS = 86_400_000;
const ZONE = 'Asia/Kathmandu';
/** Of ACCOUNT_HEALTH: what an account is known by. */
const KNOWN_BY: readonly Measure[] = [
  'VOLUME',
  'SLA_ATTAINMENT',
  'PROMISES_KEPT',
  'REOPEN_RATE',
  'CSAT',
  'EFFORT',
  'EARLY_WARNINGS',
];

type Matches = (piece: Piece) => boolean;
interface Filtered {
  readonly by: FactDimension | null;
  readonly filter: FactFilter;
  readonly matches: Matches;
}

/** Half of the tickets become another customer's, in Teams and of another tier; a third waits elsewhere. */
const moveSome = async ({ world }: LivedDesk): Promise<string> => {
  const { tenantId } = world.seeded;
  const query = (sql: string, params: readonly unknown[] = []): Promise<unknown> =>
    world.database.dataSource.query(sql, [tenantId, ...params]);
  const { channel } = await world.inTeams();
  const queueId = v7();
  await query(
    `insert into queue (tenant_id, id, name, is_default) values ($1, $2, 'Other', false)`,
    [queueId],
  );
  await query(`update customer set tier = 'gold' where tenant_id = $1 and id = $2`, [
    channel.customerId,
  ]);
  await query(
    `update ticket set customer_id = $2, channel_id = $3
     where tenant_id = $1 and number % 2 = 0`,
    [channel.customerId, channel.id],
  );
  await query('update ticket set queue_id = $2 where tenant_id = $1 and number % 3 = 0', [queueId]);
  return String(channel.customerId);
};

describeOnEachEngine('every measure by every dimension and every filter', (open) => {
  let database: Database;
  let readers: Readers;
  let desk: LivedDesk;
  let naive: NaiveDesk;
  let now: Date;
  let window: Window;
  let goldId: string;
  let tiers: ReadonlyMap<string, string>;
  let filters: readonly Filtered[];

  beforeAll(async () => {
    database = await open();
    readers = createReaders(database.dataSource);
    desk = await LivedDesk.begin(database, 'TCOVER');
    const { world } = desk;
    const { tenantId, ticket, customer } = world.seeded;
    const start = world.now;
    const life = fc.sample(deeds, LIFE).flat();
    // What is counted while it is lived would be told of where it was then.
    await desk.live(life.filter((one) => one.do !== 'counts'));
    for (let what = 0; what < 6; what += 1) {
      const deed = { who: what % 2, what, minutes: 170, thread: 0 };
      await desk.live([{ ...deed, do: 'opens' }]);
      const thread = desk.threads.length - 1;
      await desk.live(WHOLE_STORY.map((one) => ({ ...deed, do: one, thread, minutes: 7 })));
    }
    const gold = await moveSome(desk);
    await desk.count();
    // The ticket a desk begins with was never lived, so it cannot be recounted either.
    await database.dataSource.query(
      'delete from metric_fact where tenant_id = $1 and ticket_id = $2',
      [tenantId, ticket.id],
    );
    await rollUp(world.desk);
    now = world.now;
    const office = new OfficeMinutes(start.getTime(), now.getTime() + 60_000);
    const lives = await readLives(database, tenantId, now);
    naive = new NaiveDesk(lives, now.getTime(), office);
    // Both halves of its life have something in them: the one is the window, the other that before.
    const to = new Date(now.getTime() + 60_000);
    window = { from: new Date((start.getTime() + to.getTime()) / 2), to };

    goldId = gold;
    tiers = new Map([
      [gold, 'gold'],
      [customer.id, customer.tier],
    ]);
    const of = (by: FactDimension, filter: FactFilter, keys: readonly string[]): Filtered => ({
      by,
      filter,
      matches: (piece) => keysOf(by, piece).some((key) => key !== null && keys.includes(key)),
    });
    const [one = lives[0]] = lives.filter(({ queueId }) => queueId !== ticket.queueId);
    const [agent = ''] = desk.people.map(({ id }) => id);
    const labels = desk.labels.slice(0, 2);
    const reasons = ['SKILL', 'FIRST_RESPONSE', 'REOPENED'];
    const high = PRIORITIES.filter((word) => word !== 'NORMAL');
    const queues = [one?.queueId ?? ''];
    filters = [
      { by: null, filter: {}, matches: () => true },
      of('CUSTOMER', { customerIds: [customer.id] }, [customer.id]),
      of('TIER', { tiers: ['gold'] }, ['gold']),
      of('QUEUE', { queueIds: queues }, queues),
      of('CHANNEL', { channelIds: [world.seeded.channel.id] }, [world.seeded.channel.id]),
      of('PLATFORM', { platforms: ['teams'] }, ['teams']),
      of('AGENT', { memberIds: [agent] }, [agent]),
      of('PRIORITY', { priorities: high }, high),
      of('CAUSE', { causes: ['cache'] }, ['cache']),
      of('LABEL', { labelIds: labels }, labels),
      of('REASON', { reasons }, reasons),
    ];
    expect(new Set(filters.flatMap(({ by }) => by ?? []))).toEqual(new Set(FACT_DIMENSIONS));
  }, 120_000);
  afterAll(() => database.close());

  /** In which groups something is; what has two labels is in two. */
  const keysOf = (by: FactDimension, { ticket, memberId, reason }: Piece) => {
    const { customerId, queueId, channelId, priority, cause, labelIds } = ticket;
    switch (by) {
      case 'CUSTOMER':
        return [customerId];
      case 'TIER':
        return [tiers.get(customerId) ?? null];
      case 'QUEUE':
        return [queueId];
      case 'CHANNEL':
        return [channelId];
      case 'PLATFORM':
        return [customerId === goldId ? 'teams' : 'slack'];
      case 'AGENT':
        return [memberId];
      case 'PRIORITY':
        return [priority];
      case 'CAUSE':
        return [cause];
      case 'LABEL':
        return labelIds.length === 0 ? [null] : labelIds;
      case 'REASON':
        return [reason];
      default:
        return by satisfies never;
    }
  };

  const ask = (name: Measure, more: Partial<MeasureRequest>): Promise<Measured> =>
    measure(readers, desk.world.seeded.tenantId, name, {
      ...{ window, asOf: now, zone: ZONE, bucket: null, groupBy: null },
      ...{ filter: {}, hours: 'CALENDAR', isNow: true, ...more },
    });

  const begun = (name: Measure, { from, to }: Window, matches: Matches): readonly Piece[] =>
    naive
      .pieces(name)
      .filter(({ began }) => began >= from.getTime() && began < to.getTime())
      .filter(matches);

  /** In which groups something is. */
  const filled = (name: Measure, groupBy: FactDimension, matches: Matches) => {
    const isStock = name === 'BACKLOG' || name === 'LOAD';
    const pieces = isStock ? naive.there(name, now.getTime()) : begun(name, window, () => true);
    const mine = pieces.filter(matches);
    return new Set(mine.flatMap<string | null>((piece) => keysOf(groupBy, piece)));
  };

  /** The figure of what fits, over a stretch, as somebody with the rows and a pencil finds it. */
  const wanted = (name: Measure, { from, to }: Window, matches: Matches): object => {
    if (name === 'ACCOUNT_HEALTH') return healthOf(to, matches);
    if (name === 'BACKLOG' || name === 'LOAD') {
      const at = Math.min(to.getTime(), now.getTime());
      return { n: naive.there(name, at).filter(matches).length };
    }
    return byHand(name, begun(name, { from, to }, matches), 'CALENDAR');
  };

  const healthOf = (to: Date, matches: Matches): object => {
    const at = Math.min(to.getTime(), now.getTime());
    const pieces = (name: Measure): readonly Piece[] => naive.pieces(name).filter(matches);
    const waiting = [...pieces('FIRST_RESPONSE'), ...pieces('NEXT_RESPONSE')].filter(
      ({ over }) => over === 'LASTS',
    );
    const known = KNOWN_BY.flatMap(pieces).filter(({ began }) => began >= at - 90 * DAY_MS);
    const accounts = [...new Set([...known, ...waiting].map(({ ticket }) => ticket.customerId))];
    const scores = accounts.map((id) => naiveHealth({ pieces }, id, at).score);
    const said = scores.filter((score) => score !== null);
    const mean = said.reduce((sum, score) => sum + score, 0) / said.length;
    return {
      ...{ n: said.length, stillWaiting: accounts.length - said.length },
      value: said.length === 0 ? null : expect.closeTo(mean, 6),
    };
  };

  const shown = ({ p50, p90, ...figure }: Measured['figure']): object => ({
    ...figure,
    ...{ p50: bucketOrNull(p50), p90: bucketOrNull(p90) },
  });

  test.each(MEASURES)(
    '%s is what a recount by hand gives',
    async (name) => {
      let found = 0;
      for (const [row, { by, filter, matches }] of filters.entries()) {
        const whole = wanted(name, window, matches);
        const previous = await ask(name, { filter, window: windowBefore(window) });
        const before = name === 'ACCOUNT_HEALTH' ? {} : wanted(name, windowBefore(window), matches);
        expect({ by, ...shown(previous.figure) }).toMatchObject({ by, ...before });
        for (const [column, groupBy] of [null, ...FACT_DIMENSIONS].entries()) {
          // Each pair of measure, dimension and filter once; each two of them with buckets and without.
          const bucket = (row + column) % 2 === 0 ? 'DAY' : null;
          const asked = { by, groupBy, bucket } as const;
          const answer = await ask(name, { filter, groupBy, bucket });
          expect({ ...asked, ...shown(answer.figure) }).toMatchObject({ ...asked, ...whole });
          found += answer.figure.n;
          if (name !== 'ACCOUNT_HEALTH')
            expect(answer.buckets.map(({ figure }) => figure.n)).toEqual(
              stretchesOf(window, bucket, ZONE)
                .slice(0, bucket === null ? 0 : undefined)
                .map((day) => Object(wanted(name, day, matches)).n),
            );
          if (groupBy === null) {
            expect(answer.groups).toEqual([]);
            continue;
          }
          if (name !== 'ACCOUNT_HEALTH')
            expect(new Set(answer.groups.map(({ key }) => key))).toEqual(
              filled(name, groupBy, matches),
            );
          for (const { key, figure } of answer.groups) {
            const inGroup: Matches = (piece) =>
              matches(piece) && keysOf(groupBy, piece).some((one) => one === key);
            const group = { ...asked, key };
            expect({ ...group, ...shown(figure) }).toMatchObject({
              ...group,
              ...wanted(name, window, inGroup),
            });
          }
        }
      }
      // Nothing would be shown by a desk in which it never happens.
      expect(found).toBeGreaterThan(0);
    },
    60_000,
  );

  // Every measure may be asked by every dimension; of those below the following says something.
  const REASONED: readonly Measure[] = [
    ...(['SLA_ATTAINMENT', 'ESCALATIONS', 'ACCEPTANCE_TIME', 'EARLY_WARNINGS'] as const),
    'ACCOUNT_HEALTH',
  ];
  test('by REASON what has no reason is one group without a key, and none is there by a reason', async () => {
    for (const name of MEASURES.filter((one) => !REASONED.includes(one))) {
      const { figure, groups } = await ask(name, { groupBy: 'REASON' });
      expect({ name, keys: groups.map(({ key }) => key) }).toEqual({ name, keys: [null] });
      expect({ name, n: groups[0]?.figure.n }).toEqual({ name, n: figure.n });
      const none = await ask(name, { filter: { reasons: ['SKILL'] } });
      expect({ name, n: none.figure.n }).toEqual({ name, n: 0 });
    }
  }, 60_000);

  test('too many buckets are refused for each of them, as documented', async () => {
    const long = { from: new Date(window.to.getTime() - 401 * 3_600_000), to: window.to };
    for (const name of MEASURES)
      await expect(ask(name, { window: long, bucket: 'HOUR' })).rejects.toMatchObject({
        code: 'TOO_MANY_BUCKETS',
      });
    expect(readFileSync('docs/errors.md', 'utf8')).toContain('`TOO_MANY_BUCKETS`');
  });
});
