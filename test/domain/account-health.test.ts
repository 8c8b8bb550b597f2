import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addedUp, type HealthCounts, healthOf, NO_COUNTS } from '../../src/domain/account-health';

const some = (n: number) => fc.nat(n).chain((all) => fc.tuple(fc.constant(all), fc.nat(all)));

const counts: fc.Arbitrary<HealthCounts> = fc
  .tuple(some(40), some(40), some(40), some(40), some(40), some(40), fc.nat(30), fc.nat(9e5))
  .map(
    ([
      [requests, recentRequests],
      [targets, targetsMet],
      [promises, promisesBroken],
      [solved, reopened],
      [ratings, goodRatings],
      [efforts, repeated],
      warnings,
      waitingSeconds,
    ]) => ({
      ...{ requests, recentRequests, targets, targetsMet, promises, promisesBroken },
      ...{ solved, reopened, ratings, goodRatings, efforts, repeated, warnings },
      unanswered: waitingSeconds > 0 ? 1 : 0,
      waitingSeconds,
    }),
  );

const FINE: HealthCounts = {
  ...NO_COUNTS,
  ...{ requests: 20, recentRequests: 10, targets: 20, targetsMet: 20, promises: 10 },
  ...{ solved: 20, reopened: 1, ratings: 10, goodRatings: 9, efforts: 10, repeated: 1 },
};

describe('the health of an account', () => {
  it('costs nothing where all is well, and everything where nothing is', () => {
    expect(healthOf(FINE)).toMatchObject({ score: 100, state: 'GOOD' });
    const bad = { ...FINE, targetsMet: 15, promisesBroken: 2, reopened: 5, goodRatings: 6 };
    const worst = { ...bad, repeated: 4, warnings: 5, unanswered: 1, waitingSeconds: 7 * 86_400 };
    expect(healthOf(worst)).toMatchObject({ score: 0, state: 'AT_RISK' });
  });

  it.each<[Partial<HealthCounts>, string, number]>([
    // Half way between 95 and 75 %.
    [{ targetsMet: 17 }, 'SLA_ATTAINMENT', 12.5],
    [{ promisesBroken: 1 }, 'PROMISES_BROKEN', 10],
    [{ reopened: 3 }, 'REOPEN_RATE', 7.5],
    [{ goodRatings: 7 }, 'CSAT', 10],
    [{ repeated: 2 }, 'EFFORT', 1.7],
    [{ warnings: 1 }, 'EARLY_WARNINGS', 2],
    [{ unanswered: 1, waitingSeconds: 96 * 3600 }, 'WAITING_LONGEST', 5],
  ])('%j costs %s %d points', (more, part, lost) => {
    const { score, parts } = healthOf({ ...FINE, ...more });
    expect(parts.filter((one) => one.lost !== 0)).toMatchObject([{ part, lost }]);
    expect(score).toBe(Math.round((100 - lost) * 10) / 10);
  });

  it('says nothing of few requests, and weighs no part with few facts', () => {
    expect(healthOf({ ...FINE, requests: 4 })).toMatchObject({
      score: null,
      state: 'TOO_LITTLE_TO_SAY',
    });
    const rated = healthOf({ ...FINE, ratings: 4, goodRatings: 0, targetsMet: 18 });
    expect(rated.parts.find(({ part }) => part === 'CSAT')).toMatchObject({ n: 4, lost: null });
    // 6.3 of 85 points that could be lost.
    expect(rated.score).toBe(92.6);
    const silent = { ...FINE, targets: 0, targetsMet: 0, promises: 4 };
    // 55 points still tell; without ratings only 35 do.
    expect(healthOf(silent).score).not.toBeNull();
    expect(healthOf({ ...silent, ratings: 0, goodRatings: 0, efforts: 0, repeated: 0 })).toEqual(
      expect.objectContaining({ score: null, state: 'TOO_LITTLE_TO_SAY' }),
    );
  });

  it('can be reckoned again from its parts, and is never below 0 or above 100', () => {
    fc.assert(
      fc.property(counts, (one) => {
        const { score, state, parts } = healthOf(one);
        const telling = parts.filter(({ lost }) => lost !== null);
        const sum = (of: (part: (typeof parts)[number]) => number) =>
          telling.reduce((total, part) => total + of(part), 0);
        const weight = sum((part) => part.weight);
        expect(score === null).toBe(one.requests < 5 || weight < 50);
        if (score === null) return expect(state).toBe('TOO_LITTLE_TO_SAY');
        expect(score).toBeCloseTo(100 * (1 - sum(({ lost }) => lost ?? 0) / weight), 0);
        expect(score >= 0 && score <= 100).toBe(true);
        expect(state).toBe(score >= 80 ? 'GOOD' : score >= 60 ? 'WATCH' : 'AT_RISK');
      }),
    );
  });

  it('never rises when a fact gets worse', () => {
    const worse: readonly ((one: HealthCounts) => HealthCounts)[] = [
      (one) => ({ ...one, targetsMet: Math.max(0, one.targetsMet - 1) }),
      (one) => ({ ...one, promisesBroken: Math.min(one.promises, one.promisesBroken + 1) }),
      (one) => ({ ...one, reopened: Math.min(one.solved, one.reopened + 1) }),
      (one) => ({ ...one, goodRatings: Math.max(0, one.goodRatings - 1) }),
      (one) => ({ ...one, repeated: Math.min(one.efforts, one.repeated + 1) }),
      (one) => ({ ...one, warnings: one.warnings + 1 }),
      (one) => ({ ...one, waitingSeconds: one.waitingSeconds + 3600 }),
    ];
    fc.assert(
      fc.property(counts, fc.constantFrom(...worse), (one, worsen) => {
        const [before, after] = [healthOf(one).score, healthOf(worsen(one)).score];
        expect(before === null ? after : (after ?? 101) <= before).toBe(
          before === null ? null : true,
        );
      }),
    );
  });

  it('adds two rooms of one account up to the same as both at once', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        expect(addedUp(one, other)).toEqual(addedUp(other, one));
        expect(addedUp(one, NO_COUNTS)).toEqual(one);
        expect(healthOf(addedUp(one, other)).requests).toBe(one.requests + other.requests);
      }),
    );
  });
});
