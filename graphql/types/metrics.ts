import { IsDate } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import type { Metric } from '../../src/app/metrics/definitions';
import type {
  CountFigure,
  DurationFigure,
  FigureGap,
  GapReason,
} from '../../src/app/metrics/read-metrics';
import { FigureEnum, GapReasonEnum, MetricEnum, UnitEnum } from './enums';

@InputType({ description: 'A stretch of time: `from` belongs to it, `to` does not.' })
export class TimeWindowInput {
  @Field(() => GraphQLDateTime, { description: 'Its start.' })
  @IsDate()
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'Its end.' })
  @IsDate()
  to: Date;
}

@ObjectType({ description: 'A number of tickets, with what it means.', simpleResolvers: true })
export class CountMetric implements CountFigure {
  @Field(() => MetricEnum, { description: 'Which figure.' })
  metric: Metric;

  @Field(() => Int, { description: 'The number.' })
  value: number;

  @Field(() => UnitEnum, { description: 'What it counts.' })
  unit: 'TICKETS';

  @Field(() => String, { description: 'What it means.' })
  definition: string;

  @Field(() => GraphQLDateTime, { description: 'The instant it is true for.' })
  asOf: Date;
}

@ObjectType({ description: 'Why a number of a distribution is null.', simpleResolvers: true })
export class MetricGap implements FigureGap {
  @Field(() => FigureEnum, { description: 'Which number.' })
  figure: FigureGap['figure'];

  @Field(() => GapReasonEnum, { description: 'Why it is null.' })
  reason: GapReason;
}

@ObjectType({
  description: 'A duration over many tickets. Whoever still waits is in it.',
  simpleResolvers: true,
})
export class DurationMetric implements DurationFigure {
  @Field(() => MetricEnum, { description: 'Which figure.' })
  metric: Metric;

  @Field(() => GraphQLDateTime, { description: 'Start of the window.' })
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'End of the window, not part of it.' })
  to: Date;

  @Field(() => Float, { nullable: true, description: 'Median; null: see `gaps`.' })
  p50: number | null;

  @Field(() => Float, { nullable: true, description: '90th percentile; null: see `gaps`.' })
  p90: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean, cut at the longest observed wait; null: see `gaps`.',
  })
  mean: number | null;

  @Field(() => [MetricGap], { description: 'Why a number above is null.' })
  gaps: readonly MetricGap[];

  @Field(() => Int, { description: 'Tickets in the figure.' })
  n: number;

  @Field(() => Int, { description: 'Of those, how many were answered.' })
  answered: number;

  @Field(() => Int, { description: 'Of those, how many still wait at `asOf`.' })
  stillWaiting: number;

  @Field(() => Int, { description: 'Of those, how many ended without an answer.' })
  endedUnanswered: number;

  @Field(() => UnitEnum, { description: 'Unit of p50, p90 and mean.' })
  unit: 'CALENDAR_SECONDS';

  @Field(() => String, { description: 'What it means.' })
  definition: string;

  @Field(() => GraphQLDateTime, { description: 'The instant it is true for.' })
  asOf: Date;
}

@ObjectType('Metrics', {
  description: 'The figures of the desk. Only what is asked for is computed.',
  simpleResolvers: true,
})
export class MetricsNode {}
