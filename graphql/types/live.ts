import { IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { PromiseKind } from '../../src/domain/promise';
import { PromiseKindEnum } from './care-enums';
import { QueueNode } from './desk';
import { TicketNode } from './ticket';
import { TicketFilterInput } from './ticket-filter';

@ArgsType()
export class AfterArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Go on behind this cursor, after a break. Default: from now on.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  after?: string | null;
}

@ArgsType()
export class TicketsChangedArgs extends AfterArgs {
  @Field(() => TicketFilterInput, { nullable: true, description: 'Which tickets. Default all.' })
  @IsOptional()
  @ValidateNested()
  filter?: TicketFilterInput | null;
}

@ObjectType({
  description: 'A ticket changed; what happened meanwhile is one event.',
  simpleResolvers: true,
})
export class TicketChange {
  @Field(() => ID, { description: 'Which ticket.' })
  ticketId: string;

  @Field(() => TicketNode, {
    nullable: true,
    description: 'How it stands now; null when it is not, or no longer, what was asked for.',
  })
  ticket: TicketNode | null;

  @Field(() => String, { description: 'Keep it: `after` goes on from here after a break.' })
  cursor: string;
}

@ObjectType({ description: 'How much waits in a queue.', simpleResolvers: true })
export class QueueChange {
  @Field(() => ID, { description: 'Which queue.' })
  queueId: string;

  @Field(() => QueueNode, { nullable: true, description: 'The queue itself.' })
  queue: QueueNode | null;

  @Field(() => Int, { description: 'Tickets whose next step is ours and that nobody has.' })
  waiting: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the oldest of them was opened; null: none waits.',
  })
  oldestOpenedAt: Date | null;
}

@ObjectType({ description: 'An open promise is due soon, or overdue.', simpleResolvers: true })
export class PromiseDue {
  @Field(() => ID, { description: 'Which ticket.' })
  ticketId: string;

  @Field(() => TicketNode, { nullable: true, description: 'The ticket itself.' })
  ticket: TicketNode | null;

  @Field(() => PromiseKindEnum, { description: 'What was promised.' })
  kind: PromiseKind;

  @Field(() => GraphQLDateTime, { description: 'By when.' })
  dueAt: Date;
}

@ObjectType({ description: 'The figures of this moment.', simpleResolvers: true })
export class MetricsTick {
  @Field(() => Int, { description: 'Open tickets.' })
  open: number;

  @Field(() => Int, { description: 'Tickets whose next step is ours.' })
  waitingOnUs: number;

  @Field(() => GraphQLDateTime, { description: 'When that was so.' })
  asOf: Date;
}
