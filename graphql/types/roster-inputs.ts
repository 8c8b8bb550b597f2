import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import {
  ASSIGNMENTS,
  type Assignment,
  ESCALATE_ON,
  type EscalateOn,
} from '../../src/app/ports/escalations';
import { IsIdOf, IsIdOfAny } from '../global-id';
import { OpeningIntervalInput } from './hours-inputs';
import { AssignmentEnum, EscalateOnEnum } from './roster';
import { OnceInput } from './ticket-inputs';

const NAME_LIMIT = 400;
const LEAVES = 'Null or absent leaves it.';
const CLEARS = 'Absent leaves it, null clears it.';

@InputType({
  description: 'Make a group of members who are asked together, or say anew who is in it.',
})
export class SetGroupInput extends OnceInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The group; absent: the one of this name, or a new one.',
  })
  @IsOptional()
  @IsIdOf('Group')
  groupId?: string | null;

  @Field(() => String, { description: 'What it is called: 1 to 120 characters, unique.' })
  @IsString()
  @MaxLength(NAME_LIMIT)
  name: string;

  @Field(() => [ID], { description: 'Everybody in it, at most 100.' })
  @ArrayMaxSize(100)
  @IsIdOf('Member', true)
  memberIds: string[];
}

@InputType({ description: 'Dissolve a group that no escalation path asks.' })
export class DeleteGroupInput extends OnceInput {
  @Field(() => ID, { description: 'The group.' })
  @IsIdOf('Group')
  groupId: string;
}

@InputType({ description: 'When somebody works.' })
export class ShiftInput {
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
}

@InputType({ description: 'Whole days on which a member is not there.' })
export class DaysOffInput {
  @Field(() => String, { description: 'The first day: YYYY-MM-DD.' })
  @IsString()
  @MaxLength(10)
  from: string;

  @Field(() => String, { description: 'The last day: YYYY-MM-DD; at most a year later.' })
  @IsString()
  @MaxLength(10)
  to: string;
}

@InputType({
  description: 'Say when a member works and how much they carry: one’s own, or as a supervisor.',
})
export class SetDutyInput extends OnceInput {
  @Field(() => ID, { description: 'The member.' })
  @IsIdOf('Member')
  memberId: string;

  @Field(() => ShiftInput, {
    nullable: true,
    description: `When they work; cleared, they may always be asked. ${CLEARS}`,
  })
  @IsOptional()
  @ValidateNested()
  shift?: ShiftInput | null;

  @Field(() => [DaysOffInput], {
    nullable: true,
    description: `All their days off, in any order; at most 50. They are given nothing and asked nothing then. ${CLEARS}`,
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  daysOff?: DaysOffInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: `The most open tickets that wait on us: 0 to 1,000; cleared, as many as come. ${CLEARS}`,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  capacity?: number | null;
}

@InputType({ description: 'Whom one level asks, and by when.' })
export class EscalationLevelInput {
  @Field(() => String, { description: 'What the level is called: 1 to 120 characters.' })
  @IsString()
  @MaxLength(NAME_LIMIT)
  name: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Whoever is asked accepts within so many minutes: 1 to 10,080. Absent: 15.',
  })
  @IsOptional()
  @IsInt()
  acceptMinutes?: number | null;

  @Field(() => [ID], {
    description: 'Members and groups in the order in which they are asked; at most 20.',
  })
  @ArrayMaxSize(20)
  @IsIdOfAny(['Member', 'Group'], true)
  askIds: string[];
}

@InputType({ description: 'Change what a queue does when a ticket needs somebody else.' })
export class SetEscalationPathInput extends OnceInput {
  @Field(() => ID, { description: 'The queue.' })
  @IsIdOf('Queue')
  queueId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Refuse with PATH_CHANGED unless the path still has this version.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  expectedVersion?: number | null;

  @Field(() => [EscalationLevelInput], {
    nullable: true,
    description: `The whole path, level 1 first; 1 to 20 levels. ${LEAVES}`,
  })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  levels?: EscalationLevelInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: `The member who is asked when nobody else is left or on shift. ${CLEARS}`,
  })
  @IsOptional()
  @IsIdOf('Member')
  fallbackId?: string | null;

  @Field(() => AssignmentEnum, {
    nullable: true,
    description: `How it gives out new tickets, to the people of level 1. ${LEAVES}`,
  })
  @IsOptional()
  @IsIn(ASSIGNMENTS)
  assignment?: Assignment | null;

  @Field(() => EscalateOnEnum, {
    nullable: true,
    description: `When the clock escalates by itself. ${LEAVES}`,
  })
  @IsOptional()
  @IsIn(ESCALATE_ON)
  escalateOn?: EscalateOn | null;
}
