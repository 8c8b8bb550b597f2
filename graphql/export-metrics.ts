import { parse } from 'graphql';
import { z } from 'zod';
import { MEASURES, type Measure } from '../src/app/metrics/measure-rule';
import { definitionOf, RULES, unitOf } from '../src/app/metrics/measures';
import { COUNTED_HOURS, type CountedHours } from '../src/domain/sla-policy';
import {
  answered,
  coerced,
  type ExportFormat,
  type ExportRow,
  type ExportSource,
  entered,
  type Variables,
} from './export-source';

const METRICS = parse(/* GraphQL */ `
  query ExportMetrics($input: MeasuresInput!) {
    metrics {
      measures(input: $input) {
        measure unit errorBound from to asOf zone revised uncounted groupsLeftOut
        definition { id version text startsAt stopsAt excludes calendar aggregation }
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
  'bucket',
  'filter',
  'definition.text',
  'definition.startsAt',
  'definition.stopsAt',
  'definition.excludes',
  'definition.calendar',
  'definition.aggregation',
] as const;

const figure = z.looseObject({
  value: z.number().nullable(),
  n: z.number(),
  stillWaiting: z.number(),
});
const named = z.object({ id: z.string(), version: z.number() });
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
  definition: z.looseObject({ id: z.string(), version: z.number() }),
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
    const { value = null, n = 0, stillWaiting = 0 } = twin(one) ?? {};
    return { measure: one.measure, unit: one.unit, value, n, stillWaiting };
  });

/** How it was asked, as far as the answer does not say it. */
interface Asked {
  readonly hours: CountedHours;
  readonly groupBy: string | null;
  readonly bucket: string | null;
  readonly filter: unknown;
}

/** Every figure of a measure as a row of its own. */
const rowsOf = (main: Measured, twins: readonly Measured[], asked: Asked): ExportRow[] => {
  const { measure, unit, definition, from, to, asOf, zone } = main;
  const { errorBound, revised, uncounted, groupsLeftOut } = main;
  const window = { from, to };
  const { hours, groupBy, bucket, filter } = asked;
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
    ...{ quality: qualityOf(twins, twin), bucket, filter },
  });
  return [
    row(null, false, window, main.figure, (one) => one.figure),
    ...main.buckets.map((stretch, at) =>
      row(null, true, stretch, stretch.figure, (one) => one.buckets[at]?.figure),
    ),
    ...main.groups.flatMap((group) => {
      const ofTwin = (one: Measured) => one.groups.find(({ key }) => key === group.key);
      return [
        row(group, false, window, group.figure, (one) => ofTwin(one)?.figure),
        ...group.buckets.map((stretch, at) =>
          row(group, true, stretch, stretch.figure, (one) => ofTwin(one)?.buckets[at]?.figure),
        ),
      ];
    }),
  ];
};

const input = z.looseObject({
  measures: z.array(z.enum(MEASURES)).min(1).max(20),
  hours: z.enum(COUNTED_HOURS).nullish(),
  groupBy: z.string().nullish(),
  bucket: z.string().nullish(),
});

/** What a file of lines begins with: how it was asked, and what every figure in it means. */
const headerOf = (first: Measured, asked: Asked, measures: readonly Measure[]): ExportRow => ({
  type: 'header',
  of: 'metrics',
  window: { from: first.from, to: first.to },
  ...{ asOf: first.asOf, zone: first.zone, ...asked },
  definitions: [...new Set(measures.flatMap((name) => [name, ...RULES[name].quality]))].map(
    (name) => ({
      ...definitionOf(name, asked.hours),
      unit: unitOf(name, asked.hours),
      quality: RULES[name].quality,
    }),
  ),
});

/** A line names its definition, whose words stand in the header. */
const lineOf = ({ bucket: _, filter: __, ...row }: ExportRow): ExportRow => ({
  type: 'figure',
  ...row,
  definition: named.parse(row.definition),
});

export async function* metricPages(
  source: ExportSource,
  given: Variables,
  format: ExportFormat,
): AsyncGenerator<ExportRow[]> {
  const read = z.object({ input }).safeParse(coerced(source, METRICS, given));
  const ask = async (measures: readonly Measure[] | null): Promise<readonly Measured[]> => {
    const of = z.record(z.string(), z.unknown()).catch({}).parse(given.input);
    const answer = await answered(source, METRICS, await entered(source, 1), {
      input: measures === null ? of : { ...of, measures },
    });
    return metricsAnswer.parse(answer).metrics.measures;
  };
  if (!read.success) {
    // None, or too many: the API itself says so.
    await ask(null);
    return;
  }
  const { measures, hours, groupBy = null, bucket = null } = read.data.input;
  const filter = z.looseObject({ filter: z.json().nullish() }).parse(given.input).filter ?? null;
  const asked: Asked = { hours: hours ?? 'CALENDAR', groupBy, bucket, filter };
  // One measure at a time, so that never more than one is held.
  for (const [at, measure] of measures.entries()) {
    const [main, ...twins] = await ask([measure, ...RULES[measure].quality]);
    if (main === undefined) continue;
    const rows = rowsOf(main, twins, asked);
    if (format === 'csv') yield rows;
    else yield [...(at === 0 ? [headerOf(main, asked, measures)] : []), ...rows.map(lineOf)];
  }
}
