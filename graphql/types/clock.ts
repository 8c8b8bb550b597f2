import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import type { ClockView } from '../../src/app/ports/care-readers';
import type { ClockPart, ClockState } from '../../src/domain/sla-clock';
import type { CountedHours, Measure } from '../../src/domain/sla-policy';
import { ClockStateEnum, CountedHoursEnum, MeasureEnum } from './care-enums';

@ObjectType({ description: 'Time in which a clock stood still.', simpleResolvers: true })
export class ClockPause {
  @Field(() => GraphQLDateTime, { description: 'Since when.' })
  from: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when; null: it still does.' })
  to: Date | null;

  @Field(() => String, { description: 'Why.' })
  reason: string;
}

@ObjectType({ description: 'A stretch of the life of a clock.', simpleResolvers: true })
export class ClockInterval {
  @Field(() => GraphQLDateTime, { description: 'Its first instant.' })
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'The instant after its last one.' })
  to: Date;

  @Field(() => Boolean, { description: 'False: it was skipped.' })
  counted: boolean;

  @Field(() => String, {
    description: 'Why: open, out of hours, not a working day, a holiday by name, or a pause.',
  })
  reason: string;

  @Field(() => Int, { description: 'How long it is.' })
  seconds: number;
}

@ObjectType({ description: 'What a clock has counted and skipped so far.', simpleResolvers: true })
export class ClockExplanation {
  @Field(() => Int, { description: 'Seconds that counted.' })
  countedSeconds: number;

  @Field(() => Int, { description: 'Seconds that did not.' })
  skippedSeconds: number;

  @Field(() => [ClockInterval], { description: 'Counted stretches, newest last; at most 100.' })
  counted: readonly ClockInterval[];

  @Field(() => [ClockInterval], { description: 'Skipped stretches, newest last; at most 100.' })
  skipped: readonly ClockInterval[];

  @Field(() => Boolean, { description: 'Older stretches are left out.' })
  truncated: boolean;
}

@ObjectType({ description: 'One SLA measure running on one ticket.' })
export class TicketClock {
  @Field(() => MeasureEnum, { description: 'What it measures.' })
  measure: Measure;

  @Field(() => ClockStateEnum, { description: 'Where it stands, as of its last reckoning.' })
  state: ClockState;

  @Field(() => GraphQLDateTime, { description: 'When it began.' })
  startedAt: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null while it stands still.' })
  dueAt: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it stopped; null: it runs.' })
  stoppedAt: Date | null;

  @Field(() => Int, { description: 'How long it may take.' })
  targetSeconds: number;

  @Field(() => CountedHoursEnum, { description: 'Which seconds count.' })
  hours: CountedHours;

  @Field(() => Int, { description: 'Share of the target, in per cent, after which it warns.' })
  warnPercent: number;

  @Field(() => [ClockPause], { description: 'When it stood still, oldest first.' })
  pausedIntervals: readonly ClockPause[];

  @Field(() => Int, {
    nullable: true,
    description: 'The version of the calendar it was reckoned by; null: every hour counts.',
  })
  calendarVersion: number | null;

  /** Not published: what an explanation is made from. */
  view: ClockView;
}

/** A clock as the API shows it. */
export const ticketClock = (view: ClockView): TicketClock => {
  const { clock } = view;
  return {
    measure: clock.measure,
    state: clock.state,
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    stoppedAt: clock.stoppedAt,
    targetSeconds: clock.targetSec,
    hours: clock.hours,
    warnPercent: clock.warnPercent,
    pausedIntervals: clock.pauses,
    calendarVersion: clock.calendarVersion,
    view,
  };
};

const MOST_INTERVALS = 100;

const sum = (parts: readonly ClockPart[]): number =>
  Math.round(parts.reduce((total, { seconds }) => total + seconds, 0));

const newest = (parts: readonly ClockPart[]): readonly ClockInterval[] =>
  parts.slice(-MOST_INTERVALS).map((part) => ({ ...part, seconds: Math.round(part.seconds) }));

/** An explanation as the API shows it. */
export const clockExplanation = (parts: readonly ClockPart[]): ClockExplanation => {
  const counted = parts.filter((part) => part.counted);
  const skipped = parts.filter((part) => !part.counted);
  return {
    countedSeconds: sum(counted),
    skippedSeconds: sum(skipped),
    counted: newest(counted),
    skipped: newest(skipped),
    truncated: Math.max(counted.length, skipped.length) > MOST_INTERVALS,
  };
};
