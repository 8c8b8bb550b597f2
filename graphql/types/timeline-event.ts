import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { INTAKE_REASONS, type IntakeReason } from '../../src/domain/chatter';
import { ESCALATION_CAUSES } from '../../src/domain/escalation-reason';
import { SIGNAL_KINDS, type SignalKind } from '../../src/domain/signal';
import {
  PRIORITIES,
  type Priority,
  STATUSES,
  type TimelineEntry,
  type TimelineKind,
  WAITING_ON,
} from '../../src/domain/ticket';
import { WORK_ITEM_STATES } from '../../src/domain/work-item';
import { IntakeReasonEnum, PriorityEnum } from './enums';
import type { EscalationAsked, TicketEscalated } from './escalation-event';
import { count, instant, member, oneOf, text } from './event-facts';
import { SignalKindEnum } from './signal-kind';
import { past, TicketEvent } from './ticket-event';
import type { WorkItemJoined, WorkItemMoved } from './work-item-event';

@ObjectType(past('The ticket was opened.'))
export class TicketOpened extends TicketEvent {
  @Field(() => IntakeReasonEnum, { nullable: true, description: 'Why.' })
  openedBecause: IntakeReason | null;
}
@ObjectType(past('The customer wrote.'))
export class MessageReceived extends TicketEvent {}
@ObjectType(past('A message was edited.'))
export class MessageEdited extends TicketEvent {}
@ObjectType(past('A message was deleted.'))
export class MessageDeleted extends TicketEvent {}
@ObjectType(past('One of ours answered.'))
export class ReplySent extends TicketEvent {}
@ObjectType(past('An internal note was written.'))
export class NoteAdded extends TicketEvent {}
@ObjectType(past('Somebody took the ticket.'))
export class TicketClaimed extends TicketEvent {}
@ObjectType(past('The ticket went back to its queue without activity.'))
export class ClaimExpired extends TicketEvent {}
@ObjectType(past('The assignee changed.'))
export class TicketAssigned extends TicketEvent {}
@ObjectType(past('The priority changed.'))
export class PriorityChanged extends TicketEvent {
  @Field(() => PriorityEnum, { nullable: true, description: 'Before.' })
  previousPriority: Priority | null;

  @Field(() => PriorityEnum, { nullable: true, description: 'After.' })
  nextPriority: Priority | null;
}
@ObjectType(past('Somebody said what the ticket came from.'))
export class CauseSet extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Null: none.' })
  previousCause: string | null;

  @Field(() => String, { nullable: true, description: 'Null: none.' })
  nextCause: string | null;
}
@ObjectType(past('The ticket was put to sleep.'))
export class TicketSnoozed extends TicketEvent {
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when.' })
  nextSnoozedUntil: Date | null;
}
@ObjectType(past('The ticket woke up.'))
export class TicketWoken extends TicketEvent {}
@ObjectType(past('The ticket began to wait for a third party.'))
export class ThirdPartyAwaited extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Whom; null: it did not change.' })
  nextThirdParty: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When its owner looks again.' })
  nextCheckAt: Date | null;
}
@ObjectType(past('The ticket no longer waits for a third party.'))
export class ThirdPartyDone extends TicketEvent {}
@ObjectType(past('The time to look again at a third party came.'))
export class CheckDue extends TicketEvent {}
@ObjectType(past('The ticket was given labels, or lost some.'))
export class LabelsChanged extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Their names then; null: none.' })
  added: string | null;

  @Field(() => String, { nullable: true, description: 'Their names then; null: none.' })
  removed: string | null;
}
@ObjectType(past('We proposed a solution.'))
export class TicketSolved extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'What the customer was told was done.' })
  nextSolution: string | null;
}
@ObjectType(past('After silence the desk asked once whether it is solved.'))
export class CheckedIn extends TicketEvent {}
@ObjectType(past('The customer said it is solved.'))
export class SolutionConfirmed extends TicketEvent {}
@ObjectType(past('The customer stayed silent about the solution.'))
export class SolutionUnconfirmed extends TicketEvent {}
@ObjectType(past('The customer rated what we did.'))
export class TicketRated extends TicketEvent {
  @Field(() => Int, { nullable: true, description: '1 to 5.' })
  score: number | null;
}
@ObjectType(past('The customer said whether they had to repeat themselves.'))
export class EffortTold extends TicketEvent {
  @Field(() => Boolean, { nullable: true, description: 'Whether they had to.' })
  repeated: boolean | null;
}
@ObjectType(past('The ticket was opened again.'))
export class TicketReopened extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Why, if somebody said so.' })
  reopenedBecause: string | null;
}
@ObjectType(past('Somebody said that the ticket asks for nothing.'))
export class MarkedNotARequest extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Why, if somebody said so.' })
  markedBecause: string | null;
}
@ObjectType(past('The ticket was made a request after all.'))
export class MadeARequest extends TicketEvent {}
@ObjectType(past('The customer asked for a person.'))
export class PersonRequested extends TicketEvent {}
@ObjectType(past('A message could not be shown on the platform.'))
export class DeliveryFailed extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'What the platform said.' })
  failedBecause: string | null;
}
@ObjectType(past('A reaction was added or removed.'))
export class ReactionChanged extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'The emoji that was removed.' })
  previousReaction: string | null;

  @Field(() => String, { nullable: true, description: 'The emoji that was added.' })
  nextReaction: string | null;
}

@ObjectType(past('The hours or service levels changed, and the due times with them.'))
export class ClocksRecounted extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'What was changed.' })
  recountedBecause: string | null;
}

@ObjectType(past('Somebody looked at what the desk had noticed.'))
export class SignalDismissed extends TicketEvent {
  @Field(() => SignalKindEnum, { nullable: true, description: 'What it was.' })
  signal: SignalKind | null;
}
@ObjectType(past('The desk noticed that the ticket may go wrong.'))
export class SignalRaised extends SignalDismissed {
  @Field(() => String, { nullable: true, description: 'Why.' })
  raisedBecause: string | null;
}
@ObjectType(past('Whoever answers for the desk was called.'))
export class SupervisorsPaged extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'Why.' })
  pagedBecause: string | null;

  @Field(() => String, { nullable: true, description: 'Their names; empty: there was nobody.' })
  pagedNames: string | null;
}

/** All that any of the types above may show; each picks its own. */
export type TimelineEvent = { readonly kind: TimelineKind } & TicketOpened &
  PriorityChanged &
  SignalRaised &
  CauseSet &
  LabelsChanged &
  TicketSnoozed &
  ThirdPartyAwaited &
  TicketEscalated &
  EscalationAsked &
  TicketSolved &
  TicketRated &
  EffortTold &
  TicketReopened &
  MarkedNotARequest &
  DeliveryFailed &
  ReactionChanged &
  ClocksRecounted &
  WorkItemMoved &
  WorkItemJoined &
  SupervisorsPaged;

/** The typed event of an entry of the history. */
export const eventOf = ({ kind, before, after }: TimelineEntry): TimelineEvent => ({
  kind,
  previousStatus: oneOf(STATUSES, before, 'status'),
  nextStatus: oneOf(STATUSES, after, 'status'),
  previousWaitingOn: oneOf(WAITING_ON, before, 'waitingOn'),
  nextWaitingOn: oneOf(WAITING_ON, after, 'waitingOn'),
  previousAssigneeId: member(before),
  nextAssigneeId: member(after),
  openedBecause: oneOf(INTAKE_REASONS, after, 'reason'),
  previousPriority: oneOf(PRIORITIES, before, 'priority'),
  nextPriority: oneOf(PRIORITIES, after, 'priority'),
  previousCause: text(before, 'cause'),
  nextCause: text(after, 'cause'),
  added: text(after, 'added'),
  removed: text(after, 'removed'),
  nextSnoozedUntil: instant(after, 'snoozedUntil'),
  nextThirdParty: text(after, 'thirdParty'),
  nextCheckAt: instant(after, 'nextCheckAt'),
  previousLevel: count(before, 'level'),
  nextLevel: count(after, 'level'),
  nextEscalationReason: text(after, 'escalationReason'),
  because: oneOf(ESCALATION_CAUSES, after, 'because'),
  people: text(after, 'member'),
  nextSolution: text(after, 'solution'),
  score: count(after, 'score'),
  repeated: typeof after.repeated === 'boolean' ? after.repeated : null,
  reopenedBecause: text(after, 'reason'),
  markedBecause: text(after, 'reason'),
  failedBecause: text(after, 'reason'),
  previousReaction: text(before, 'emoji'),
  nextReaction: text(after, 'emoji'),
  recountedBecause: text(after, 'reason'),
  signal: oneOf(SIGNAL_KINDS, after, 'signal'),
  raisedBecause: text(after, 'reason'),
  pagedBecause: text(after, 'reason'),
  pagedNames: text(after, 'paged'),
  workItemKey: text(after, 'workItem'),
  workItemUrl: text(after, 'workItemUrl'),
  previousWorkItemKey: text(before, 'workItem'),
  previousWorkItemState: oneOf(WORK_ITEM_STATES, before, 'workItemState'),
  nextWorkItemState: oneOf(WORK_ITEM_STATES, after, 'workItemState'),
  nextWorkItemStateName: text(after, 'workItemStateName'),
});
