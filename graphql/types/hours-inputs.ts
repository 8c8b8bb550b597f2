import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import {
  COUNTED_HOURS,
  type CountedHours,
  MEASURES,
  type Measure,
} from '../../src/domain/sla-policy';
import { PRIORITIES, type Priority, WAITING_ON, type WaitingOn } from '../../src/domain/ticket';
import { IsIdOf } from '../global-id';
import { CountedHoursEnum, MeasureEnum } from './care-enums';
import { PriorityEnum, WaitingOnEnum } from './enums';
import { OnceInput } from './ticket-inputs';

const NAME_LIMIT = 400;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

@InputType()
export abstract class HoursChangeInput extends OnceInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: change nothing, only say which open tickets would be reckoned to what.',
  })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean | null;
}

@InputType()
abstract class VersionedHoursInput extends HoursChangeInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Refuse with HOURS_CHANGED unless it still has this version.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  expectedVersion?: number | null;
}

@InputType({ description: 'One opening interval.' })
export class OpeningIntervalInput {
  @Field(() => Int, { description: 'The day it begins on: 1 (Monday) to 7 (Sunday).' })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday: number;

  @Field(() => String, { description: 'For example 09:00, on the wall of the zone.' })
  @Matches(TIME)
  from: string;

  @Field(() => String, {
    description: 'For example 17:30. Not after `from`: it ends on the following day.',
  })
  @Matches(TIME)
  to: string;
}

@InputType({ description: 'A day off of the desk itself.' })
export class CalendarHolidayInput {
  @Field(() => String, { description: 'YYYY-MM-DD.' })
  @IsString()
  @MaxLength(10)
  date: string;

  @Field(() => String, { description: 'What it is called. At most 120 characters.' })
  @IsString()
  @MaxLength(120)
  name: string;
}

@InputType({ description: 'Make a calendar, or say anew what one of this name says.' })
export class SetCalendarInput extends VersionedHoursInput {
  @Field(() => String, { description: 'What it is called: 1 to 120 characters.' })
  @IsString()
  @MaxLength(NAME_LIMIT)
  name: string;

  @Field(() => String, { description: 'IANA time zone.' })
  @IsString()
  @MaxLength(NAME_LIMIT)
  zone: string;

  @Field(() => [OpeningIntervalInput], {
    description: 'Any number a day, overnight too; at most 100.',
  })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  opening: OpeningIntervalInput[];

  @Field(() => [CalendarHolidayInput], {
    nullable: true,
    description: 'Days off of the desk itself; at most 100. Absent: none.',
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  holidays?: CalendarHolidayInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whose public holidays close it: an ISO 3166 code such as DE. Absent: nobody’s.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  country?: string | null;

  @Field(() => String, { nullable: true, description: 'A region of that country, such as BY.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  region?: string | null;
}

@InputType({
  description:
    'Say for whom a calendar counts: a customer, a queue, or with neither the whole desk. A tier has its calendar by its policy.',
})
export class AssignCalendarInput extends HoursChangeInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The calendar; null takes the assignment away, and the next wider one counts.',
  })
  @IsOptional()
  @IsIdOf('Calendar')
  calendarId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this queue.' })
  @IsOptional()
  @IsIdOf('Queue')
  queueId?: string | null;
}

@InputType({ description: 'What is expected of one measure.' })
export class SlaTargetInput {
  @Field(() => PriorityEnum, { description: 'For tickets of this priority.' })
  @IsIn(PRIORITIES)
  priority: Priority;

  @Field(() => MeasureEnum, { description: 'What is measured.' })
  @IsIn(MEASURES)
  measure: Measure;

  @Field(() => Int, { description: 'How long it may take: a minute to a year.' })
  @IsInt()
  seconds: number;

  @Field(() => CountedHoursEnum, { nullable: true, description: 'Absent: BUSINESS.' })
  @IsOptional()
  @IsIn(COUNTED_HOURS)
  hours?: CountedHours | null;
}

@InputType({ description: 'Make the policy of a tier, or say anew what it says.' })
export class SetSlaPolicyInput extends VersionedHoursInput {
  @Field(() => String, {
    nullable: true,
    description: 'Whose it is. Absent or empty: of every tier without a policy of its own.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_LIMIT)
  tier?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The calendar of the tier. Absent: the one of the queue or of the desk.',
  })
  @IsOptional()
  @IsIdOf('Calendar')
  calendarId?: string | null;

  @Field(() => [WaitingOnEnum], {
    nullable: true,
    description:
      'Resolution clocks stand still while the ticket waits on one of these. Absent: CUSTOMER.',
  })
  @IsOptional()
  @ArrayMaxSize(WAITING_ON.length)
  @IsIn(WAITING_ON, { each: true })
  pauseWhile?: WaitingOn[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Share of a target, in per cent, after which a clock warns. Absent: 80.',
  })
  @IsOptional()
  @IsInt()
  warnPercent?: number | null;

  @Field(() => [SlaTargetInput], {
    description: 'One for each priority and measure; what is not named is not promised.',
  })
  @ArrayMaxSize(PRIORITIES.length * MEASURES.length)
  @ValidateNested({ each: true })
  targets: SlaTargetInput[];
}
