import {
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ESCALATION_CAUSES, type EscalationCause } from '../../src/domain/escalation-reason';
import { PRIORITIES, type Priority } from '../../src/domain/ticket';
import { IsIdOf } from '../global-id';
import { PriorityEnum } from './enums';
import { EscalationCauseEnum } from './escalation-cause';

const TEXT_LIMIT = 30_000;
const REASON_LIMIT = 2_000;
const KEY = /^[\x21-\x7e]{1,200}$/;

@InputType()
export abstract class OnceInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Repeat a request safely: the same key and arguments get the same answer for 48 hours. 1 to 200 visible ASCII characters.',
  })
  @IsOptional()
  @Matches(KEY)
  idempotencyKey?: string | null;
}

@InputType()
export abstract class TicketChangeInput extends OnceInput {
  @Field(() => ID, { description: 'The ticket.' })
  @IsIdOf('Ticket')
  ticketId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Refuse with TICKET_CHANGED unless the ticket still has this version.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  expectedVersion?: number | null;
}

@InputType()
abstract class SpokenInput extends TicketChangeInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Who speaks. Default: the member the token belongs to; needed for a token of nobody.',
  })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;
}

@InputType({ description: 'Take a ticket.' })
export class ClaimTicketInput extends TicketChangeInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Who takes it. Default: the member the token belongs to; needed for a token of nobody.',
  })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;
}

@InputType({ description: 'Give a ticket to a member or back to its queue.' })
export class AssignTicketInput extends TicketChangeInput {
  @Field(() => ID, { nullable: true, description: 'Who gets it; null: back to its queue.' })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;
}

@InputType({ description: 'Answer in the thread of the customer.' })
export class ReplyToTicketInput extends SpokenInput {
  @Field(() => String, { description: 'What the customer reads. At most 30,000 characters.' })
  @IsString()
  @MaxLength(TEXT_LIMIT)
  text: string;
}

@InputType({ description: 'Write an internal note. It never reaches the customer.' })
export class AddNoteInput extends SpokenInput {
  @Field(() => String, { description: 'What the team reads. At most 30,000 characters.' })
  @IsString()
  @MaxLength(TEXT_LIMIT)
  text: string;
}

@InputType({ description: 'Change how urgent a ticket is.' })
export class SetTicketPriorityInput extends TicketChangeInput {
  @Field(() => PriorityEnum, { description: 'How urgent it is from now on.' })
  @IsIn(PRIORITIES)
  priority: Priority;
}

@InputType({ description: 'Say what a ticket came from.' })
export class SetTicketCauseInput extends TicketChangeInput {
  @Field(() => String, {
    nullable: true,
    description: 'A label of at most 60 characters, kept in lower case; null takes it away.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(REASON_LIMIT)
  cause?: string | null;
}

@InputType({ description: 'Put a ticket to sleep.' })
export class SnoozeTicketInput extends TicketChangeInput {
  @Field(() => GraphQLDateTime, {
    description: 'When it wakes, unless the customer writes before.',
  })
  @IsDate()
  until: Date;
}

@InputType({ description: 'Wake a sleeping ticket.' })
export class WakeTicketInput extends TicketChangeInput {}

@InputType({
  description: 'Say that a ticket waits for somebody outside the desk and the customer.',
})
export class WaitForThirdPartyInput extends SpokenInput {
  @Field(() => String, {
    description: 'Whom it waits for; only the team reads it. 2 to 200 characters.',
  })
  @IsString()
  @MaxLength(200)
  party: string;

  @Field(() => GraphQLDateTime, { description: 'When its owner is reminded to look again.' })
  @IsDate()
  nextCheckAt: Date;
}

@InputType({ description: 'Say that a ticket no longer waits for a third party.' })
export class StopWaitingInput extends TicketChangeInput {}

@InputType({ description: 'Take an escalated ticket one was asked to take.' })
export class AcceptEscalationInput extends TicketChangeInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Who takes it: one of those who are asked. Default: the member the token belongs to.',
  })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;
}

@InputType({ description: 'Say that one cannot take an escalated ticket.' })
export class DeclineEscalationInput extends AcceptEscalationInput {}

@InputType({ description: 'Bring a ticket to the next level of its queue.' })
export class EscalateTicketInput extends TicketChangeInput {
  @Field(() => String, {
    description: 'Why. Whoever takes over reads it. At most 2,000 characters.',
  })
  @IsString()
  @MaxLength(REASON_LIMIT)
  reason: string;

  @Field(() => EscalationCauseEnum, {
    nullable: true,
    description: 'The same in a word that is counted. Default: OTHER.',
  })
  @IsOptional()
  @IsIn(ESCALATION_CAUSES)
  because?: EscalationCause | null;

  @Field(() => Int, { nullable: true, description: 'Which level. Default: the next one.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  level?: number | null;
}

@InputType({ description: 'Propose a solution to the customer.' })
export class SolveTicketInput extends SpokenInput {
  @Field(() => String, {
    description: 'What was done, in words the customer understands. At most 30,000 characters.',
  })
  @IsString()
  @MaxLength(TEXT_LIMIT)
  solution: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it came from; only the team reads it. Absent or null: what stands is left.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(REASON_LIMIT)
  cause?: string | null;
}

@InputType({ description: 'Open a ticket again.' })
export class ReopenTicketInput extends TicketChangeInput {
  @Field(() => String, { nullable: true, description: 'Why. At most 2,000 characters.' })
  @IsOptional()
  @IsString()
  @MaxLength(REASON_LIMIT)
  reason?: string | null;
}

@InputType({ description: 'Say that a ticket asks for nothing. No message is lost.' })
export class MarkNotARequestInput extends TicketChangeInput {
  @Field(() => String, { nullable: true, description: 'Why. At most 2,000 characters.' })
  @IsOptional()
  @IsString()
  @MaxLength(REASON_LIMIT)
  reason?: string | null;
}

@InputType({ description: 'Say that a ticket is a request after all.' })
export class MakeRequestInput extends TicketChangeInput {}

@InputType({ description: 'Make a ticket from a message that was recorded as not a request.' })
export class MakeTicketFromMessageInput extends OnceInput {
  @Field(() => ID, { description: 'The message; `intakeDecisions` lists them.' })
  @IsIdOf('Message')
  messageId: string;
}

@InputType({ description: 'Begin a ticket in a channel of a customer.' })
export class CreateTicketInput extends OnceInput {
  @Field(() => ID, { description: 'The channel the customer reads.' })
  @IsIdOf('Channel')
  channelId: string;

  @Field(() => String, { description: 'What the customer reads first. At most 30,000 characters.' })
  @IsString()
  @MaxLength(TEXT_LIMIT)
  text: string;
}
