import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { AgeBand, Figure } from '../../src/app/metrics/figures';
import type { MeasureRequest } from '../../src/app/metrics/measure';
import type { Definition, Measure, MeasureUnit } from '../../src/app/metrics/measure-rule';
import type { GapReason } from '../../src/app/metrics/read-metrics';
import type { FactRow } from '../../src/app/ports/facts';
import { globalId } from '../global-id';
import { connectionType } from './connection';
import { GapReasonEnum } from './enums';
import { MeasureEnum, MeasureUnitEnum } from './measure-enums';

@ObjectType({ description: 'What a figure means, in full.', simpleResolvers: true })
export class MeasureDefinition implements Definition {
  @Field(() => ID, { description: 'Stays the same for ever.' })
  id: string;

  @Field(() => Int, { description: 'Counts up when the same history would give another figure.' })
  version: number;

  @Field(() => String, { description: 'In words.' })
  text: string;

  @Field(() => String, { description: 'What starts it.' })
  startsAt: string;

  @Field(() => String, { description: 'What stops it.' })
  stopsAt: string;

  @Field(() => String, { description: 'What never counts.' })
  excludes: string;

  @Field(() => String, { description: 'By which hours it counts.' })
  calendar: string;

  @Field(() => String, { description: 'How many become one.' })
  aggregation: string;
}

@ObjectType({ description: 'How many are of an age.', simpleResolvers: true })
export class MeasureAgeBand implements AgeBand {
  @Field(() => Float, { description: 'At least so many seconds old.' })
  from: number;

  @Field(() => Float, { nullable: true, description: 'And less than so many; null: no end.' })
  to: number | null;

  @Field(() => Int, { description: 'How many.' })
  n: number;
}

@ObjectType({ description: 'One number with what must stand beside it.', simpleResolvers: true })
export class MeasureFigure implements Figure {
  @Field(() => Float, {
    nullable: true,
    description: 'The one number: a count, a share, or the median of a length. Null: see `gap`.',
  })
  value: number | null;

  @Field(() => GapReasonEnum, { nullable: true, description: 'Why `value` is null.' })
  gap: GapReason | null;

  @Field(() => Float, { nullable: true, description: 'Median of a length; null if not reached.' })
  p50: number | null;

  @Field(() => Float, { nullable: true, description: '90th percentile; null if not reached.' })
  p90: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean of a length, cut at the longest observed.',
  })
  mean: number | null;

  @Field(() => Int, { description: 'The sample.' })
  n: number;

  @Field(() => Int, { description: 'Of those: ended as awaited; of a share: the good ones.' })
  done: number;

  @Field(() => Int, {
    description: 'Lengths: still running, part of the sample. Shares: not decided, beside it.',
  })
  stillWaiting: number;

  @Field(() => Int, { description: 'Lengths that ended otherwise: cut off there.' })
  dropped: number;

  @Field(() => [MeasureAgeBand], { description: 'Of a backlog: by age, at the end of the window.' })
  bands: MeasureAgeBand[];
}

@ObjectType({ description: 'A figure of one stretch of the window.', simpleResolvers: true })
export class MeasureBucket {
  @Field(() => GraphQLDateTime, { description: 'Its start.' })
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'Its end, not part of it.' })
  to: Date;

  @Field(() => MeasureFigure, { description: 'The figure.' })
  figure: MeasureFigure;
}

@ObjectType({ description: 'A figure of one customer, agent, queue …', simpleResolvers: true })
export class MeasureGroup {
  @Field(() => String, {
    nullable: true,
    description: 'An id where it has one, else the word itself; null: none, such as nobody.',
  })
  key: string | null;

  @Field(() => String, { description: 'Its name.' })
  label: string;

  @Field(() => MeasureFigure, { description: 'The figure.' })
  figure: MeasureFigure;

  @Field(() => [MeasureBucket], { description: 'In time, if buckets were asked for.' })
  buckets: MeasureBucket[];
}

@ObjectType({ description: 'A figure that belongs beside another.', simpleResolvers: true })
export class QualityFigure {
  @Field(() => MeasureEnum, { description: 'Which.' })
  measure: Measure;

  @Field(() => MeasureUnitEnum, { description: 'What it is in.' })
  unit: MeasureUnit;

  @Field(() => MeasureFigure, { description: 'Over the same window, of the same.' })
  figure: MeasureFigure;
}

@ObjectType({
  description: 'A figure of the window before, with what tells whether it was bought dearly then.',
  simpleResolvers: true,
})
export class PreviousFigure extends MeasureFigure {
  @Field(() => GraphQLDateTime, { description: 'Start of that window.' })
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'Its end, where the window asked for begins.' })
  to: Date;

  /** For what is asked beside it. */
  of: Measure;
  request: MeasureRequest;
}

@ObjectType({
  description: 'What stands behind a figure: one of its facts.',
  simpleResolvers: true,
})
export class MeasuredFact {
  @Field(() => ID, { description: 'Of which ticket.' })
  ticketId: string;

  @Field(() => Int, { description: 'What people say aloud.' })
  ticketNumber: number;

  @Field(() => GraphQLDateTime, { description: 'When it began.' })
  beganAt: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended; null: it lasts.' })
  endedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'How it ended; null: it lasts.' })
  outcome: string | null;

  @Field(() => Float, { description: 'Its length up to `asOf`, without its pauses.' })
  seconds: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was due, if it was.' })
  dueAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The reason of an escalation, or the target of a clock.',
  })
  reason: string | null;

  /** For what is asked beside it. */
  ticketUuid: string;
}

export const MeasuredFactConnection = connectionType('MeasuredFact', MeasuredFact);

export const measuredFact = (row: FactRow): MeasuredFact => ({
  ...row,
  ticketId: globalId('Ticket', row.ticketId),
  ticketUuid: row.ticketId,
});

@ObjectType({ description: 'One measure over a window.', simpleResolvers: true })
export class Measurement {
  @Field(() => MeasureEnum, { description: 'Which.' })
  measure: Measure;

  @Field(() => MeasureUnitEnum, { description: 'What its figures are in.' })
  unit: MeasureUnit;

  @Field(() => MeasureDefinition, { description: 'What it means.' })
  definition: MeasureDefinition;

  @Field(() => GraphQLDateTime, { description: 'Start of the window.' })
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'End of the window, not part of it.' })
  to: Date;

  @Field(() => GraphQLDateTime, { description: 'The instant it is true for.' })
  asOf: Date;

  @Field(() => String, { description: 'The zone in which buckets begin.' })
  zone: string;

  @Field(() => Float, {
    description:
      'A percentile is right but for moving each length by less than this share. 0: exact.',
  })
  errorBound: number;

  @Field(() => MeasureFigure, { description: 'The figure of the whole window.' })
  figure: MeasureFigure;

  @Field(() => [MeasureBucket], { description: 'In time, if buckets were asked for.' })
  buckets: MeasureBucket[];

  @Field(() => [MeasureGroup], { description: 'Parted, if asked for; the largest 500 first.' })
  groups: MeasureGroup[];

  @Field(() => Int, { description: 'Groups beyond those.' })
  groupsLeftOut: number;

  /** For what is asked beside it. */
  request: MeasureRequest;
}
