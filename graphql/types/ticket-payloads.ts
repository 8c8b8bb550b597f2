import { Field, ID, ObjectType } from 'type-graphql';
import { TicketNode } from './ticket';
import { type Refused, UserError } from './user-error';

@ObjectType({
  description: 'What whoever asked should know. The change was made.',
  simpleResolvers: true,
})
export class Warning {
  @Field(() => String, { description: 'Stable and machine-readable.' })
  code: string;

  @Field(() => String, { description: 'What is the matter, for people.' })
  message: string;

  @Field(() => String, { nullable: true, description: 'What could be done instead.' })
  hint: string | null;
}

@ObjectType({ simpleResolvers: true })
export abstract class TicketPayload {
  @Field(() => TicketNode, {
    nullable: true,
    description: 'The ticket as it stands now; null if it was not found.',
  })
  ticket: TicketNode | null;

  @Field(() => [UserError], { description: 'Empty when the change was made.' })
  errors: readonly Refused[];

  @Field(() => Boolean, {
    description: 'This answer was first given to an earlier request with the same key.',
  })
  replayed: boolean;
}

@ObjectType({ simpleResolvers: true })
export abstract class SpokenPayload extends TicketPayload {
  @Field(() => ID, { nullable: true, description: 'The message that was written.' })
  messageId: string | null;
}

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });

@ObjectType(described('claimTicket'))
export class ClaimTicketPayload extends TicketPayload {}
@ObjectType(described('assignTicket'))
export class AssignTicketPayload extends TicketPayload {
  @Field(() => [Warning], {
    description: 'FULL or OFF_SHIFT: whoever was named has it all the same.',
  })
  warnings: readonly Warning[];
}
@ObjectType(described('replyToTicket'))
export class ReplyToTicketPayload extends SpokenPayload {}
@ObjectType(described('addNote'))
export class AddNotePayload extends SpokenPayload {}
@ObjectType(described('setTicketPriority'))
export class SetTicketPriorityPayload extends TicketPayload {}
@ObjectType(described('setTicketCause'))
export class SetTicketCausePayload extends TicketPayload {}
@ObjectType(described('snoozeTicket'))
export class SnoozeTicketPayload extends TicketPayload {}
@ObjectType(described('wakeTicket'))
export class WakeTicketPayload extends TicketPayload {}
@ObjectType(described('waitForThirdParty'))
export class WaitForThirdPartyPayload extends TicketPayload {}
@ObjectType(described('stopWaiting'))
export class StopWaitingPayload extends TicketPayload {}
@ObjectType(described('escalateTicket'))
export class EscalateTicketPayload extends TicketPayload {}
@ObjectType(described('acceptEscalation'))
export class AcceptEscalationPayload extends TicketPayload {}
@ObjectType(described('declineEscalation'))
export class DeclineEscalationPayload extends TicketPayload {}
@ObjectType(described('solveTicket'))
export class SolveTicketPayload extends SpokenPayload {}
@ObjectType(described('reopenTicket'))
export class ReopenTicketPayload extends TicketPayload {}
@ObjectType(described('markNotARequest'))
export class MarkNotARequestPayload extends TicketPayload {}
@ObjectType(described('makeRequest'))
export class MakeRequestPayload extends TicketPayload {}
@ObjectType(described('makeTicketFromMessage'))
export class MakeTicketFromMessagePayload extends TicketPayload {}
@ObjectType(described('createTicket'))
export class CreateTicketPayload extends TicketPayload {}
