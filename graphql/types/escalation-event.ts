import { Field, Int, ObjectType } from 'type-graphql';
import type { EscalationCause } from '../../src/domain/escalation-reason';
import { EscalationCauseEnum } from './escalation-cause';
import { past, TicketEvent } from './ticket-event';

@ObjectType(past('The ticket went up the escalation path.'))
export class TicketEscalated extends TicketEvent {
  @Field(() => Int, { nullable: true, description: 'Null: it did not change.' })
  previousLevel: number | null;

  @Field(() => Int, { nullable: true, description: 'Null: it did not change.' })
  nextLevel: number | null;

  @Field(() => String, { nullable: true, description: 'Why; null: the reason of the last time.' })
  nextEscalationReason: string | null;

  @Field(() => EscalationCauseEnum, {
    nullable: true,
    description: 'Why, in a word; null: from before there were words.',
  })
  because: EscalationCause | null;
}
@ObjectType(past('Somebody was asked to take an escalated ticket.'))
export class EscalationAsked extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Their names.' })
  people: string | null;
}
@ObjectType(past('Whoever was asked took the escalated ticket.'))
export class EscalationAccepted extends TicketEvent {}
@ObjectType(past('Whoever was asked declined.'))
export class EscalationDeclined extends EscalationAsked {}
@ObjectType(past('Whoever was asked did not answer in time.'))
export class EscalationTimedOut extends EscalationAsked {}
@ObjectType(past('Nobody took the escalated ticket: it is where it was before.'))
export class EscalationReturned extends TicketEvent {}
