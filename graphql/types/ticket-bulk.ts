import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PRIORITIES, type Priority } from '../../src/domain/ticket';
import { IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { PriorityEnum } from './enums';
import { TicketNode } from './ticket';
import { OnceInput } from './ticket-inputs';
import { Warning } from './ticket-payloads';
import { type Refused, UserError } from './user-error';

export const BULK_CAP = 50;

@InputType({ description: 'What to do with each of many tickets.' })
export class TicketBulkChangeInput {
  @Field(() => ID, { nullable: true, description: 'Give it to this member.' })
  @IsOptional()
  @IsIdOf('Member')
  assignTo?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: give it back to its queue.' })
  @IsOptional()
  @Equals(true)
  unassign?: boolean | null;

  @Field(() => PriorityEnum, { nullable: true, description: 'Make it as urgent as this.' })
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Put it to sleep until then.' })
  @IsOptional()
  @IsDate()
  snoozeUntil?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'True: wake it.' })
  @IsOptional()
  @Equals(true)
  wake?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'Give it these labels: 1 to 20.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsIdOf('Label', true)
  addLabels?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Take these labels away: 1 to 20.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsIdOf('Label', true)
  removeLabels?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Say that it asks for nothing, and why. At most 2,000 characters.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  notARequest?: string | null;
}

@InputType({ description: 'A ticket, and how it was when it was chosen.' })
export class SeenTicketInput {
  @Field(() => ID, { description: 'The ticket.' })
  @IsIdOf('Ticket')
  ticketId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Refuse this one with TICKET_CHANGED unless it still has this version.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  expectedVersion?: number | null;
}

@InputType({ description: 'Do the same with many tickets, named by `ticketIds` or by `tickets`.' })
export class UpdateTicketsInput extends OnceInput {
  @Field(() => [ID], {
    nullable: true,
    description: `The tickets, however they stand: 1 to ${BULK_CAP}. One that is named twice is changed once.`,
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(BULK_CAP)
  @IsIdOf('Ticket', true)
  ticketIds?: string[] | null;

  @Field(() => [SeenTicketInput], {
    nullable: true,
    description: `The tickets, each unless it has changed since it was seen: 1 to ${BULK_CAP}, instead of \`ticketIds\`.`,
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(BULK_CAP)
  @ValidateNested({ each: true })
  tickets?: SeenTicketInput[] | null;

  @Field(() => TicketBulkChangeInput, { description: 'What to do with each of them.' })
  @ValidateNested()
  change: TicketBulkChangeInput;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: change nothing, only say what each would be refused or warned of; `ticket` is how it stands.',
  })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean | null;
}

@ObjectType({ description: 'What became of one ticket of many.', simpleResolvers: true })
export class TicketBulkResult {
  @Field(() => ID, { description: 'The id that was given.' })
  ticketId: string;

  @Field(() => TicketNode, {
    nullable: true,
    description: 'The ticket as it stands now; null if it was not found.',
  })
  ticket: TicketNode | null;

  @Field(() => [UserError], { description: 'Empty when this ticket was changed.' })
  errors: readonly Refused[];

  @Field(() => [Warning], {
    description: 'FULL or OFF_SHIFT: whoever was named has it all the same.',
  })
  warnings: readonly Warning[];
}

@ObjectType({
  description: 'What became of updateTickets. Each ticket is changed or refused by itself.',
  simpleResolvers: true,
})
export class UpdateTicketsPayload extends Payload {
  @Field(() => [TicketBulkResult], {
    description: 'One per ticket, in the order given; empty when the request itself was refused.',
  })
  results: readonly TicketBulkResult[];
}
