import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
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

@InputType({ description: 'Do the same with many tickets.' })
export class UpdateTicketsInput extends OnceInput {
  @Field(() => [ID], {
    description: `The tickets: 1 to ${BULK_CAP}. One that is named twice is changed once.`,
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(BULK_CAP)
  @IsIdOf('Ticket', true)
  ticketIds: string[];

  @Field(() => TicketBulkChangeInput, { description: 'What to do with each of them.' })
  @ValidateNested()
  change: TicketBulkChangeInput;
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
