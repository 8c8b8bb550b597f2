import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { GIVES_UP_AFTER_MS, isGivenUp, nextTry } from '../../src/domain/webhook-schedule';

const T0 = new Date('2026-03-02T09:00:00.000Z');
const HOUR = 3_600_000;

describe('when a webhook is told again', () => {
  test('after seconds first, then ever later, and for days', () => {
    let now = T0;
    const waits: number[] = [];
    for (let attempt = 1; ; attempt += 1) {
      const next = nextTry(attempt, now, 0);
      if (next === null) break;
      waits.push(next.getTime() - now.getTime());
      now = next;
    }
    expect(waits[0]).toBe(5_000);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(now.getTime() - T0.getTime()).toBeGreaterThan(3 * 24 * HOUR);
  });

  test('chance makes it at most a tenth later, never earlier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, chance) => {
          const sooner = nextTry(attempt, T0, 0)?.getTime() ?? 0;
          const then = nextTry(attempt, T0, chance)?.getTime() ?? 0;
          expect(then).toBeGreaterThanOrEqual(sooner);
          expect(then - T0.getTime()).toBeLessThanOrEqual(1.1 * (sooner - T0.getTime()) + 1);
        },
      ),
    );
  });

  test('its address is given up after five days of nothing but failures', () => {
    expect(isGivenUp(T0, new Date(T0.getTime() + GIVES_UP_AFTER_MS - 1))).toBe(false);
    expect(isGivenUp(T0, new Date(T0.getTime() + GIVES_UP_AFTER_MS))).toBe(true);
  });
});
