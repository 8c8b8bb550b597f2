import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { clockText } from '../../src/app/care/opening-text';
import type { CalendarView } from '../../src/app/ports/care-readers';
import { DAY_MINUTES } from '../../src/domain/business-calendar';
import { globalId } from '../global-id';
import { connectionType } from './connection';
import { Node } from './node';

@ObjectType({ description: 'One opening interval.', simpleResolvers: true })
export class OpeningInterval {
  @Field(() => Int, { description: 'The day it begins on: 1 (Monday) to 7 (Sunday).' })
  weekday: number;

  @Field(() => String, { description: 'For example 09:00, on the wall of the zone.' })
  from: string;

  @Field(() => String, { description: 'For example 17:30; 24:00 is the end of the day.' })
  to: string;

  @Field(() => Boolean, { description: 'It ends on the following day.' })
  overnight: boolean;
}

@ObjectType({ description: 'A day off of the desk itself.', simpleResolvers: true })
export class CalendarHoliday {
  @Field(() => String, { description: 'YYYY-MM-DD.' })
  date: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;
}

@ObjectType('Calendar', {
  description: 'When the desk is open.',
  implements: Node,
  simpleResolvers: true,
})
export class CalendarNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is called; unique.' })
  name: string;

  @Field(() => Int, { description: 'Counts every change; give it back as `expectedVersion`.' })
  version: number;

  @Field(() => GraphQLDateTime, { description: 'When this version was made.' })
  changedAt: Date;

  @Field(() => String, { description: 'IANA time zone.' })
  zone: string;

  @Field(() => [OpeningInterval], { description: 'Any number a day.' })
  opening: readonly OpeningInterval[];

  @Field(() => [CalendarHoliday], {
    description: 'The days off of the desk itself, beside the public ones of `country`.',
  })
  holidays: readonly CalendarHoliday[];

  @Field(() => String, {
    nullable: true,
    description: 'Whose public holidays close it: an ISO 3166 code; null: nobody’s.',
  })
  country: string | null;

  @Field(() => String, { nullable: true, description: 'A region of that country.' })
  region: string | null;

  @Field(() => Boolean, { description: 'It counts where nothing narrower does.' })
  isDefault: boolean;

  @Field(() => [ID], { description: 'Customers it counts for, before everything else.' })
  customerIds: readonly string[];

  @Field(() => [String], {
    description: 'Tiers whose policy names it; empty text: every tier without a policy of its own.',
  })
  tiers: readonly string[];

  @Field(() => [ID], { description: 'Queues it counts for.' })
  queueIds: readonly string[];
}

export const CalendarConnection = connectionType('Calendar', CalendarNode);

/** A calendar as the API shows it. */
export const calendarNode = (calendar: CalendarView): CalendarNode => ({
  id: globalId('Calendar', calendar.id),
  name: calendar.name,
  version: calendar.version,
  changedAt: calendar.madeAt,
  zone: calendar.zone,
  opening: calendar.opening.map(({ weekday, from, to }) => ({
    weekday,
    from: clockText(from),
    to: clockText(to),
    overnight: to > DAY_MINUTES,
  })),
  holidays: calendar.holidays,
  country: calendar.country,
  region: calendar.region,
  isDefault: calendar.isDefault,
  customerIds: calendar.customerIds.map((id) => globalId('Customer', id)),
  tiers: calendar.tiers,
  queueIds: calendar.queueIds.map((id) => globalId('Queue', id)),
});
