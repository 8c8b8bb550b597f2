import {
  ArrayMaxSize,
  IsBoolean,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { TICKET_SORTS, type TicketSort } from '../../src/app/ports/readers';
import {
  PRIORITIES,
  type Priority,
  STATUSES,
  type TicketStatus,
  WAITING_ON,
  type WaitingOn,
} from '../../src/domain/ticket';
import { IsIdOf } from '../global-id';
import { PageArgs } from './connection';
import {
  DirectionEnum,
  PriorityEnum,
  TicketSortEnum,
  TicketStatusEnum,
  WaitingOnEnum,
} from './enums';

const LIST_CAP = 100;

@InputType({ description: 'Who looks after a ticket. Give exactly one of the two.' })
export class AssigneeFilter {
  @Field(() => ID, { nullable: true, description: 'This member does.' })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: nobody does.' })
  @IsOptional()
  @IsBoolean()
  none?: boolean | null;
}

@InputType({ description: 'Every given condition must hold; null or absent asks nothing.' })
export class TicketFilterInput {
  @Field(() => [TicketStatusEnum], { nullable: true, description: 'Any of these.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIn(STATUSES, { each: true })
  status?: TicketStatus[] | null;

  @Field(() => [WaitingOnEnum], { nullable: true, description: 'Any of these.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIn(WAITING_ON, { each: true })
  waitingOn?: WaitingOn[] | null;

  @Field(() => [PriorityEnum], { nullable: true, description: 'Any of these.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIn(PRIORITIES, { each: true })
  priority?: Priority[] | null;

  @Field(() => AssigneeFilter, { nullable: true, description: 'Who looks after it.' })
  @IsOptional()
  @ValidateNested()
  assignee?: AssigneeFilter | null;

  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Asked in this channel.' })
  @IsOptional()
  @IsIdOf('Channel')
  channelId?: string | null;

  @Field(() => ID, { nullable: true, description: 'In this queue.' })
  @IsOptional()
  @IsIdOf('Queue')
  queueId?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Opened at or after.' })
  @IsOptional()
  @IsDate()
  openedAfter?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Opened before.' })
  @IsOptional()
  @IsDate()
  openedBefore?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Changed at or after.' })
  @IsOptional()
  @IsDate()
  updatedAfter?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Words that all occur in the subject, or all in one message. At most 200 characters.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

@InputType({ description: 'How a list of tickets is ordered.' })
export class TicketSortInput {
  @Field(() => TicketSortEnum, { description: 'By what.' })
  @IsIn(TICKET_SORTS)
  field: TicketSort;

  @Field(() => DirectionEnum, {
    nullable: true,
    description: 'Which end comes first. Default DESC.',
  })
  @IsOptional()
  @IsIn(['ASC', 'DESC'])
  direction?: 'ASC' | 'DESC' | null;
}

@ArgsType()
export class TicketListArgs extends PageArgs {
  @Field(() => TicketFilterInput, { nullable: true, description: 'Which tickets. Default all.' })
  @IsOptional()
  @ValidateNested()
  filter?: TicketFilterInput | null;

  @Field(() => TicketSortInput, {
    nullable: true,
    description: 'In which order. Default newest opened first.',
  })
  @IsOptional()
  @ValidateNested()
  sort?: TicketSortInput | null;
}
