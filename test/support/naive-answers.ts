import type { Measure } from '../../src/app/metrics/measure-rule';
import { RULES } from '../../src/app/metrics/measures';
import { bucketOf } from '../../src/domain/histogram';
import type { CountedHours } from '../../src/domain/sla-policy';
import type { Piece } from './naive-figures';

/** Kaplan-Meier by the book, in whole fractions, over lengths as coarse as the error bound allows. */
const reachedBy = (
  pieces: readonly Piece[],
  length: (piece: Piece) => number,
  share: bigint,
): number | null => {
  const coarse = pieces.map((piece) => ({ at: bucketOf(length(piece)), over: piece.over }));
  let above = 1n;
  let below = 1n;
  for (const at of [...new Set(coarse.map((one) => one.at))].sort((a, b) => a - b)) {
    const atRisk = BigInt(coarse.filter((one) => one.at >= at).length);
    const done = BigInt(coarse.filter((one) => one.at === at && one.over === 'DONE').length);
    above *= atRisk - done;
    below *= atRisk;
    if (done > 0n && above * share <= below) return at;
  }
  return null;
};

const count = (pieces: readonly Piece[], over: Piece['over']): number =>
  pieces.filter((piece) => piece.over === over).length;

/** What is counted of them, in whole numbers. */
export const countsOf = (name: Measure, pieces: readonly Piece[]): object => {
  const { aggregate } = RULES[name];
  if (aggregate.as === 'DURATION')
    return {
      n: pieces.length,
      done: count(pieces, 'DONE'),
      stillWaiting: count(pieces, 'LASTS'),
      dropped: count(pieces, 'DROPPED'),
    };
  if (aggregate.as !== 'SHARE') return { n: pieces.length };
  const decided = pieces.filter(({ good }) => good !== null);
  const good = decided.filter((piece) => piece.good === true).length;
  return {
    n: decided.length,
    done: good,
    stillWaiting: pieces.length - decided.length,
    value: decided.length === 0 ? null : good / decided.length,
  };
};

/** What a figure of them is, percentiles as coarse as the error bound allows. */
export const byHand = (name: Measure, pieces: readonly Piece[], hours: CountedHours): object => {
  const counts = countsOf(name, pieces);
  if (RULES[name].aggregate.as !== 'DURATION') return counts;
  const length = (piece: Piece) => (hours === 'BUSINESS' ? piece.openSeconds : piece.seconds);
  return { ...counts, p50: reachedBy(pieces, length, 2n), p90: reachedBy(pieces, length, 10n) };
};

/** Where a percentile stands in the histogram it was read from. */
export const bucketOrNull = (seconds: number | null): number | null =>
  seconds === null ? null : bucketOf(seconds * (1 + 1e-12));
