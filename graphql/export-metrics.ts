import { parse } from 'graphql';
import { z } from 'zod';
import { MEASURES, type Measure } from '../src/app/metrics/measure-rule';
import { RULES } from '../src/app/metrics/measures';
import {
  answered,
  coerced,
  type ExportRow,
  type ExportSource,
  type Variables,
} from './export-source';

const METRICS = parse(/* GraphQL */ `
  query ExportMetrics($input: MeasuresInput!) {
    metrics {
      measures(input: $input) {
        measure unit errorBound from to asOf zone revised uncounted groupsLeftOut
        definition { id version }
        figure { ...figure }
        buckets { from to figure { ...figure } }
        groups { key label figure { ...figure } buckets { from to figure { ...figure } } }
      }
    }
  }
  fragment figure on MeasureFigure {
    value gap p50 p90 mean n done stillWaiting dropped bands { from to n }
  }
`);

/** One row for each figure: the window's, its buckets', each group's and its buckets'. */
export const METRIC_COLUMNS = [
  'measure',
  'unit',
  'definition.id',
  'definition.version',
  'window.from',
  'window.to',
  'asOf',
  'zone',
  'hours',
  'groupBy',
  'group.key',
  'group.label',
  'isBucket',
  'from',
  'to',
  'value',
  'gap',
  'p50',
  'p90',
  'mean',
  'n',
  'done',
  'stillWaiting',
  'dropped',
  'bands',
  'errorBound',
  'revised',
  'uncounted',
  'groupsLeftOut',
  'quality',
] as const;

const figure = z.looseObject({ value: z.number().nullable(), n: z.number() });
const stretch = z.object({ from: z.date(), to: z.date(), figure });
const measurement = z.object({
  measure: z.enum(MEASURES),
  unit: z.string(),
  errorBound: z.number(),
  from: z.date(),
  to: z.date(),
  asOf: z.date(),
  zone: z.string(),
  revised: z.number(),
  uncounted: z.number(),
  groupsLeftOut: z.number(),
  definition: z.object({ id: z.string(), version: z.number() }),
  figure,
  buckets: z.array(stretch),
  groups: z.array(
    z.object({
      key: z.string().nullable(),
      label: z.string(),
      figure,
      buckets: z.array(stretch),
    }),
  ),
});
const metricsAnswer = z.object({ metrics: z.object({ measures: z.array(measurement) }) });
type Measured = z.infer<typeof measurement>;
type Figure = z.infer<typeof figure>;

/** The same figure of another measure: over the same stretch, of the same group. */
type Twin = (of: Measured) => Figure | undefined;

const qualityOf = (twins: readonly Measured[], twin: Twin) =>
  twins.map((one) => {
    const { value = null, n = 0 } = twin(one) ?? {};
    return { measure: one.measure, unit: one.unit, value, n };
  });

/** Every figure of a measure as a row of its own. */
const rowsOf = (
  main: Measured,
  twins: readonly Measured[],
  asked: { readonly hours: unknown; readonly groupBy: unknown },
): ExportRow[] => {
  const { measure, unit, definition, from, to, asOf, zone } = main;
  const { errorBound, revised, uncounted, groupsLeftOut } = main;
  const window = { from, to };
  const { hours, groupBy } = asked;
  const row = (
    group: { key: string | null; label: string } | null,
    isBucket: boolean,
    when: { readonly from: Date; readonly to: Date },
    shown: Figure,
    twin: Twin,
  ): ExportRow => ({
    ...{ measure, unit, definition, window, asOf, zone, hours, groupBy },
    group: group === null ? null : { key: group.key, label: group.label },
    isBucket,
    from: when.from,
    to: when.to,
    ...shown,
    ...{ errorBound, revised, uncounted, groupsLeftOut },
    quality: qualityOf(twins, twin),
  });
  return [
    row(null, false, window, main.figure, (one) => one.figure),
    ...main.buckets.map((bucket, at) =>
      row(null, true, bucket, bucket.figure, (one) => one.buckets[at]?.figure),
    ),
    ...main.groups.flatMap((group) => {
      const ofTwin = (one: Measured) => one.groups.find(({ key }) => key === group.key);
      return [
        row(group, false, window, group.figure, (one) => ofTwin(one)?.figure),
        ...group.buckets.map((bucket, at) =>
          row(group, true, bucket, bucket.figure, (one) => ofTwin(one)?.buckets[at]?.figure),
        ),
      ];
    }),
  ];
};

const input = z.looseObject({
  measures: z.array(z.enum(MEASURES)).min(1).max(20),
  hours: z.string().nullish(),
  groupBy: z.string().nullish(),
});

export async function* metricPages(
  source: ExportSource,
  given: Variables,
): AsyncGenerator<ExportRow[]> {
  const read = z.object({ input }).safeParse(coerced(source, METRICS, given));
  const ask = async (measures: readonly Measure[] | null): Promise<readonly Measured[]> => {
    const of = z.record(z.string(), z.unknown()).catch({}).parse(given.input);
    const answer = await answered(source, METRICS, {
      input: measures === null ? of : { ...of, measures },
    });
    return metricsAnswer.parse(answer).metrics.measures;
  };
  if (!read.success) {
    // None, or too many: the API itself says so.
    await ask(null);
    return;
  }
  const { hours = null, groupBy = null } = read.data.input;
  // One measure at a time, so that never more than one is held.
  for (const measure of read.data.input.measures) {
    const [main, ...twins] = await ask([measure, ...RULES[measure].quality]);
    if (main !== undefined) yield rowsOf(main, twins, { hours: hours ?? 'CALENDAR', groupBy });
  }
}
