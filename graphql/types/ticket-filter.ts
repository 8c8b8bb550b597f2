import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ArgsType, Field, InputType } from 'type-graphql';
import { type Among, TICKET_SORTS, type TicketSort } from '../../src/app/ports/readers';
import {
  PRIORITIES,
  type Priority,
  STATUSES,
  type TicketStatus,
  WAITING_ON,
  type WaitingOn,
} from '../../src/domain/ticket';
import { PageArgs } from './connection';
import {
  DirectionEnum,
  PriorityEnum,
  TicketSortEnum,
  TicketStatusEnum,
  WaitingOnEnum,
} from './enums';
import {
  AssigneeFilter,
  enumFilter,
  InstantFilter,
  IntFilter,
  idFilter,
  LabelFilter,
  OptionalInstantFilter,
} from './filters';

const GROUP_CAP = 20;

const StatusFilter = enumFilter('TicketStatusFilter', STATUSES, TicketStatusEnum);
const WaitingOnFilter = enumFilter('WaitingOnFilter', WAITING_ON, WaitingOnEnum);
const PriorityFilter = enumFilter('PriorityFilter', PRIORITIES, PriorityEnum);
const CustomerFilter = idFilter('Customer');
const ChannelFilter = idFilter('Channel');
const QueueFilter = idFilter('Queue');
const WorkItemFilter = idFilter('WorkItem');
const LabelIdFilter = idFilter('Label');

@InputType({
  description:
    'Every given condition must hold; null or absent asks nothing. At most five deep and fifty parts in all.',
})
export class TicketFilterInput {
  @Field(() => [TicketFilterInput], { nullable: true, description: 'All of these hold.' })
  @IsOptional()
  @ArrayMaxSize(GROUP_CAP)
  @ValidateNested({ each: true })
  and?: TicketFilterInput[] | null;

  @Field(() => [TicketFilterInput], {
    nullable: true,
    description: 'At least one of these holds; an empty list holds for nothing.',
  })
  @IsOptional()
  @ArrayMaxSize(GROUP_CAP)
  @ValidateNested({ each: true })
  or?: TicketFilterInput[] | null;

  @Field(() => TicketFilterInput, { nullable: true, description: 'This does not hold.' })
  @IsOptional()
  @ValidateNested()
  not?: TicketFilterInput | null;

  @Field(() => StatusFilter, { nullable: true, description: 'Where it stands.' })
  @IsOptional()
  @ValidateNested()
  status?: Among<TicketStatus> | null;

  @Field(() => WaitingOnFilter, { nullable: true, description: 'Whose step is next.' })
  @IsOptional()
  @ValidateNested()
  waitingOn?: Among<WaitingOn> | null;

  @Field(() => PriorityFilter, { nullable: true, description: 'How urgent it is.' })
  @IsOptional()
  @ValidateNested()
  priority?: Among<Priority> | null;

  @Field(() => AssigneeFilter, { nullable: true, description: 'Who looks after it.' })
  @IsOptional()
  @ValidateNested()
  assignee?: AssigneeFilter | null;

  @Field(() => CustomerFilter, { nullable: true, description: 'Whose problem it is.' })
  @IsOptional()
  @ValidateNested()
  customer?: Among<string> | null;

  @Field(() => ChannelFilter, { nullable: true, description: 'Where it was asked.' })
  @IsOptional()
  @ValidateNested()
  channel?: Among<string> | null;

  @Field(() => QueueFilter, { nullable: true, description: 'Where it waits.' })
  @IsOptional()
  @ValidateNested()
  queue?: Among<string> | null;

  @Field(() => WorkItemFilter, {
    nullable: true,
    description: 'What it is linked to: to this or to one of these; `nin`: to none of these.',
  })
  @IsOptional()
  @ValidateNested()
  workItem?: Among<string> | null;

  @Field(() => LabelFilter, { nullable: true, description: 'What it came from.' })
  @IsOptional()
  @ValidateNested()
  cause?: LabelFilter | null;

  @Field(() => LabelIdFilter, {
    nullable: true,
    description: 'Its labels: `eq` and `in` hold if it has one of them, `nin` if it has none.',
  })
  @IsOptional()
  @ValidateNested()
  label?: Among<string> | null;

  @Field(() => IntFilter, { nullable: true, description: 'Its number.' })
  @IsOptional()
  @ValidateNested()
  number?: IntFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'Step on the escalation path.' })
  @IsOptional()
  @ValidateNested()
  level?: IntFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'How often it was opened again.' })
  @IsOptional()
  @ValidateNested()
  reopenCount?: IntFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the customer first wrote.' })
  @IsOptional()
  @ValidateNested()
  openedAt?: InstantFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'The last change.' })
  @IsOptional()
  @ValidateNested()
  updatedAt?: InstantFilter | null;

  @Field(() => OptionalInstantFilter, {
    nullable: true,
    description: 'When the customer was told to hear from a person.',
  })
  @IsOptional()
  @ValidateNested()
  firstResponseDueAt?: OptionalInstantFilter | null;

  @Field(() => OptionalInstantFilter, {
    nullable: true,
    description: 'First public message of a person of our side.',
  })
  @IsOptional()
  @ValidateNested()
  firstRespondedAt?: OptionalInstantFilter | null;

  @Field(() => OptionalInstantFilter, {
    nullable: true,
    description: 'Oldest customer message without a public human answer.',
  })
  @IsOptional()
  @ValidateNested()
  unansweredSince?: OptionalInstantFilter | null;

  @Field(() => OptionalInstantFilter, {
    nullable: true,
    description: 'Last time a solution was proposed.',
  })
  @IsOptional()
  @ValidateNested()
  lastSolvedAt?: OptionalInstantFilter | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether one of its clocks runs and is past its due time.',
  })
  @IsOptional()
  @IsBoolean()
  breaching?: boolean | null;

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
