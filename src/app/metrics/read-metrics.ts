import { DeskError } from '../../domain/errors';
import type { Readers } from '../ports/readers';
import { DEFINITIONS, type Metric } from './definitions';

const MAX_WINDOW_DAYS = 400;
const DAY_MS = 86_400_000;

/** Why a figure is null. */
export type FigureGap = { readonly figure: 'P50' | 'P90' | 'MEAN'; readonly reason: GapReason };
export const GAP_REASONS = ['NO_SAMPLE', 'NOT_REACHED'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export interface CountFigure {
  readonly metric: Metric;
  readonly value: number;
  readonly unit: 'TICKETS';
  readonly definition: string;
  readonly asOf: Date;
}

export interface DurationFigure {
  readonly metric: Metric;
  readonly from: Date;
  readonly to: Date;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly mean: number | null;
  readonly gaps: readonly FigureGap[];
  readonly n: number;
  readonly answered: number;
  readonly stillWaiting: number;
  readonly endedUnanswered: number;
  readonly unit: 'CALENDAR_SECONDS';
  readonly definition: string;
  readonly asOf: Date;
}

/** The size of the desk's work at this moment. */
export const readBacklog = async (
  readers: Readers,
  tenantId: string,
  now: Date,
): Promise<{ readonly open: CountFigure; readonly waitingOnUs: CountFigure }> => {
  const counts = await readers.backlog(tenantId);
  const figure = (metric: Metric, value: number): CountFigure => ({
    metric,
    value,
    unit: 'TICKETS',
    definition: DEFINITIONS[metric],
    asOf: now,
  });
  return {
    open: figure('OPEN', counts.open),
    waitingOnUs: figure('WAITING_ON_US', counts.waitingOnUs),
  };
};

/** First response over tickets opened in [from, to); whoever still waits is in the figure. */
export const readFirstResponse = async (
  readers: Readers,
  tenantId: string,
  window: { readonly from: Date; readonly to: Date },
  now: Date,
): Promise<DurationFigure> => {
  const { from, to } = window;
  if (from >= to) {
    throw new DeskError('invalid', 'EMPTY_WINDOW', 'The window must end after it starts.', null, [
      'window',
    ]);
  }
  if (to.getTime() - from.getTime() > MAX_WINDOW_DAYS * DAY_MS) {
    const hint = 'Ask for several shorter windows.';
    throw new DeskError(
      'invalid',
      'WINDOW_TOO_LONG',
      `A window spans at most ${MAX_WINDOW_DAYS} days.`,
      hint,
      ['window'],
    );
  }
  const curve = await readers.firstResponse(tenantId, from, to, now);
  const reason: GapReason = curve.n === 0 ? 'NO_SAMPLE' : 'NOT_REACHED';
  const gap = (figure: FigureGap['figure'], value: number | null): readonly FigureGap[] =>
    value === null ? [{ figure, reason }] : [];
  return {
    metric: 'FIRST_RESPONSE',
    from,
    to,
    ...curve,
    gaps: [...gap('P50', curve.p50), ...gap('P90', curve.p90), ...gap('MEAN', curve.mean)],
    unit: 'CALENDAR_SECONDS',
    definition: DEFINITIONS.FIRST_RESPONSE,
    asOf: now,
  };
};
