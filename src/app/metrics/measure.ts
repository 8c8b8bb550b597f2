import { DeskError } from '../../domain/errors';
import type { CountedHours } from '../../domain/sla-policy';
import type { FactDimension, FactFilter } from '../ports/facts';
import type { Readers } from '../ports/readers';
import { splitBars } from './bar-series';
import type { Counting } from './counting';
import { type Figure, figureOf, stockOf } from './figures';
import { healthFigure } from './health';
import { largestOf } from './largest-groups';
import { countedBy } from './long-figures';
import type { Measure } from './measure-rule';
import { AGE_BANDS, RULES } from './measures';
import { barsOfLasting } from './open-hours';
import { type Found, largestFirst, MAX_GROUPS, type Series, split } from './series';
import { checkWindow, earlier, type StretchSize, stretchesOf, type Window } from './window';

export interface MeasureRequest {
  readonly window: Window;
  readonly asOf: Date;
  /** IANA name in which buckets begin. */
  readonly zone: string;
  readonly bucket: StretchSize | null;
  readonly groupBy: FactDimension | null;
  readonly filter: FactFilter;
  /** As of now: what was added up may answer. */
  readonly isNow: boolean;
  /** Which seconds lengths are in. */
  readonly hours: CountedHours;
}

export interface MeasuredStretch extends Window {
  readonly figure: Figure;
}

export interface MeasuredGroup {
  readonly key: string | null;
  readonly label: string;
  readonly figure: Figure;
  readonly buckets: readonly MeasuredStretch[];
}

export interface Measured {
  readonly figure: Figure;
  readonly buckets: readonly MeasuredStretch[];
  /** Largest first. */
  readonly groups: readonly MeasuredGroup[];
  /** Groups beyond the largest that are shown. */
  readonly groupsLeftOut: number;
}

const NOBODY = 'none';

/** Refuses an instant nobody has lived through. */
export const checkAsOf = (asOf: Date, now: Date): void => {
  if (asOf > now)
    throw new DeskError(
      'invalid',
      'AS_OF_IN_FUTURE',
      'Nobody knows the figures of tomorrow.',
      null,
      ['asOf'],
    );
};

/** Refuses what no answer can be given to. */
export const checkRequest = ({ window, asOf }: MeasureRequest, now: Date): void => {
  checkWindow(window);
  checkAsOf(asOf, now);
};

const find = async (
  readers: Readers,
  tenantId: string,
  measure: Measure,
  request: MeasureRequest,
  stretches: readonly Window[],
  counting: Counting,
): Promise<Found> => {
  const { kind, aggregate } = RULES[measure];
  const { window, asOf, isNow, groupBy, filter } = request;
  if (aggregate.as === 'STOCK') {
    // Tomorrow's backlog is not known: what is asked of it is answered as of now.
    const instants = stretches.map(({ to }) => earlier(to, asOf));
    const question = { kind, asOf, isNow, instants, bands: AGE_BANDS, filter, groupBy };
    const spans = await readers.rolledSpans(tenantId, question);
    const found = spans ?? (await counting.spans(question));
    return split(found, (rows) => {
      const figures = stockOf(rows, stretches.length);
      const last = figures.at(-1) ?? figureOf([], aggregate);
      return { n: last.n, isEmpty: last.n === 0, whole: () => last, stretches: () => figures };
    });
  }
  if (aggregate.as === 'HEALTH') {
    const instants = stretches.map(({ to }) => earlier(to, asOf));
    // What was told otherwise since counts no more; of a time before, by what is known now.
    const question = { asOf, instants, filter, groupBy, isNow };
    return split(await counting.health(question), (rows) => {
      const at = (index: number) => healthFigure(rows.filter(({ cell }) => cell === index));
      const last = at(stretches.length - 1);
      const isEmpty = last.n + last.stillWaiting === 0;
      // The worst first.
      const n = last.value === null ? -1 : 100 - last.value;
      return { n, isEmpty, whole: () => last, stretches: () => stretches.map((_, i) => at(i)) };
    });
  }
  const starts = stretches.map(({ from }) => from);
  const hours = aggregate.as === 'DURATION' ? request.hours : 'CALENDAR';
  const question = { kind, ...window, asOf, isNow, starts, filter, groupBy, hours };
  if (isNow && request.bucket === null && aggregate.as === 'DURATION') {
    const largest = await largestOf(readers, tenantId, question);
    if (largest !== null) return largest;
  }
  const rolled = await readers.rolledBars(tenantId, question);
  const ended = rolled ?? (await counting.bars(question));
  const lasting =
    hours === 'CALENDAR'
      ? []
      : await barsOfLasting(
          readers,
          tenantId,
          await counting.lasting(question, isNow || rolled !== null),
          asOf,
        );
  return splitBars([...ended, ...lasting], aggregate, starts.length);
};

/**
 * One measure over a window: the whole, its stretches and its groups. What was not added up is
 * counted as whoever asks lets it be.
 */
export const measure = async (
  readers: Readers,
  tenantId: string,
  name: Measure,
  request: MeasureRequest,
  counting = countedBy(readers, tenantId),
): Promise<Measured> => {
  const { window, bucket, zone, groupBy } = request;
  const stretches = stretchesOf(window, bucket, zone);
  const parted = await find(readers, tenantId, name, request, stretches, counting);
  // What carries two labels is in both groups, and must count once in the whole.
  const found =
    groupBy === 'LABEL'
      ? {
          ...parted,
          all: (
            await find(readers, tenantId, name, { ...request, groupBy: null }, stretches, counting)
          ).all,
        }
      : parted;
  const inTime = (series: Series): readonly MeasuredStretch[] => {
    const figures = bucket === null ? [] : series.stretches();
    return figures.flatMap((figure, index) => {
      const stretch = stretches[index];
      return stretch === undefined ? [] : [{ ...stretch, figure }];
    });
  };
  const largest = groupBy === null ? [] : largestFirst(found);
  const shown = largest.slice(0, MAX_GROUPS);
  const keys = shown.flatMap(({ key }) => (key === null ? [] : [key]));
  const labels =
    groupBy === null || keys.length === 0
      ? new Map<string, string>()
      : await readers.labels(tenantId, groupBy, keys);
  return {
    figure: found.all.whole(),
    buckets: inTime(found.all),
    groups: shown.map(({ key, series: own }) => ({
      key,
      label: key === null ? NOBODY : (labels.get(key) ?? key),
      figure: own.whole(),
      buckets: inTime(own),
    })),
    groupsLeftOut: largest.length - shown.length,
  };
};
