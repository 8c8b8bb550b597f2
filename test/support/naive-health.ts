import type { Measure } from '../../src/app/metrics/measure-rule';
import type { NaiveDesk, Piece } from './naive-figures';

const DAY = 86_400_000;

interface NaivePart {
  readonly value: number | null;
  readonly n: number;
  readonly lost: number | null;
}

/** Between the value that costs nothing and the one that costs all, by the page of definitions. */
const cost = (value: number, none: number, all: number, points: number): number => {
  const way = (value - none) / (all - none);
  return Number((points * Math.min(1, Math.max(0, way)) + 1e-9).toFixed(1));
};

/** The health of one account as somebody with the page of definitions would reckon it. */
export const naiveHealth = (desk: Pick<NaiveDesk, 'pieces'>, customerId: string, now: number) => {
  const of = (measure: Measure, days: number): readonly Piece[] =>
    desk
      .pieces(measure)
      .filter(({ ticket }) => ticket.customerId === customerId)
      .filter(({ began }) => began < now && began >= now - days * DAY);
  const share = (
    pieces: readonly Piece[],
    [none, all, points]: readonly [number, number, number],
  ): NaivePart => {
    const decided = pieces.filter(({ good }) => good !== null);
    const n = decided.length;
    const value = n === 0 ? null : decided.filter(({ good }) => good === true).length / n;
    return { value, n, lost: value === null || n < 5 ? null : cost(value, none, all, points) };
  };
  const recent = of('VOLUME', 30).length;
  const warnings = of('EARLY_WARNINGS', 30).length;
  const rate = recent === 0 ? null : warnings / recent;
  const waits = [...of('FIRST_RESPONSE', 9999), ...of('NEXT_RESPONSE', 9999)].filter(
    ({ over }) => over === 'LASTS',
  );
  const hours = Math.max(0, ...waits.map(({ began }) => (now - began) / 3_600_000));
  const parts: Readonly<Record<string, NaivePart>> = {
    SLA_ATTAINMENT: share(of('SLA_ATTAINMENT', 30), [0.95, 0.75, 25]),
    PROMISES_BROKEN: share(of('PROMISES_BROKEN', 30), [0, 0.2, 20]),
    REOPEN_RATE: share(of('REOPEN_RATE', 90), [0.05, 0.25, 15]),
    CSAT: share(of('CSAT', 90), [0.9, 0.6, 15]),
    EFFORT: share(of('EFFORT', 90), [0.1, 0.4, 5]),
    EARLY_WARNINGS: {
      value: rate,
      n: recent,
      lost: rate === null || recent < 5 ? null : cost(rate, 0, 0.5, 10),
    },
    WAITING_LONGEST: { value: hours, n: waits.length, lost: cost(hours, 24, 168, 10) },
  };
  const weights = [25, 20, 15, 15, 5, 10, 10];
  let weight = 0;
  let lost = 0;
  for (const [index, part] of Object.values(parts).entries()) {
    if (part.lost === null) continue;
    weight += weights[index] ?? 0;
    lost += part.lost;
  }
  const isKnown = of('VOLUME', 90).length >= 5 && weight >= 50;
  const score = isKnown ? Math.round(1000 * (1 - lost / weight)) / 10 : null;
  const word = score === null ? 'TOO_LITTLE_TO_SAY' : score < 60 ? 'AT_RISK' : 'WATCH';
  return { score, state: score !== null && score >= 80 ? 'GOOD' : word, parts };
};
