import { Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Measured, measure } from '../../src/app/metrics/measure';
import type { Measure } from '../../src/app/metrics/measure-rule';
import { RULES, unitOf } from '../../src/app/metrics/measures';
import type { Readers } from '../../src/app/ports/readers';
import type { DeskContext } from '../context';
import { LEADS } from '../types/enums';
import {
  type MeasureFigure,
  type Measurement,
  PreviousFigure,
  QualityFigure,
} from '../types/measure';

export const plain = (figure: Measured['figure']): MeasureFigure => ({
  ...figure,
  bands: [...figure.bands],
});

/** One measure over a whole window, however it was cut and parted elsewhere. */
export const whole = async (
  readers: Readers,
  { principal }: DeskContext,
  name: Measure,
  request: Measurement['request'],
): Promise<MeasureFigure> => {
  const alone = { ...request, bucket: null, groupBy: null };
  return plain((await measure(readers, principal.tenantId, name, alone)).figure);
};

/** The twins of a measure, of the same request. */
export const twins = (
  readers: Readers,
  context: DeskContext,
  name: Measure,
  request: Measurement['request'],
): Promise<QualityFigure[]> =>
  Promise.all(
    RULES[name].quality.map(async (twin) => ({
      measure: twin,
      unit: unitOf(twin, request.hours),
      figure: await whole(readers, context, twin, request),
    })),
  );

/** The quality of a window before: a speed is compared with it or not at all. */
@Resolver(() => PreviousFigure)
export class PreviousFigureResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(LEADS)
  @FieldResolver(() => [QualityFigure], {
    description: 'The same twins over the same window: a speed of then is never shown alone.',
  })
  quality(
    @Root() { of, request }: PreviousFigure,
    @Ctx() context: DeskContext,
  ): Promise<QualityFigure[]> {
    return twins(this.readers, context, of, request);
  }
}
