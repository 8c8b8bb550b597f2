import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createReaders } from '../../src/db/readers/create-readers';
import { TestApi } from './api';
import { minutes, World } from './world';

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

interface Wait {
  readonly seconds: number;
  readonly answered: boolean;
}

/** Kaplan-Meier by the book, in whole fractions: no logarithm, no rounding. */
const naive = (
  waits: readonly Wait[],
): { p50: number | null; p90: number | null; mean: number | null } => {
  let above = 1n;
  let below = 1n;
  let area = 0;
  let before = 0;
  let p50: number | null = null;
  let p90: number | null = null;
  const lengths = [...new Set(waits.map((wait) => wait.seconds))].sort((a, b) => a - b);
  for (const length of lengths) {
    area += (Number((above * 1_000_000_000_000n) / below) / 1e12) * (length - before);
    before = length;
    const atRisk = BigInt(waits.filter((wait) => wait.seconds >= length).length);
    const answers = BigInt(waits.filter((wait) => wait.seconds === length && wait.answered).length);
    above *= atRisk - answers;
    below *= atRisk;
    if (p50 === null && above * 2n <= below) p50 = length;
    if (p90 === null && above * 10n <= below) p90 = length;
  }
  return { p50, p90, mean: waits.length === 0 ? null : area };
};

const AS_OF = minutes(100_000);
const FROM = minutes(0);
const TO = minutes(100_001);

test('percentiles and mean equal Kaplan-Meier counted by hand, whoever still waits included', async () => {
  const readers = createReaders(api.source);
  const wait = fc.record({ seconds: fc.integer({ min: 0, max: 12 }), answered: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(wait, { maxLength: 30 }), async (waits) => {
      const world = await World.make(api.source, 'P');
      for (const [index, { seconds, answered }] of waits.entries()) {
        const openedAt = new Date(AS_OF.getTime() - seconds * 1000 - (answered ? 60_000 : 0));
        await world.ticket({
          number: index + 1,
          openedAt,
          firstRespondedAt: answered ? new Date(openedAt.getTime() + seconds * 1000) : null,
        });
      }
      const curve = await readers.firstResponse(world.tenantId, FROM, TO, AS_OF);
      const expected = naive(waits);
      expect(curve).toMatchObject({
        p50: expected.p50,
        p90: expected.p90,
        n: waits.length,
        answered: waits.filter(({ answered }) => answered).length,
        stillWaiting: waits.filter(({ answered }) => !answered).length,
        endedUnanswered: 0,
      });
      if (expected.mean === null) expect(curve.mean).toBeNull();
      else expect(curve.mean).toBeCloseTo(expected.mean, 6);
    }),
    { numRuns: 25 },
  );
});

describe('first response', () => {
  const QUERY = /* GraphQL */ `
    query ($from: DateTime!, $to: DateTime!) {
      metrics {
        open { value unit definition asOf }
        waitingOnUs { value }
        firstResponse(window: { from: $from, to: $to }) {
          p50 p90 mean gaps { figure reason } n answered stillWaiting endedUnanswered unit definition asOf
        }
      }
    }
  `;
  interface Figures {
    readonly metrics: {
      readonly open: object;
      readonly waitingOnUs: object;
      readonly firstResponse: Record<string, unknown>;
    };
  }
  const ask = async (world: World, from = minutes(0), to = minutes(1000)) =>
    (await api.ask<Figures>(world.token('SUPERVISOR'), QUERY, { from, to })).metrics;

  test('dropping who waits would say 60 s; counting them says the percentile is not known yet', async () => {
    const world = await World.make(api.source, 'Honest');
    await world.ticket({ number: 1, openedAt: minutes(1), firstRespondedAt: minutes(2) });
    for (let number = 2; number <= 4; number += 1)
      await world.ticket({ number, openedAt: minutes(number) });
    const { firstResponse } = await ask(world);
    expect(firstResponse).toMatchObject({
      n: 4,
      answered: 1,
      stillWaiting: 3,
      p50: null,
      p90: null,
      unit: 'CALENDAR_SECONDS',
    });
    expect(firstResponse.gaps).toEqual([
      { figure: 'P50', reason: 'NOT_REACHED' },
      { figure: 'P90', reason: 'NOT_REACHED' },
    ]);
    expect(firstResponse.definition).toContain('Kaplan-Meier');
    expect(firstResponse.asOf).toBe(api.now.toISOString());
  });

  test('an empty window has no figure, and says why', async () => {
    const world = await World.make(api.source, 'Empty');
    const { firstResponse } = await ask(world);
    expect(firstResponse).toMatchObject({ n: 0, p50: null, mean: null });
    expect(firstResponse.gaps).toContainEqual({ figure: 'MEAN', reason: 'NO_SAMPLE' });
  });

  test('the window holds its start and not its end; what is no request is left out', async () => {
    const world = await World.make(api.source, 'Edges');
    await world.ticket({ number: 1, openedAt: minutes(0) });
    await world.ticket({ number: 2, openedAt: minutes(1000) });
    await world.ticket({
      number: 3,
      openedAt: minutes(5),
      status: 'NOT_A_REQUEST',
      waitingOn: 'NOBODY',
    });
    await world.ticket({ number: 4, openedAt: minutes(5), status: 'MERGED', waitingOn: 'NOBODY' });
    expect((await ask(world)).firstResponse).toMatchObject({ n: 1, stillWaiting: 1 });
  });

  test('a ticket that ended without an answer waited until its end and waits no more', async () => {
    const world = await World.make(api.source, 'Ended');
    await world.ticket({
      number: 1,
      openedAt: minutes(0),
      status: 'CONFIRMED',
      waitingOn: 'NOBODY',
      firstSolvedAt: minutes(3),
    });
    await world.ticket({ number: 2, openedAt: minutes(0), firstRespondedAt: minutes(5) });
    // At 3 min one leaves unanswered; at 5 min the one left is answered.
    expect((await ask(world)).firstResponse).toMatchObject({
      n: 2,
      endedUnanswered: 1,
      stillWaiting: 0,
      p50: 300,
      p90: 300,
      mean: 300,
    });
  });

  test.each([
    [minutes(10), minutes(10), 'EMPTY_WINDOW'],
    [minutes(0), minutes(401 * 1440), 'WINDOW_TOO_LONG'],
  ])('the window %s to %s is refused', async (from, to, reason) => {
    const world = await World.make(api.source, 'Refused');
    const answer = await api.query(world.token('SUPERVISOR'), QUERY, { from, to });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason });
  });

  test('open counts what is not finished, waitingOnUs what is our turn', async () => {
    const world = await World.make(api.source, 'Counts');
    await world.ticket({ number: 1 });
    await world.ticket({ number: 2, status: 'OPEN', waitingOn: 'CUSTOMER' });
    await world.ticket({ number: 3, status: 'SNOOZED' });
    await world.ticket({ number: 4, status: 'SOLVED', waitingOn: 'CUSTOMER' });
    const { open, waitingOnUs } = await ask(world);
    expect(open).toMatchObject({ value: 3, unit: 'TICKETS', asOf: api.now.toISOString() });
    expect(waitingOnUs).toEqual({ value: 1 });
  });
});
