import { Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { LongFigures } from '../../src/app/metrics/long-figures';
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

/** Where figures come from: most are read, some take long to count. */
export interface FigureSource {
  readonly readers: Readers;
  readonly longFigures: LongFigures;
}

/** One measure over a whole window, however it was cut and parted elsewhere. */
export const whole = async (
  { readers, longFigures }: FigureSource,
  context: DeskContext,
  name: Measure,
  request: Measurement['request'],
): Promise<MeasureFigure> => {
  const alone = { ...request, bucket: null, groupBy: null };
  const { tenantId } = context.principal;
  const counting = longFigures.counting(readers, tenantId, context);
  return plain((await measure(readers, tenantId, name, alone, counting)).figure);
};

/** The twins of a measure, of the same request. */
export const twins = (
  source: FigureSource,
  context: DeskContext,
  name: Measure,
  request: Measurement['request'],
): Promise<QualityFigure[]> =>
  Promise.all(
    RULES[name].quality.map(async (twin) => ({
      measure: twin,
      unit: unitOf(twin, request.hours),
      figure: await whole(source, context, twin, request),
    })),
  );

/** The quality of a window before: a speed is compared with it or not at all. */
@Resolver(() => PreviousFigure)
export class PreviousFigureResolver {
  constructor(private readonly source: FigureSource) {}

  @Authorized(LEADS)
  @FieldResolver(() => [QualityFigure], {
    description: 'The same twins over the same window: a speed of then is never shown alone.',
  })
  quality(
    @Root() { of, request }: PreviousFigure,
    @Ctx() context: DeskContext,
  ): Promise<QualityFigure[]> {
    return twins(this.source, context, of, request);
  }
}
